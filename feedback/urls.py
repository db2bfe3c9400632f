"""Addresses of the staff pages of the loop, under /signalen/."""

from django.urls import path

from .views import decide, givers, inbox, signal

app_name = "feedback"

urlpatterns = [
    path("", inbox.signals, name="signals"),
    path("nieuw/", givers.enter, name="enter"),
    path("toewijzen/", inbox.assign_several, name="assign-several"),
    # /signalen/<id>/
    path("<int:pk>/", signal.signal, name="signal"),
    path("<int:pk>/besluit/", decide.decide, name="decide"),
    path("<int:pk>/oppakken/", signal.take, name="take"),
    path("<int:pk>/toewijzen/", signal.assign, name="assign"),
    path("<int:pk>/stand/", signal.move_on, name="move-on"),
    path("<int:pk>/samenvoegen/", signal.merge, name="merge"),
    path("<int:pk>/losmaken/", signal.unmerge, name="unmerge"),
    path("<int:pk>/sluiten/", signal.close, name="close"),
    path("<int:pk>/heropenen/", signal.reopen, name="reopen"),
    path("<int:pk>/terughalen/", signal.call_back, name="call-back"),
    path("<int:pk>/omschrijven/", signal.describe, name="describe"),
    path("<int:pk>/openbaar/", signal.publish, name="publish"),
    path("<int:pk>/gevers/nieuw/", givers.add, name="giver-add"),
    path("<int:pk>/gevers/<uuid:giver_pk>/vertellen/", givers.tell, name="giver-tell"),
]
