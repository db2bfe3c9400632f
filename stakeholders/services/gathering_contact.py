"""A gathering that was held becomes a contact moment, so that it stands in the story of each organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.periods import AMSTERDAM, local_date
from stakeholders.models import ContactMoment, Gathering
from stakeholders.models.contact import ContactForm, ContactLevel, Direction
from stakeholders.models.gathering import GatheringKind

from .moments import Attendance, change_moment, record_moment

_LEVELS = {
    GatheringKind.ADMINISTRATIVE: ContactLevel.STRATEGIC,
    GatheringKind.CHAIN: ContactLevel.TACTICAL,
}


def moment_of(gathering: Gathering) -> ContactMoment | None:
    """The contact moment of a gathering that was held."""
    return ContactMoment.objects.filter(calendar_uid=_number(gathering)).first()


def _number(gathering: Gathering) -> str:
    return f"gathering-{gathering.uid}"


def record_contact(gathering: Gathering, *, by: Any, at: datetime) -> ContactMoment:
    """Make the contact moment of a held gathering, or bring it up to date.

    Raises InTwoPlaces when somebody was at another meeting at that time.
    """
    begins, ends = gathering.starts_at.astimezone(AMSTERDAM), gathering.ends_at.astimezone(AMSTERDAM)
    is_one_day = begins.date() == ends.date()
    kind = GatheringKind(gathering.kind)
    values = {
        "form": ContactForm.QUESTION_HOUR if kind == GatheringKind.QUESTION_HOUR else ContactForm.VISIT,
        "level": _LEVELS.get(kind, ContactLevel.OPERATIONAL),
        "direction": Direction.BOTH,
        "held_on": local_date(gathering.starts_at),
        "starts_at": begins.time() if is_one_day else None,
        "ends_at": ends.time() if is_one_day else None,
        "subject": gathering.title,
        "summary": gathering.summary,
        "location": gathering.place,
        "calendar_uid": _number(gathering),
    }
    present = gathering.participants.filter(attended=True).select_related("person", "colleague")
    attendance = Attendance(
        persons=[one.person for one in present if one.person],
        colleagues=[one.colleague for one in present if one.colleague],
    )
    organisations = gathering.organisations.all()
    known = moment_of(gathering)
    if known is None:
        return record_moment(values=values, organisations=organisations, attendance=attendance, by=by, at=at)
    return change_moment(
        moment=known, version=known.version, values=values, organisations=organisations, attendance=attendance
    )
