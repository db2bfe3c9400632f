"""Pages of the matrix: interest, influence and attitude, on any day and with movement since another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.periods import local_date
from core.undo import offer_undo
from stakeholders import access, figures, queries, services, undo
from stakeholders.filters import MatrixFilter
from stakeholders.forms import StandingForm
from stakeholders.models import Organisation, Standing

from .editing import TEMPLATE, save_or_explain


@requires(access.VIEW)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The matrix on a day: picture, table, and what moved."""
    found = MatrixFilter(request.GET, queryset=Organisation.objects.active(), request=request)
    today = local_date(timezone.now())
    chosen: dict[str, Any] = found.form.cleaned_data if found.form.is_valid() else {}
    on: date = chosen.get("op") or today
    since: date | None = chosen.get("sinds")
    if since and since >= on:
        found.form.add_error("sinds", _("Choose a day before the day of the matrix."))
        since = None
    places = queries.matrix(organisations=found.qs, on=on, since=since)
    first, _last = queries.matrix_dates()
    context = {
        "filter": found,
        "places": places,
        "chart": figures.matrix_chart(places, on=on, since=since) if places else None,
        "on": on,
        "since": since,
        "first": first,
        "limit": queries.SHOWN_AT_MOST if len(places) == queries.SHOWN_AT_MOST else None,
        "is_empty": first is None,
    }
    return render(request, "stakeholders/matrix.html", context)


@requires(access.VIEW, access.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def standing_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how an organisation stands."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    now = timezone.now()
    last = organisation.standings.first()
    initial: dict[str, Any] = {"on": local_date(now)}
    if last:
        initial |= {name: getattr(last, name) for name in ("interest", "influence", "attitude")}
    form = StandingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(
            form, lambda: services.place_in_matrix(organisation=organisation, by=request.user, at=now, **values)
        ):
            messages.success(request, _("Saved."))
            return redirect(organisation)
    context = {
        "form": form,
        "heading": _("Interest, influence and attitude"),
        "over": organisation.name,
        "lead": _("Your estimate of today. Earlier ones stay, so that movement can be seen."),
        "back_url": organisation.get_absolute_url(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.VIEW, access.EDIT)
@require_POST
def standing_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an estimate out of the matrix; can be undone."""
    standing: Standing = access.get_standing_for(request.user, pk)
    payload = undo.removal_of(standing)
    services.remove_standing(standing=standing)
    offer_undo(request, name=undo.REMOVE, payload=payload, text=_("The estimate is removed."))
    return redirect(reverse("stakeholders:organisation", args=[standing.organisation_id]))
