"""URLs of the registry, one module for each subject."""

from . import moments, registry, segments

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *segments.urlpatterns,
    *moments.urlpatterns,
]
