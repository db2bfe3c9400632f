"""All URLs of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("measurements.urls")),
    path("", include("measurements.result_urls")),
    path("", include("kpis.urls")),
    path("", include("stakeholders.urls")),
    path("", include("accounts.urls")),
    path("", include("feedback.urls_public")),
    path("signalen/", include("feedback.urls")),
    path("account/", include("accounts.urls_signing_in")),
]

handler500 = "core.views.errors.failed"
