"""Reminders: planned by a person for a day, composed by the worker, so that nobody sees who has not answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs import enqueue
from measurements.choices import MOST_REMINDERS, State
from measurements.exceptions import NotOpen, ReminderRefused
from measurements.models import ReminderPlan, Wave

from .invitations import REMINDER, compose_for, mailed_members

log = structlog.get_logger("ind.reminders")

# Planned reminders go out from this hour on (Europe/Amsterdam).
FROM_HOUR = 9
_UNFINISHED = (State.DRAFT, State.READY, State.OPEN)


@transaction.atomic
def plan_reminder(*, wave: Wave, send_on: date, by: Any, at: datetime) -> ReminderPlan:
    """Plan a reminder for a day. Raises NotOpen after closing, ReminderRefused (with words) for a wrong day.

    One for today goes out as soon as the worker is at it.
    """
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    today = timezone.localdate(at)
    if locked.state not in _UNFINISHED:
        raise NotOpen
    if send_on == today and locked.state != State.OPEN:
        raise NotOpen
    plans = list(ReminderPlan.objects.filter(wave=locked).exclude(state=ReminderPlan.State.DROPPED))
    if send_on < today:
        raise ReminderRefused(_("That day has passed."))
    if locked.closes_at is not None and send_on > timezone.localdate(locked.closes_at):
        raise ReminderRefused(_("The measurement is closed by then."))
    if any(plan.send_on == send_on for plan in plans):
        raise ReminderRefused(_("There is a reminder on that day already."))
    free = sorted(set(range(1, MOST_REMINDERS + 1)) - {plan.number for plan in plans})
    if not free:
        raise ReminderRefused(_("At most %(number)d reminders can be sent.") % {"number": MOST_REMINDERS})
    plan = ReminderPlan.objects.create(wave=locked, number=free[0], send_on=send_on, planned_by=by)
    if send_on == today:
        enqueue("measurements.tasks.send_reminders", now=True)
    return plan


@transaction.atomic
def drop_reminder(*, plan: ReminderPlan) -> bool:
    """Take a planned reminder back; False when it has gone out or was dropped already."""
    planned = ReminderPlan.objects.filter(pk=plan.pk, state=ReminderPlan.State.PLANNED)
    return bool(planned.update(state=ReminderPlan.State.DROPPED))


def send_due_reminders(*, at: datetime, now: bool = False) -> int:
    """Compose the reminders of today, each once; returns how many plans were carried out. One wave never holds up
    another. `now` does not wait for the hour from which reminders go out.
    """
    local = timezone.localtime(at)
    if not now and local.hour < FROM_HOUR:
        return 0
    due = ReminderPlan.objects.filter(
        state=ReminderPlan.State.PLANNED, send_on__lte=local.date(), wave__state=State.OPEN
    )
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            done += _carry_out(pk, at=at)
        except Exception as error:
            log.error("reminder_not_composed", plan=pk, error=type(error).__name__)
    return done


@transaction.atomic
def _carry_out(pk: int, *, at: datetime) -> bool:
    plan = (
        ReminderPlan.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("wave")
        .filter(pk=pk, state=ReminderPlan.State.PLANNED, wave__state=State.OPEN)
        .first()
    )
    if plan is None:
        return False
    silent = mailed_members(plan.wave).filter(invitation__is_done=False)
    # Made by nobody: nobody can open the mailing and read who gets it.
    mailing = compose_for(plan.wave, REMINDER, silent, by=None, at=at)
    plan.state, plan.people = ReminderPlan.State.SENT, mailing.messages.count() if mailing else 0
    plan.save(update_fields=["state", "people"])
    return True
