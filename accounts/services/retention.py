"""Keeping to the periods: the night reports what is due, and days later removes what it had reported."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry, User
from accounts.roles import PRIVACY_OFFICER
from core.models import RetentionPeriod, RetentionRun
from core.registry import Retention, retentions
from core.retention import PeriodFixed

from .audit import audit
from .notices import notify

log = structlog.get_logger("ind.retention")
# So many days the privacy officer has to say no.
GRACE = timedelta(days=7)


class AlreadyCarriedOut(Exception):
    """What was reported has been removed."""


def keep_to_retention(*, at: datetime) -> None:
    """One night: remove what was reported long enough ago, report what is due. One kind cannot stop another."""
    reported = 0
    for kind in retentions:
        try:
            if kind.reports_first:
                _carry_out_reported(kind, at=at)
                reported += _report(kind, at=at)
            else:
                _carry_out_now(kind, at=at)
        except Exception as error:
            log.exception("retention_failed", kind=kind.name)
            RetentionRun.objects.filter(name=kind.name, carried_out_at=None).update(error=type(error).__name__)
    if reported:
        _tell_officers(reported, at=at)


def _report(kind: Retention, *, at: datetime) -> int:
    """Note how many are due, unless that stands already; returns 1 for a new report."""
    if RetentionRun.objects.filter(name=kind.name, carried_out_at=None).exists():
        return 0
    due = kind.due(at)
    if not due:
        return 0
    RetentionRun.objects.create(name=kind.name, reported_at=at, due=due, not_before=at + GRACE)
    return 1


@transaction.atomic
def _carry_out_reported(kind: Retention, *, at: datetime) -> None:
    """Remove what was due when it was reported, not what has come since."""
    run = (
        RetentionRun.objects.select_for_update()
        .filter(name=kind.name, carried_out_at=None, held_at=None, not_before__lte=at)
        .first()
    )
    if run is None:
        return
    run.removed = kind.carry_out(run.reported_at)
    run.carried_out_at, run.error = at, ""
    run.save()
    _log(kind, count=run.removed, at=at)


@transaction.atomic
def _carry_out_now(kind: Retention, *, at: datetime) -> None:
    due = kind.due(at)
    if not due:
        return
    removed = kind.carry_out(at)
    RetentionRun.objects.create(
        name=kind.name, reported_at=at, due=due, not_before=at, carried_out_at=at, removed=removed
    )


def _log(kind: Retention, *, count: int, at: datetime) -> None:
    audit(
        action=AuditEntry.Action.RETENTION,
        at=at,
        subject=str(kind.label),
        origin=f"retention:{kind.name}",
        detail=ngettext("%(count)d removed", "%(count)d removed", count) % {"count": count},
    )


def _tell_officers(reported: int, *, at: datetime) -> None:
    for officer in User.objects.filter(is_active=True, groups__name=PRIVACY_OFFICER):
        with translation.override(officer.language):
            title = ngettext(
                "%(count)d kind of data is past its time. Look before it is removed in seven days.",
                "%(count)d kinds of data are past their time. Look before they are removed in seven days.",
                reported,
            ) % {"count": reported}
        notify(user=officer, title=title, at=at, path=reverse("accounts:retention"))


@transaction.atomic
def hold(*, run: RetentionRun, reason: str, by: User, at: datetime, origin: str = "") -> None:
    """Stop a removal that was reported. Raises AlreadyCarriedOut."""
    changed = RetentionRun.objects.filter(pk=run.pk, carried_out_at=None).update(
        held_at=at, held_by=by, held_reason=reason
    )
    if not changed:
        raise AlreadyCarriedOut
    audit(action="retention", at=at, actor=by, record=run, subject=_name(run), origin=origin, detail=_("held back"))


@transaction.atomic
def let_go(*, run: RetentionRun, by: User, at: datetime, origin: str = "") -> None:
    """Let a removal that was held go on, a week from now. Raises AlreadyCarriedOut."""
    changed = RetentionRun.objects.filter(pk=run.pk, carried_out_at=None).update(
        held_at=None, held_by=None, held_reason="", not_before=at + GRACE
    )
    if not changed:
        raise AlreadyCarriedOut
    audit(action="retention", at=at, actor=by, record=run, subject=_name(run), origin=origin, detail=_("goes on"))


def _name(run: RetentionRun) -> str:
    kind = retentions.get(run.name)
    return str(kind.label) if kind else run.name


@transaction.atomic
def change_period(*, name: str, days: int, reason: str, by: User, at: datetime, origin: str = "") -> None:
    """Keep a kind longer or shorter. Raises KeyError, PeriodFixed and ValidationError.

    A report that stands is taken back: it was made under the old period.
    """
    kind = retentions[name]
    if kind.days is None:
        raise PeriodFixed(name)
    period = RetentionPeriod.objects.filter(name=name).first() or RetentionPeriod(name=name)
    period.days, period.reason = days, reason
    period.full_clean()
    period.save()
    RetentionRun.objects.filter(name=name, carried_out_at=None).delete()
    audit(
        action="retention",
        at=at,
        actor=by,
        subject=str(kind.label),
        origin=origin,
        detail=_("period: %(days)d days") % {"days": days},
    )
