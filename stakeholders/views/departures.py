"""Pages of a departure: a whole portfolio on one screen, the announcement with its preview, stopping it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core import drafts
from core.access import requires
from core.models import Mailing
from core.periods import local_date
from stakeholders import access, announcements, queries
from stakeholders.exceptions import HandoverMoveNotAllowed
from stakeholders.forms.handovers import AnnounceForm, LeavingForm, PortfolioForm, StopForm
from stakeholders.grants import ACCOUNT_ROLES
from stakeholders.models import Departure, Handover
from stakeholders.models.handover import HandoverState
from stakeholders.services import handovers as services

from .editing import save_or_explain

_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def departure_add(request: HttpRequest) -> HttpResponse:
    """First who leaves and when (by GET); then who takes over which organisation, and make it."""
    now = timezone.now()
    colleagues = queries.possible_account_managers(roles=ACCOUNT_ROLES)
    everybody = queries.handovers.holders()
    asked = "last_day" in request.GET
    own = {"leaver": request.user.pk if request.user.has_perm(access.OWN_ACCOUNTS) else None}
    if request.GET.get("wie", "").isdecimal():
        own = {"leaver": int(request.GET["wie"][:9])}
    leaving = LeavingForm(request.GET if asked else None, initial=own, colleagues=everybody)
    context: dict[str, Any] = {"leaving": leaving}
    if not asked or not leaving.is_valid():
        return render(request, "stakeholders/departure_add.html", context, status=422 if leaving.errors else 200)
    leaver, last_day = leaving.cleaned_data["leaver"], leaving.cleaned_data["last_day"]
    rows = queries.handovers.portfolio(leaver=leaver, last_day=last_day)
    form = PortfolioForm(request.POST or None, portfolio=rows, colleagues=colleagues.exclude(pk=leaver.pk))
    if request.method == "POST" and rows and form.is_valid():
        departure = save_or_explain(
            form,
            lambda: services.plan_departure(
                leaver=leaver,
                last_day=last_day,
                successors=form.successors,
                by=request.user,
                at=now,
                reason=form.cleaned_data["reason"],
            ),
        )
        if departure is not None:
            messages.success(request, _("Planned. Now tell the organisations who their new contact is."))
            return redirect(departure)
    context |= {
        "form": form,
        "rows": rows,
        "leaver": leaver,
        "last_day": last_day,
        "deputy_at": queries.handovers.deputyships(user=leaver, on=last_day),
    }
    return render(request, "stakeholders/departure_add.html", context, status=422 if form.errors else 200)


@requires(access.VIEW)
@require_safe
def departure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far each organisation of the portfolio is."""
    departure = access.get_departure_for(request.user, pk)
    now = timezone.now()
    services.sync_announcements(at=now, departure=departure)
    found = list(queries.handovers.handover_list().filter(departure=departure).order_by("organisation__sort_key"))
    notices = queries.handovers.notices_of(found)
    today = local_date(now)
    rows = [
        {
            "handover": one,
            "steps": queries.handovers.checklist(one, today=today),
            "is_late": one.is_late(today),
            "is_under_way": queries.handovers.is_under_way(notices[one.pk]),
        }
        for one in found
    ]
    waiting = [row for row in rows if row["handover"].state == HandoverState.PLANNED and not row["is_under_way"]]  # type: ignore[attr-defined]
    context = {
        "departure": departure,
        "rows": rows,
        "to_announce": len(waiting),
        "announce_by": min((one.announce_by for one in found), default=None),
        "done": sum(one.state == HandoverState.COMPLETED for one in found),
        "total": sum(one.state != HandoverState.CANCELLED for one in found),
        "is_open": any(one.is_open for one in found),
        "may_act": request.user.has_perm(access.ASSIGN),
        "today": today,
    }
    return render(request, "stakeholders/departure.html", context)


