"""Pages of more ways to reach a person, and of the ground and source of each personal field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import requires
from core.periods import local_date
from core.undo import offer_undo
from stakeholders import access, services, undo
from stakeholders.forms import ChannelForm, GroundsForm
from stakeholders.models import ContactChannel, Person

from .editing import TEMPLATE, save_or_explain

_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def channel_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more way to reach a person."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    today = local_date(timezone.now())
    initial = {"source": person.source, "legal_basis": person.legal_basis, "noted_on": today}
    return _channel(request, person, ChannelForm(request.POST or None, initial=initial), None)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def channel_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a way to reach a person, or say that nothing arrives there."""
    channel = access.get_channel_for(request.user, pk)
    return _channel(request, channel.person, ChannelForm(request.POST or None, instance=channel), channel)


def _channel(request: HttpRequest, person: Person, form: ChannelForm, channel: ContactChannel | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(form, lambda: services.save_channel(person=person, values=values, channel=channel)):
            messages.success(request, _("Saved."))
            return redirect(person)
    heading = _("Change a way to reach") if channel else _("New way to reach")
    return _page(request, TEMPLATE, form, person, heading)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_POST
def channel_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a way to reach a person; can be undone."""
    channel = access.get_channel_for(request.user, pk)
    payload = undo.removal_of(channel)
    services.remove_channel(channel=channel)
    text = _("“%(name)s” is removed.") % {"name": channel.value}
    offer_undo(request, name=undo.REMOVE, payload=payload, text=text)
    return redirect(channel.person)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def grounds(request: HttpRequest, pk: int) -> HttpResponse:
    """Ground, source and day of each personal field."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    form = GroundsForm(request.POST or None, person=person, today=local_date(timezone.now()))

    def save() -> bool:
        services.set_grounds(person=person, grounds=form.grounds)
        return True

    if request.method == "POST" and form.is_valid() and save_or_explain(form, save):
        messages.success(request, _("Saved."))
        return redirect(person)
    return _page(request, "stakeholders/grounds.html", form, person, _("Legal basis and source of each field"))


def _page(request: HttpRequest, template: str, form: Any, person: Person, heading: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "over": person.name,
        "list_label": _("Persons"),
        "list_url": reverse("stakeholders:persons"),
        "back_url": person.get_absolute_url(),
    }
    return render(request, template, context, status=422 if form.errors else 200)
