"""URLs of the registry, one module for each subject."""

from . import gatherings, registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *gatherings.urlpatterns,
]
