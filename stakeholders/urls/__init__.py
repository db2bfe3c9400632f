"""URLs of the registry, one module for each subject."""

from . import handovers, moments, registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *moments.urlpatterns,
    *handovers.urlpatterns,
]
