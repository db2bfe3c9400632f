"""URLs of the registry, one module for each subject."""

from . import imports, merging, registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
    *imports.urlpatterns,
    *merging.urlpatterns,
]
