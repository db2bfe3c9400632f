"""URLs of the house itself."""

from django.urls import include, path

from .views import drafts, health, home, statements, undo

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz/live", health.live, name="healthz-live"),
    path("healthz/ready", health.ready, name="healthz-ready"),
    path("toegankelijkheid/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path(".well-known/security.txt", statements.security_txt, name="security-txt"),
    path("concepten/bewaren/", drafts.save, name="draft-save"),
    path("concepten/weggooien/", drafts.discard, name="draft-discard"),
    path("ongedaan-maken/", undo.undo, name="undo"),
    path("taal/", include("django.conf.urls.i18n")),
]
