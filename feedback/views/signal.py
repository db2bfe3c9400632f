"""The page of one signal and what can be done there with one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.periods import local_date
from core.undo import offer_undo
from feedback.access import get_signal_for
from feedback.domain.workflow import OPEN_STATES, REOPENABLE_STATES, State
from feedback.exceptions import (
    CannotMerge,
    GiverUntold,
    MoveNotAllowed,
    ReopenNeedsReason,
    TooLateToCallBack,
)
from feedback.forms.staff import AssignForm, DescribeForm, MoveOnForm, PublishForm, ReopenForm
from feedback.models import Signal
from feedback.queries.givers import current_decision, giver_statuses
from feedback.queries.lists import similar_signals
from feedback.queries.story import story_of
from feedback.services import telling, work

VIEW = "feedback.view_signal"
WORK = "feedback.work_signal"


@requires(VIEW)
@require_safe
def signal(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story: words, givers, decision, who was told how, what happened."""
    found = get_signal_for(request.user, pk)
    now = timezone.now()
    if telling.sync_tellings(at=now, signal=found):
        found = get_signal_for(request.user, pk)
    return render(request, "feedback/signal.html", _context(request, found, now))


def _context(request: HttpRequest, found: Signal, now: Any) -> dict[str, Any]:
    decision = current_decision(found)
    statuses = giver_statuses(found, decision=decision)
    state = State(found.state)
    today = local_date(now)
    can_work = request.user.has_perm(WORK)
    return {
        "signal": found,
        "decision": decision,
        "givers": statuses,
        "under_way": any(status.is_under_way for status in statuses),
        "untold": [status for status in statuses if not status.is_told and not status.is_under_way],
        "story": story_of(found),
        "merged": list(found.merged.all()),
        "similar": similar_signals(found) if can_work and state in OPEN_STATES else [],
        "is_overdue": found.is_overdue(today),
        "is_unconfirmed": found.is_unconfirmed(today),
        "can_work": can_work,
        "can_publish": request.user.has_perm("feedback.publish_signal"),
        "is_mine": found.owner_id == request.user.pk,
        "can_decide": can_work and state != State.MERGED and state not in REOPENABLE_STATES,
        "can_close": can_work and state == State.TOLD,
        "can_reopen": can_work and state in REOPENABLE_STATES,
        "can_move_on": can_work and state in OPEN_STATES,
        "assign_form": AssignForm(initial={"owner": found.owner_id}),
        "move_form": MoveOnForm(initial={"to": found.state, "planned_on": found.planned_on}),
        "reopen_form": ReopenForm(),
    }


def _action(
    request: HttpRequest, pk: int, do: Callable[[Signal], str | None], refusals: dict[type[Exception], str]
) -> HttpResponse:
    """Do one thing with a signal, say what was done or why not, and return to its page."""
    found = get_signal_for(request.user, pk)
    try:
        text = do(found)
    except tuple(refusals) as refusal:
        messages.error(request, refusals[type(refusal)])
    else:
        if text:
            messages.success(request, text)
    return redirect("feedback:signal", pk=pk)


@requires(VIEW, WORK)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make oneself the owner."""

    def do(found: Signal) -> str:
        work.take_signal(found, by=request.user, at=timezone.now())
        return _("You are the owner of this signal.")

    return _action(request, pk, do, {})


@requires(VIEW, WORK)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to a colleague; can be undone."""
    found = get_signal_for(request.user, pk)
    form = AssignForm(request.POST)
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        before = work.assign_signals(signals=[found], owner=owner, by=request.user, at=timezone.now())
        text = _("The owner is now %(owner)s.") % {"owner": owner or _("nobody")}
        offer_undo(request, name="feedback.assign", payload={"owners": before}, text=text)
    else:
        messages.error(request, _("This colleague cannot be the owner of a signal."))
    return redirect("feedback:signal", pk=pk)


