"""URLs of the registry, one module for each subject."""

from . import gatherings, handovers, imports, merging, moments, organisations, registry, segments

app_name = "stakeholders"

urlpatterns = [
    *gatherings.urlpatterns,
    *handovers.urlpatterns,
    *imports.urlpatterns,
    *merging.urlpatterns,
    *moments.urlpatterns,
    *organisations.urlpatterns,
    *registry.urlpatterns,
    *segments.urlpatterns,
]
