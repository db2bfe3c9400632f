"""The loop of the demo: invented signals over eight months, given, decided on and told through the same services.

A seeded simulation with `at=` for its history. Everybody in it is invented (example.org), none stands in the registry.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from core.history import acting
from core.mail import send_due
from core.periods import Month, add_working_days, is_working_day, local_date
from core.registry import DemoLoader, demo_loaders
from stakeholders.models import Domain

from .choices import Channel, Extent, Source
from .demo_texts import GIVERS, STORIES, Story
from .domain.workflow import State
from .messages import answer_text
from .models import Giver, Signal
from .queries.givers import giver_statuses
from .services.follow import follow, give_verdict
from .services.inbox import open_inbox
from .services.receive import GiverData, Words, code_of_giver, give_signal, register_signal
from .services.telling import DecisionData, decide_and_tell, sync_tellings, tell_giver
from .services.tidy import close_quiet_signals
from .services.work import merge_signal, move_on, publish_signal, take_signal

MONTHS = 8
PER_MONTH = 11
_VERDICTS = ["yes", "yes", "partly", "yes", "no", "yes"]


class _Demo:
    """The clock, the dice and the cast of one loading."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.today = local_date(at)
        self.dice = random.Random(20261121)  # noqa: S311 - the same demo every time
        self.domains = {domain.code: domain.pk for domain in Domain.objects.all()}
        users = get_user_model()._default_manager
        self.carla = users.filter(groups__name="communications").order_by("pk").first()
        self.ahmed = users.filter(groups__name="account_manager").order_by("pk").first()
        self.number = 0

    def words(self, story: Story) -> Words:
        """What is said in a story."""
        return Words(
            kind=story.kind,
            text=story.text,
            title=story.title,
            question_sort="standard" if story.kind == "question" else "",
            domain_id=self.domains.get(story.domain),
            topic=story.topic,
            level="stakeholders",
        )

    def giver(self, *, has_email: bool) -> GiverData:
        """Somebody invented."""
        self.number += 1
        name, organisation = GIVERS[self.number % len(GIVERS)]
        email = f"{name.split()[0].lower()}{self.number}@example.org" if has_email else ""
        return GiverData(name=f"{name} {self.number}", email=email, organisation_name=organisation)


def load(at: datetime) -> None:
    """Give the demo its signals, once."""
    if Signal.objects.exists():
        return
    demo = _Demo(at)
    if demo.carla is None:
        return
    with transaction.atomic(), acting(demo.carla, route="demo"):
        _load_past(demo)
        _load_present(demo)
        close_quiet_signals(at=at)


def _load_past(demo: _Demo) -> None:
    """Months that are over: most are told, and in later months sooner than in the first."""
    this_month = Month.of(demo.today)
    for back in range(MONTHS, 0, -1):
        month = this_month.shift(-back)
        days = [month.first_day + timedelta(days=number) for number in range(month.last_day.day)]
        working = [day for day in days if is_working_day(day)]
        chosen = [working[index * len(working) // PER_MONTH] for index in range(PER_MONTH)]
        for index, day in enumerate(chosen):
            story = STORIES[(back * 5 + index) % len(STORIES)]
            late_share = 0.10 + 0.05 * back
            wait = demo.dice.randint(11, 18) if demo.dice.random() < late_share else demo.dice.randint(2, 9)
            answered_on = add_working_days(day, wait)
            if answered_on < demo.today - timedelta(days=1):
                _tell_story(demo, story, day=day, answered_on=answered_on, way=index % 3)
            else:
                _give(demo, story, day=day, way=index % 3)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 10), UTC)


def _give(demo: _Demo, story: Story, *, day: date, way: int) -> Signal:
    """A signal by mail (0), anonymous (1) or by telephone (2)."""
    given = _moment(day, 9)
    if way == 1:
        before = set(Signal.objects.values_list("pk", flat=True))
        give_signal(words=demo.words(story), giver=None, nonce=f"demo-{demo.number}-{day}", at=given)
        demo.number += 1
        open_inbox(at=given + timedelta(days=1))
        return Signal.objects.exclude(pk__in=before).get()
    source = Source.PUBLIC_FORM if way == 0 else Source.CALL
    by = None if way == 0 else demo.ahmed
    return register_signal(
        words=demo.words(story), source=source, giver=demo.giver(has_email=way == 0), at=given, by=by
    )


def _decision(story: Story, answered_on: date) -> DecisionData:
    adopted = story.extent in (Extent.ADOPTED, Extent.PARTLY)
    month = Month.of(answered_on).shift(2)
    return DecisionData(
        extent=story.extent,
        reason=story.reason,
        part=story.part,
        effective_on=month.first_day if adopted else None,
        is_month=adopted,
    )