@requires(VIEW, WORK)
@require_POST
def move_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how far it is."""
    form = MoveOnForm(request.POST)

    def do(found: Signal) -> str:
        if not form.is_valid():
            raise ValidationError("form")
        data = form.cleaned_data
        work.move_on(
            found,
            to=State(data["to"]),
            by=request.user,
            at=timezone.now(),
            note=data["note"],
            planned_on=data["planned_on"],
        )
        return _("It is recorded how far we are.")

    refusals = {
        ValidationError: _("Fill in how far we are; give the day as dd-mm-yyyy."),
        MoveNotAllowed: _("From here this signal cannot go there."),
    }
    return _action(request, pk, do, refusals)


@requires(VIEW, WORK)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Join it to another signal; the givers of both are told together."""

    def do(found: Signal) -> str:
        target = request.POST.get("into", "")
        into = get_signal_for(request.user, int(target) if target.isdecimal() and len(target) < 19 else 0)
        work.merge_signal(found, into=into, by=request.user, at=timezone.now())
        return _("Joined. The givers stay apart and are told together; you can take it apart again.")

    return _action(request, pk, do, {CannotMerge: _("These two signals cannot be joined.")})


@requires(VIEW, WORK)
@require_POST
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it apart again."""

    def do(found: Signal) -> str:
        work.unmerge_signal(found, by=request.user, at=timezone.now())
        return _("The two signals are apart again.")

    return _action(request, pk, do, {CannotMerge: _("This signal is not joined to another.")})


@requires(VIEW, WORK)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close what was told."""

    def do(found: Signal) -> str:
        work.close_signal(found, by=request.user, at=timezone.now())
        return _("The signal is closed.")

    refusals = {
        GiverUntold: _("It cannot be closed: not every giver has been told."),
        MoveNotAllowed: _("Only a signal that was told can be closed."),
    }
    return _action(request, pk, do, refusals)


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "")[:2000]


@requires(VIEW, WORK)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it up again, with a sentence why."""

    def do(found: Signal) -> str:
        work.reopen_signal(found, note=_note(request), by=request.user, at=timezone.now())
        return _("The signal is open again.")

    refusals = {
        ReopenNeedsReason: _("Write in one sentence why it is taken up again."),
        MoveNotAllowed: _("This signal is open."),
    }
    return _action(request, pk, do, refusals)


@requires(VIEW, WORK)
@require_POST
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Call back the mails that wait; the givers are untold again."""

    def do(found: Signal) -> str:
        count = telling.call_back_tellings(found, by=request.user, at=timezone.now())
        return ngettext(
            "%(count)d message was called back. This giver has not been told.",
            "%(count)d messages were called back. These givers have not been told.",
            count,
        ) % {"count": count}

    return _action(request, pk, do, {TooLateToCallBack: _("Too late: the mail has gone out.")})


@requires(VIEW, WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what it is called and what it is about."""
    found = get_signal_for(request.user, pk)
    form = DescribeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        work.describe_signal(found, fields=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Changed."))
        return redirect("feedback:signal", pk=pk)
    return render(request, "feedback/signal_describe.html", {"signal": found, "form": form})


@requires(VIEW, "feedback.publish_signal")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it on the page “Said and done”, or take it off."""
    found = get_signal_for(request.user, pk)
    if request.method == "POST" and request.POST.get("do") == "unpublish":
        work.unpublish_signal(found, by=request.user, at=timezone.now())
        messages.success(request, _("It is no longer on the public page."))
        return redirect("feedback:signal", pk=pk)
    form = PublishForm(request.POST or None, initial={"said": found.public_said, "done": found.public_done})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        work.publish_signal(found, said=data["said"], done=data["done"], by=request.user, at=timezone.now())
        messages.success(request, _("It is on the public page “Said and done”."))
        return redirect("feedback:signal", pk=pk)
    return render(request, "feedback/signal_publish.html", {"signal": found, "form": form})
