"""Entering a signal for somebody, adding a giver, telling one giver by hand."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import requires
from core.drafts import discard_draft, open_draft
from core.periods import AMSTERDAM, local_date
from feedback.access import get_giver_for, get_signal_for
from feedback.exceptions import AlreadyTold, ChannelDoesNotFit, DetailMissing, NothingDecided
from feedback.forms.staff import AddGiverForm, EnterSignalForm, TellForm
from feedback.messages import answer_text
from feedback.queries.givers import current_decision, giver_statuses
from feedback.services.receive import add_giver, register_signal
from feedback.services.telling import tell_giver

VIEW = "feedback.view_signal"
WORK = "feedback.work_signal"


@requires(VIEW, WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A signal that came in by telephone, mail or in a conversation."""
    now = timezone.now()
    draft = open_draft(user=request.user, key="signal:new")
    form = EnterSignalForm(request.POST or None, today=local_date(now))
    if request.method == "POST" and form.is_valid():
        signal = register_signal(
            words=form.words(),
            source=form.cleaned_data["source"],
            giver=form.giver(),
            received_on=form.cleaned_data["received_on"],
            at=now,
            by=request.user,
            owner=request.user,
        )
        discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The signal is recorded. You are the owner."))
        return redirect("feedback:signal", pk=signal.pk)
    draft.restore(form)
    return render(request, "feedback/signal_enter.html", {"form": form, "draft": draft})


@requires(VIEW, WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person who said the same; possible while nothing has been told."""
    signal = get_signal_for(request.user, pk)
    form = AddGiverForm(request.POST or None)
    if not signal.is_open:
        messages.error(request, _("This signal was decided on. Enter a new signal and join it to this one."))
        return redirect("feedback:signal", pk=pk)
    if request.method == "POST" and form.is_valid():
        giver = form.giver()
        if giver is not None:
            add_giver(signal, giver=giver, at=timezone.now())
        messages.success(request, _("The giver is added."))
        return redirect("feedback:signal", pk=pk)
    return render(request, "feedback/giver_add.html", {"signal": signal, "form": form})


@requires(VIEW, WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, pk: int, giver_pk: UUID) -> HttpResponse:
    """Tell one giver after all, or record that it was done by phone or letter."""
    giver = get_giver_for(request.user, pk, giver_pk)
    decision = current_decision(giver.signal)
    status = next(status for status in giver_statuses(giver.signal, decision=decision) if status.giver == giver)
    if decision is None or status.telling is not None:
        messages.error(request, _("There is nothing to tell to this giver now."))
        return redirect("feedback:signal", pk=pk)
    now = timezone.now()
    message = answer_text(
        language=giver.language,
        extent=decision.extent,
        part=decision.part,
        effective_on=decision.effective_on,
        is_month=decision.is_month,
        reason=decision.reason,
    )
    form = TellForm(
        request.POST or None,
        has_email=bool(giver.email),
        has_page=bool(giver.follow_hash),
        today=local_date(now),
        initial={"message": message},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        day = data["told_on"]
        try:
            tell_giver(
                giver,
                channel=data["channel"],
                message=data["message"],
                note=data["note"],
                told_at=datetime.combine(day, time(12), AMSTERDAM) if day and day != local_date(now) else None,
                by=request.user,
                at=now,
            )
        except (AlreadyTold, NothingDecided, ChannelDoesNotFit, DetailMissing):
            messages.error(request, _("There is nothing to tell to this giver now."))
        else:
            messages.success(request, _("It is recorded how this giver is told."))
        return redirect("feedback:signal", pk=pk)
    context = {"signal": giver.signal, "page_pk": pk, "giver": giver, "decision": decision, "form": form}
    return render(request, "feedback/giver_tell.html", context)
