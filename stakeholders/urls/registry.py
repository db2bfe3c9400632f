"""Organisations, persons, functions and fixed contacts."""

from django.urls import path

from stakeholders.views import contacts, organisations, persons

urlpatterns = [
    # /organisaties/
    path("organisaties/", organisations.organisation_list, name="organisations"),
    path("organisaties/nieuw/", organisations.organisation_add, name="organisation-add"),
    path("organisaties/export/", organisations.organisation_export, name="organisation-export"),
    # /organisaties/<id>/
    path("organisaties/<int:pk>/", organisations.organisation_detail, name="organisation"),
    path("organisaties/<int:pk>/wijzigen/", organisations.organisation_edit, name="organisation-edit"),
    path("organisaties/<int:pk>/archiveren/", organisations.organisation_archive, name="organisation-archive"),
    path("organisaties/<int:pk>/terugzetten/", organisations.organisation_restore, name="organisation-restore"),
    path("organisaties/<int:pk>/vast-contact/", contacts.assign, name="assign"),
    path("organisaties/<int:pk>/personen/nieuw/", persons.person_add, name="organisation-person-add"),
    path("organisaties/<int:pk>/contactpunten/nieuw/", contacts.point_add, name="point-add"),
    path("vaste-contacten/<int:pk>/beeindigen/", contacts.assignment_end, name="assignment-end"),
    path("contactpunten/<int:pk>/verwijderen/", contacts.point_remove, name="point-remove"),
    # /personen/
    path("personen/", persons.person_list, name="persons"),
    path("personen/nieuw/", persons.person_add, name="person-add"),
    # /personen/<id>/
    path("personen/<int:pk>/", persons.person_detail, name="person"),
    path("personen/<int:pk>/wijzigen/", persons.person_edit, name="person-edit"),
    path("personen/<int:pk>/archiveren/", persons.person_archive, name="person-archive"),
    path("personen/<int:pk>/terugzetten/", persons.person_restore, name="person-restore"),
    path("personen/<int:pk>/functies/nieuw/", persons.position_add, name="position-add"),
    path("functies/<int:pk>/beeindigen/", persons.position_end, name="position-end"),
]
