"""What a researcher must do now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import HomeSource, WorkItem

from .access import ANNOUNCE, MANAGE
from .announcing import announcements_for
from .choices import State
from .models import Wave

_TONES = {State.DRAFT: "info", State.READY: "warning", State.OPEN: "positive", State.CLOSED: "warning"}


def waves_to_work_on(user: Any, at: datetime) -> list[WorkItem]:
    """Waves that are not finished: ready and closed ones wait for a decision and come first."""
    order = [State.READY, State.CLOSED, State.OPEN, State.DRAFT]
    waves = sorted(Wave.objects.filter(state__in=order), key=lambda wave: (order.index(State(wave.state)), wave.pk))
    return [
        WorkItem(
            title=wave.title,
            url=reverse("measurements:wave", args=[wave.pk]),
            due=timezone.localdate(wave.closes_at) if wave.closes_at and wave.state == State.OPEN else None,
            state=str(State(wave.state).label),
            tone=_TONES[State(wave.state)],
            kind=_("measurement"),
        )
        for wave in waves
    ]


HOME = HomeSource(
    name="measurements.waves",
    heading=gettext_lazy("Measurements under way"),
    find=waves_to_work_on,
    permission=MANAGE,
    empty=gettext_lazy("No measurement is under way."),
    action_label=gettext_lazy("New zero measurement"),
    action_url_name="measurements:wave-new",
    order=10,
)


def organisations_to_tell(user: Any, at: datetime) -> list[WorkItem]:
    """Own organisations that do not know yet that a measurement comes."""
    return [
        WorkItem(
            title=f"{each.organisation.name}: {each.wave.title}",
            url=reverse("measurements:announcements"),
            due=timezone.localdate(each.wave.opens_at) if each.wave.opens_at else None,
            kind=_("announcement"),
        )
        for each in announcements_for(user, at=at)
        if each.done is None
    ]


ANNOUNCING = HomeSource(
    name="measurements.announcements",
    heading=gettext_lazy("Tell that a measurement comes"),
    find=organisations_to_tell,
    permission=ANNOUNCE,
    empty=gettext_lazy("No organisation of yours has to be told."),
    order=40,
)
