"""URLs of the house itself."""

from django.urls import include, path

from .views import drafts, health, home, imports, jobs, search, statements, undo

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
    # /taken/
    path("taken/", jobs.job_list, name="job-list"),
    path("taken/<uuid:job_id>/", jobs.job_detail, name="job"),
    path("taken/<uuid:job_id>/bestand/", jobs.job_output, name="job-output"),
    path("taken/<uuid:job_id>/stoppen/", jobs.job_cancel, name="job-cancel"),
    path("taken/<uuid:job_id>/invoeren/", imports.import_confirm, name="import-confirm"),
    # /lijsten/
    path("lijsten/<slug:name>/", imports.import_upload, name="import"),
    path("zoeken/", search.search, name="search"),
    path("taal/", include("django.conf.urls.i18n")),
]
