"""URLs of the registry, one module for each subject."""

from . import gatherings, moments, organisations, registry
from . import handovers, moments, organisations, registry
from . import imports, merging, registry

app_name = "stakeholders"

urlpatterns = [
    *organisations.urlpatterns,
    *registry.urlpatterns,
    *gatherings.urlpatterns,
    *moments.urlpatterns,
    *handovers.urlpatterns,
    *imports.urlpatterns,
    *merging.urlpatterns,
]
