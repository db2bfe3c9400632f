"""Segments: saved selections of organisations or persons."""

from django.urls import path

from stakeholders.views import segments

urlpatterns = [
    # /segmenten/
    path("segmenten/", segments.segment_list, name="segments"),
    path("segmenten/nieuw/", segments.segment_add, name="segment-add"),
    # /segmenten/<id>/
    path("segmenten/<int:pk>/", segments.segment_detail, name="segment"),
    path("segmenten/<int:pk>/wijzigen/", segments.segment_edit, name="segment-edit"),
    path("segmenten/<int:pk>/archiveren/", segments.segment_archive, name="segment-archive"),
    path("segmenten/<int:pk>/terugzetten/", segments.segment_restore, name="segment-restore"),
    path("segmenten/<int:pk>/export/", segments.segment_export, name="segment-export"),
    path("segmenten/<int:pk>/erin/", segments.segment_pick, {"act": "erin"}, name="segment-pick"),
    path("segmenten/<int:pk>/eruit/", segments.segment_pick, {"act": "eruit"}, name="segment-unpick"),
]
