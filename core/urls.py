"""URLs of the house itself."""

from django.urls import include, path

from .views import drafts, exports, health, home, imports, jobs, outbox, outgoing, search, statements, undo

urlpatterns = [
    path("", home.home, name="home"),
    path("mijn-werk/", home.my_work, name="my-work"),
    path("uitgaand/", outgoing.index, name="outgoing"),
    path("uitgaand/<uuid:pk>/", outgoing.detail, name="outgoing-detail"),
    path("uitgaand/<uuid:pk>/terughalen/", outgoing.call_back, name="outgoing-call-back"),
    path("uitgaand/<uuid:pk>/vrijgeven/", outgoing.release, name="outgoing-release"),
    path("uitgaand/<uuid:pk>/nu-versturen/", outgoing.send_now, name="outgoing-send-now"),
    path("postvak/", outbox.index, name="outbox"),
    path("postvak/<uuid:pk>/nu-versturen/", outbox.send_now, name="outbox-send-now"),
    path("postvak/<str:name>/", outbox.detail, name="outbox-message"),
    path("postvak/<str:name>/bron/", outbox.source, name="outbox-source"),
    path("postvak/<str:name>/bijlage/<int:index>/", outbox.attachment, name="outbox-attachment"),
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
    path("lijsten/<slug:name>/meenemen/", exports.export, name="list-export"),
    path("lijsten/<slug:name>/", imports.import_upload, name="import"),
    path("zoeken/", search.search, name="search"),
    path("taal/", include("django.conf.urls.i18n")),
]
