"""Handovers: the list, a new one, a portfolio, one organisation."""

from django.urls import path

from stakeholders.views import departures, handovers

urlpatterns = [
    path("overdrachten/", handovers.handover_list, name="handovers"),
    path("overdrachten/nieuw/", departures.departure_add, name="departure-add"),
    path("overdrachten/export/", handovers.handover_export, name="handover-export"),
    # /overdrachten/vertrek/<id>/
    path("overdrachten/vertrek/<int:pk>/", departures.departure_detail, name="departure"),
    path("overdrachten/vertrek/<int:pk>/aankondigen/", departures.departure_announce, name="departure-announce"),
    path("overdrachten/vertrek/<int:pk>/stoppen/", departures.departure_cancel, name="departure-cancel"),
    # /overdrachten/<id>/
    path("overdrachten/<int:pk>/", handovers.handover_detail, name="handover"),
    path("overdrachten/<int:pk>/aankondigen/", departures.handover_announce, name="handover-announce"),
    path("overdrachten/<int:pk>/verteld/", handovers.handover_told, name="handover-told"),
    path("overdrachten/<int:pk>/kennismaking/", handovers.handover_introduce, name="handover-introduce"),
    path("overdrachten/<int:pk>/aanvaarden/", handovers.handover_accept, name="handover-accept"),
    path("overdrachten/<int:pk>/stoppen/", handovers.handover_cancel, name="handover-cancel"),
]
