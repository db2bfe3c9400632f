"""URLs of the house itself."""

from django.urls import path

from .views import health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz/live", health.live, name="healthz-live"),
    path("healthz/ready", health.ready, name="healthz-ready"),
]
