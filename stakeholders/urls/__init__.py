"""URLs of the registry, one module for each subject."""

from . import registry

app_name = "stakeholders"

urlpatterns = [
    *registry.urlpatterns,
]