@requires(access.VIEW, access.ASSIGN, access.VIEW_PERSONS)
@require_http_methods(_METHODS)
def departure_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """One text for every organisation of the portfolio that has not been told."""
    departure = access.get_departure_for(request.user, pk, permission=access.ASSIGN)
    planned = queries.handovers.handover_list().filter(departure=departure, state=HandoverState.PLANNED)
    return _announce(request, departure, list(planned), departure.get_absolute_url(), f"departure:{pk}")


@requires(access.VIEW, access.ASSIGN, access.VIEW_PERSONS)
@require_http_methods(_METHODS)
def handover_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement to one organisation."""
    handover = access.get_handover_for(request.user, pk, permission=access.ASSIGN)
    planned = [handover] if handover.state == HandoverState.PLANNED else []
    return _announce(request, handover.departure, planned, handover.get_absolute_url(), f"handover:{pk}")


def _announce(
    request: HttpRequest, departure: Departure, planned: Sequence[Handover], back_url: str, draft_key: str
) -> HttpResponse:
    now = timezone.now()
    notices = queries.handovers.notices_of(planned)
    untold = [one for one in planned if not queries.handovers.is_under_way(notices[one.pk])]
    receivers = queries.handovers.receivers(untold, on=local_date(now))
    reached = {handover.pk for handover, _person in receivers}
    draft = drafts.open_draft(user=request.user, key=draft_key)
    form = AnnounceForm(request.POST or None, receivers=receivers)
    if request.method == "POST" and receivers and form.is_valid() and request.POST.get("do") == "send":
        letters = [services.Letter(*letter) for letter in form.letters()]
        try:
            mailings = services.announce(departure=departure, letters=letters, by=request.user, at=now)
        except HandoverMoveNotAllowed:
            messages.error(request, _("This organisation was told meanwhile."))
            return redirect(back_url)
        drafts.discard_draft(user=request.user, key=draft.key)
        _say_what_happens(request, mailings, len(letters))
        return redirect(back_url)
    draft.restore(form)
    context = {
        "form": form,
        "draft": draft,
        "departure": departure,
        "receivers": receivers,
        "without_address": [one for one in untold if one.pk not in reached],
        "words": [(f"{{{word}}}", meaning) for word, meaning in announcements.WORDS.items()],
        "back_url": back_url,
        "planned": untold,
    }
    return render(request, "stakeholders/announce.html", context, status=422 if form.errors else 200)


def _say_what_happens(request: HttpRequest, mailings: Sequence[Mailing], count: int) -> None:
    if any(mailing.state == Mailing.State.NEEDS_RELEASE for mailing in mailings):
        text = _("%(n)d mails wait for a second person, because there are so many.") % {"n": count}
    else:
        text = ngettext(
            "%(n)d mail goes out in two minutes; until then you can call it back under Outgoing mail.",
            "%(n)d mails go out in two minutes; until then you can call them back under Outgoing mail.",
            count,
        ) % {"n": count}
    messages.success(request, text)


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def departure_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop everything of this departure that is not finished."""
    departure = access.get_departure_for(request.user, pk, permission=access.ASSIGN)
    form = StopForm(request.POST or None)

    def stop() -> int:
        found = Handover.objects.open().filter(departure=departure)
        reason = form.cleaned_data["reason"]
        return services.cancel(handovers=found, reason=reason, by=request.user, at=timezone.now()) + 1

    if request.method == "POST" and form.is_valid():
        try:
            stopped = save_or_explain(form, stop)
        except HandoverMoveNotAllowed:
            messages.error(request, _("This handover is finished or was stopped already."))
            return redirect(departure)
        if stopped:
            messages.success(request, _("The handover is stopped."))
            return redirect(departure)
    context = {
        "form": form,
        "heading": _("Stop the handover"),
        "over": str(departure.leaver),
        "lead": _("What is finished stays. Before the day of the change the fixed contacts stay as they were."),
        "back_url": departure.get_absolute_url(),
    }
    return render(request, "stakeholders/handover_form.html", context, status=422 if form.errors else 200)
