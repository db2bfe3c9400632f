"""All URLs of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("account/", include("allauth.urls")),
]
