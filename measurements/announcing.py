"""Named reads for announcing a measurement beforehand: own organisations of an account manager that are invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone, translation

from stakeholders.models import AccountAssignment, Organisation

from .choices import Level, State
from .domain.default_texts import fill
from .models import Announcement, FrameMember, Wave
from .services.words import words_of

_ANNOUNCED = (State.READY, State.OPEN)


@dataclass(frozen=True)
class ToAnnounce:
    """One own organisation of a wave, with the text for it, and whether it has been told."""

    wave: Wave
    organisation: Organisation
    text: str
    done: Announcement | None


def own_organisations(user: Any, *, on: date) -> list[Organisation]:
    """Organisations of which this colleague is account manager on that day, by name."""
    held = AccountAssignment.objects.held(on).filter(user=user, role=AccountAssignment.Role.ACCOUNT_MANAGER)
    return list(Organisation.objects.active().filter(pk__in=held.values("organisation")).order_by("sort_key"))


def announcements_for(user: Any, *, at: datetime, wave_id: int | None = None) -> list[ToAnnounce]:
    """What this account manager tells whom: waves of stakeholders that are ready or open, own organisations."""
    own = own_organisations(user, on=timezone.localdate(at))
    waves = Wave.objects.filter(level=Level.STAKEHOLDERS, state__in=_ANNOUNCED).order_by("opens_at", "pk")
    if wave_id is not None:
        waves = waves.filter(pk=wave_id)
    found = []
    for wave in waves if own else ():
        invited = set(
            FrameMember.objects.filter(wave=wave, organisation__in=[each.name for each in own])
            .values_list("organisation", flat=True)
            .distinct()
        )
        done = {row.organisation_id: row for row in Announcement.objects.filter(wave=wave).select_related("done_by")}
        text = words_of(wave)[wave.default_language]["announcement"]
        found += [
            ToAnnounce(wave, each, announcement_text(wave, text, each.name), done.get(each.pk))
            for each in own
            if each.name in invited
        ]
    return found


def announcement_text(wave: Wave, text: str, organisation: str) -> str:
    """The announcement as one organisation gets it."""
    with translation.override(wave.default_language):
        closes_on = formats.date_format(timezone.localtime(wave.closes_at), "DATE_FORMAT") if wave.closes_at else "…"
    values = {"organisation": organisation, "title": wave.title, "closes_on": closes_on, "name": organisation}
    return fill(text, values, wave.default_language)


def announced_count(*, wave: Wave) -> int:
    """How many organisations have been told beforehand."""
    return Announcement.objects.filter(wave=wave).count()
