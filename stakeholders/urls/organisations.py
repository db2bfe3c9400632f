"""The matrix, managed lists, links, and ways to reach persons."""

from django.urls import path

from stakeholders.views import channels, exporting, links, managed, matrix

urlpatterns = [
    # /organisaties/
    path("organisaties/matrix/", matrix.matrix, name="matrix"),
    path("organisaties/<int:pk>/matrix/", matrix.standing_add, name="standing-add"),
    path("matrixplaatsen/<int:pk>/verwijderen/", matrix.standing_remove, name="standing-remove"),
    path("organisaties/<int:pk>/verbinden/", links.link_add, name="link-add"),
    path("organisaties/<int:pk>/verbonden/<int:link>/verwijderen/", links.link_remove, name="link-remove"),
    # /personen/
    path("personen/export/", exporting.person_export, name="person-export"),
    path("personen/<int:pk>/bereiken/nieuw/", channels.channel_add, name="channel-add"),
    path("personen/<int:pk>/herkomst/", channels.grounds, name="grounds"),
    path("bereiken/<int:pk>/wijzigen/", channels.channel_edit, name="channel-edit"),
    path("bereiken/<int:pk>/verwijderen/", channels.channel_remove, name="channel-remove"),
    # /keuzelijsten/
    path("keuzelijsten/", managed.lists, name="lists"),
    path("keuzelijsten/<slug:name>/", managed.items, name="list"),
    path("keuzelijsten/<slug:name>/nieuw/", managed.item_add, name="item-add"),
    path("keuzelijsten/<slug:name>/<int:pk>/wijzigen/", managed.item_edit, name="item-edit"),
    path("keuzelijsten/<slug:name>/<int:pk>/verplaatsen/", managed.item_move, name="item-move"),
    path("keuzelijsten/<slug:name>/<int:pk>/gebruik/", managed.item_use, name="item-use"),
]
