"""URLs of the registry, one module for each subject."""

from . import handovers, registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *handovers.urlpatterns,
]
