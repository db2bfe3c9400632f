"""URLs of the registry, one module for each subject."""

from . import moments, organisations, registry

app_name = "stakeholders"

urlpatterns = [
    *organisations.urlpatterns,
    *registry.urlpatterns,
    *moments.urlpatterns,
]
