"""Merging organisations and persons, undoing it, and likely duplicates."""

from django.urls import path

from stakeholders.views import merging

_ORGANISATION = {"kind": "organisation"}
_PERSON = {"kind": "person"}

urlpatterns = [
    path("organisaties/dubbel/", merging.duplicates, _ORGANISATION, name="organisation-duplicates"),
    path("personen/dubbel/", merging.duplicates, _PERSON, name="person-duplicates"),
    path("organisaties/dubbel/zoeken/", merging.find, _ORGANISATION, name="organisation-duplicates-find"),
    path("personen/dubbel/zoeken/", merging.find, _PERSON, name="person-duplicates-find"),
    path("dubbel/<int:pk>/verschillend/", merging.different, name="not-a-duplicate"),
    path("organisaties/<int:pk>/samenvoegen/", merging.choose, _ORGANISATION, name="organisation-merge-choose"),
    path("personen/<int:pk>/samenvoegen/", merging.choose, _PERSON, name="person-merge-choose"),
    path(
        "organisaties/<int:pk>/samenvoegen/<int:other>/",
        merging.side_by_side,
        _ORGANISATION,
        name="organisation-merge",
    ),
    path("personen/<int:pk>/samenvoegen/<int:other>/", merging.side_by_side, _PERSON, name="person-merge"),
    path("samenvoegingen/<int:pk>/", merging.merge_detail, name="merge"),
    path("samenvoegingen/<int:pk>/ongedaan-maken/", merging.merge_undo, name="merge-undo"),
]