def _tell(demo: _Demo, signal: Signal, story: Story, *, on: date, by: Any, calls: bool = True) -> None:
    """Decide and tell every giver; mails go out, callers are called unless `calls` is off."""
    at = _moment(on, 13)
    data = _decision(story, on)
    text = answer_text(
        language="nl",
        extent=data.extent,
        reason=data.reason,
        part=data.part,
        effective_on=data.effective_on,
        is_month=data.is_month,
        words="Dank u wel dat u dit liet weten.",
    )
    messages = {status.giver.pk: text for status in giver_statuses(signal)}
    decide_and_tell(signal, data=data, messages=messages, by=by, at=at)
    send_due(at=at + timedelta(minutes=3))
    sync_tellings(at=at + timedelta(minutes=3), signal=signal)
    for status in giver_statuses(signal) if calls else []:
        if status.telling is None:
            tell_giver(status.giver, channel=Channel.CONVERSATION, note="Gebeld en het besluit verteld.", by=by, at=at)


def _tell_story(demo: _Demo, story: Story, *, day: date, answered_on: date, way: int) -> None:
    signal = _give(demo, story, day=day, way=way)
    by = demo.carla if way < 2 or demo.ahmed is None else demo.ahmed
    take_signal(signal, by=by, at=_moment(add_working_days(day, 1), 8))
    _tell(demo, signal, story, on=answered_on, by=by)
    if way == 0:
        giver = Giver.objects.get(signal=signal)
        value = _VERDICTS[demo.number % len(_VERDICTS)]
        code = code_of_giver(giver.pk)
        found = follow(code).giver
        if found is not None and add_working_days(answered_on, 2) < demo.today:
            at = _moment(add_working_days(answered_on, 2), 18)
            give_verdict(found, code=code, value=value, words="", nonce="demo", at=at)
    if story.said and not Signal.objects.filter(public_said=story.said).exists():
        publish_signal(signal, said=story.said, done=story.done, by=demo.carla, at=demo.at)


def _load_present(demo: _Demo) -> None:
    """The last weeks: something in every state, some of it too late, two joined."""
    back = [add_working_days(demo.today, -number) for number in range(15)]
    late = _give(demo, STORIES[2], day=back[13], way=0)
    take_signal(late, by=demo.carla, at=_moment(back[12], 9))
    _give(demo, STORIES[11], day=back[12], way=2)
    lead = _give(demo, STORIES[1], day=back[8], way=0)
    take_signal(lead, by=demo.carla, at=_moment(back[7], 9))
    again = _give(demo, STORIES[1], day=back[5], way=1)
    merge_signal(again, into=lead, by=demo.carla, at=_moment(back[4], 9), note="Zegt hetzelfde.")
    planned = _give(demo, STORIES[8], day=back[7], way=2)
    take_signal(planned, by=demo.ahmed or demo.carla, at=_moment(back[6], 9))
    move_on(
        planned,
        to=State.PLANNED,
        by=demo.ahmed or demo.carla,
        at=_moment(back[5], 11),
        note="Staat op de agenda van het teamoverleg.",
        planned_on=add_working_days(demo.today, 4),
    )
    forwarded = _give(demo, STORIES[9], day=back[6], way=0)
    take_signal(forwarded, by=demo.carla, at=_moment(back[5], 9))
    move_on(
        forwarded, to=State.FORWARDED, by=demo.carla, at=_moment(back[4], 9), note="Vraag gesteld aan het ministerie."
    )
    waiting = _give(demo, STORIES[7], day=back[6], way=0)
    take_signal(waiting, by=demo.carla, at=_moment(back[5], 10))
    move_on(waiting, to=State.AWAITING_GIVER, by=demo.carla, at=_moment(back[3], 9), note="Welke brief bedoelt u?")
    told = _give(demo, STORIES[4], day=back[5], way=0)
    take_signal(told, by=demo.carla, at=_moment(back[4], 10))
    _tell(demo, told, STORIES[4], on=back[2], by=demo.carla)
    decided = _give(demo, STORIES[13], day=back[6], way=2)
    take_signal(decided, by=demo.carla, at=_moment(back[5], 10))
    _tell(demo, decided, STORIES[13], on=back[1], by=demo.carla, calls=False)
    for number, way in ((5, 0), (10, 1), (3, 0), (12, 2)):
        _give(demo, STORIES[number], day=back[2 if way == 1 else 1], way=way)
    give_signal(words=demo.words(STORIES[16]), giver=None, nonce="demo-today", at=demo.at - timedelta(minutes=5))


demo_loaders.register(DemoLoader("feedback", load, order=40))
