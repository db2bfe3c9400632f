"""Importing lists with choices."""

from django.urls import path

from stakeholders.views import imports

urlpatterns = [
    path("invoer/<uuid:pk>/", imports.list_preview, name="list-import"),
    path("invoer/<uuid:pk>/kolommen/", imports.list_columns, name="list-columns"),
    path("invoer/<uuid:pk>/regels/<int:row>/", imports.list_decide, name="list-decide"),
    path("invoer/<uuid:pk>/regels/", imports.list_decide_all, name="list-decide-all"),
    path("invoer/<uuid:pk>/opslaan/", imports.list_write, name="list-write"),
    path("invoer/<uuid:pk>/weggooien/", imports.list_discard, name="list-discard"),
    path("invoer/<slug:slug>/", imports.list_upload, name="list-upload"),
    path("invoer/<slug:slug>/<uuid:replaces>/", imports.list_upload, name="list-upload-again"),
]
