"""URLs of the registry, one module for each subject."""

from . import moments, registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *moments.urlpatterns,
]
