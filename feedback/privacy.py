"""Signals and the privacy of whoever gave them: what is kept, forgetting the giver, and for how long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import local_date
from core.registry import (
    DataSubject,
    Eraser,
    Identity,
    IdentitySource,
    PersonalData,
    Retention,
    erasers,
    identity_sources,
    personal_data,
    retentions,
)
from core.retention import kept_since
from core.showing import record_in_words

from .models import Addition, Giver, Telling, Verdict

RETENTION = "feedback.givers"
_KNOWN = ~Q(name="", email="", phone="", organisation_name="")


def find_givers(email: str, name: str, person: int | None) -> list[Identity]:
    """Whoever gave signals from this address, as one identity; without an address nobody."""
    givers = Giver.objects.filter(email=email.lower()) if email else Giver.objects.none()
    rows = list(givers.values_list("name", "phone"))
    if not rows:
        return []
    subject = DataSubject(
        emails=(email.lower(),),
        names=tuple(sorted({row[0] for row in rows if row[0]})),
        phones=tuple(sorted({row[1] for row in rows if row[1]})),
    )
    who = ", ".join(subject.names) or email
    label = _("Giver of signals (%(count)d): %(name)s") % {"count": len(rows), "name": who}
    return [Identity(f"feedback:giver:{email.lower()}", label, subject)]


def find_personal_data(email: str, person: int | None) -> list[tuple[str, list[dict[str, str]]]]:
    """The signals given from this address, what was added, told and thought of it."""
    if not email:
        return []
    givers = Giver.objects.filter(email=email.lower()).select_related("signal", "organisation").order_by("pk")
    machine = frozenset({"follow_hash", "signal", "giver", "mail", "decision"})
    signals = [
        record_in_words(giver, leave_out=machine)
        | {
            _("received"): str(giver.signal.received_on),
            _("signal"): giver.signal.title,
            _("text"): giver.signal.text,
            _("state"): str(giver.signal.word_label),
        }
        for giver in givers
    ]
    found = {
        _("Signals you gave"): signals,
        _("What you added"): _rows(Addition, givers, machine),
        _("What we told you"): _rows(Telling, givers, machine | {"told_by"}),
        _("What you thought of the answer"): _rows(Verdict, givers, machine),
    }
    return [(heading, rows) for heading, rows in found.items() if rows]


def _rows(model: Any, givers: QuerySet[Giver], leave_out: frozenset[str]) -> list[dict[str, str]]:
    return [record_in_words(row, leave_out=leave_out) for row in model.objects.filter(giver__in=givers).order_by("pk")]


def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Forget who gave signals from these addresses: the words stay, the person behind them becomes unknown."""
    count = _forget(Giver.objects.filter(email__in=subject.emails))
    return {_("givers"): count} if count else {}


@transaction.atomic
def _forget(givers: QuerySet[Giver]) -> int:
    return givers.update(name="", email="", phone="", organisation=None, organisation_name="", wants_mail=False)


def _kept(subject: DataSubject) -> list[tuple[str, str]]:
    if not Giver.objects.filter(email__in=subject.emails).exists():
        return []
    return [
        (
            _("The words of signals, without the names, addresses and numbers in them"),
            _("What was said stays, so that we can account for what we did with it (public task)."),
        )
    ]


def _past_time(at: datetime) -> QuerySet[Giver]:
    """Known givers of signals that were closed for the whole period."""
    since = local_date(kept_since(RETENTION, at))
    closed = Giver.objects.filter(_KNOWN, signal__state__in=["closed", "merged"]).annotate(
        last_move=Max("signal__states__on")
    )
    return closed.filter(last_move__lt=since).filter(
        Q(signal__merged_into=None) | Q(signal__merged_into__state="closed")
    )


def _carry_out(at: datetime) -> int:
    return _forget(Giver.objects.filter(pk__in=list(_past_time(at).values_list("pk", flat=True))))


identity_sources.register(
    IdentitySource(
        "feedback",
        find_givers,
        lambda: Giver.objects.exclude(email="").values_list("email", flat=True).distinct().iterator(),
        order=30,
    )
)
personal_data.register(PersonalData("feedback", gettext_lazy("Signals"), find_personal_data, order=30))
erasers.register(Eraser("feedback", erase, gettext_lazy("Signals"), _kept, order=30))
retentions.register(
    Retention(
        RETENTION,
        gettext_lazy("Who gave a closed signal"),
        gettext_lazy("after the signal was closed"),
        gettext_lazy("The giver may come back to the answer. The words of the signal stay, without the giver."),
        due=lambda at: _past_time(at).count(),
        carry_out=_carry_out,
        order=20,
        days=1825,
    )
)
