"""Pages of gatherings, meeting sheets and joint goals, for the browser."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stakeholders.gathering_calendar import answer_address
from stakeholders.link_secrets import link_token
from stakeholders.models import ActionItem, Gathering, JointGoal, Organisation, Participant
from stakeholders.queries.gatherings import next_of_series
from stakeholders.services import gathering_invitations, gathering_minutes, gatherings, joint_goals, meeting_sheets
from tests.browser.pages import Page
from tests.browser.people import user_with

from .factories import AssignmentFactory
from .gathering_makers import make_gathering, make_goal


def _furnished(user: Any) -> Gathering:
    """A standing meeting that was held once, with actions, and its next gathering with invitations and an agenda."""
    coming = Gathering.objects.planned().first()
    if coming is not None:
        return coming
    now = timezone.now()
    held = make_gathering(user, at=now, days=-20, rhythm=(6, "week"), place="Zaal 3", purpose="Voortgang")
    organisation = held.organisations.get()
    AssignmentFactory(organisation=organisation, user=user)
    gathering_minutes.hold_gathering(
        gathering=held,
        version=held.version,
        present=[one.pk for one in held.participants.all()[:2]],
        summary="Besproken wat er komt.",
        by=user,
        at=now,
    )
    gathering_minutes.add_action(gathering=held, what="Cijfers delen", owner=user, due_on=now.date(), at=now)
    gathering_minutes.add_action(gathering=held, what="Voorbeelden sturen", organisation=organisation, at=now)
    done = gathering_minutes.add_action(gathering=held, what="Nummer rondsturen", owner=user, at=now)
    gathering_minutes.close_action(action=done, state="done", at=now)
    assert held.series is not None
    proposed = next_of_series(series=held.series)
    assert proposed is not None
    coming = gatherings.plan_next(series=held.series, starts_at=proposed[1], rhythm_on=proposed[0].by_rhythm, by=user)
    gatherings.set_agenda(gathering=coming, points=[{"title": "Acties", "brought_by": "Wij", "minutes": 10}])
    gathering_invitations.invite(gathering=coming, message="", by=user, at=now)
    one = coming.participants.exclude(person=None).first()
    assert one is not None
    gathering_invitations.answer(participant=one, comes=False, note="Mijn collega komt.", at=now)
    goal = make_goal(user, at=now, partners=[organisation])
    measure = goal.measures.get()
    joint_goals.add_progress(measure=measure, as_of=now.date(), value=Decimal("7.5"), note="Op weg", by=user, at=now)
    joint_goals.add_commitment(goal=goal, what="Kalender bijhouden", owner=user, due_on=now.date(), at=now)
    joint_goals.share_goal(goal=goal, organisation=organisation, expires_on=now.date(), by=user, at=now)
    meeting_sheets.write_note(subject=organisation, text="Vraag naar de planning.", by=user, at=now)
    return coming


def _of(name: str, find: Any = None) -> Any:
    def url(user: Any) -> str:
        coming = _furnished(user)
        record = coming if find is None else find(coming)
        return reverse(f"stakeholders:{name}", args=[record.pk])

    return url


def _organisation(coming: Gathering) -> Organisation:
    return coming.organisations.get()


def _held(coming: Gathering) -> Gathering:
    return Gathering.objects.get(state="held")


def _series(coming: Gathering) -> Any:
    return coming.series


def _goal(coming: Gathering) -> JointGoal:
    return JointGoal.objects.get()


def _answer(user: Any) -> str:
    coming = _furnished(user_with("account_manager"))
    participant = Participant.objects.filter(gathering=coming, person__isnull=False).first()
    assert participant is not None
    return "/" + answer_address(f"participant:{participant.link_key}").split("/", 3)[3]


def _read(user: Any) -> str:
    _furnished(user_with("account_manager"))
    link = JointGoal.objects.get().links.get()
    return f"/samen/{link_token(link.link_key, purpose=joint_goals.LINK)}/"


def _plain(path: str) -> Any:
    return lambda user: str(_furnished(user)) and path


_MANAGER = "account_manager"

PAGES = [
    Page("meeting-sheet", _of("organisation-sheet", _organisation), role=_MANAGER),
    Page("meeting-sheet-gathering", _of("gathering-sheet"), role=_MANAGER),
    Page("gatherings", _plain("/overleggen/"), role=_MANAGER),
    Page("gathering-actions", _plain("/overleggen/acties/"), role=_MANAGER),
    Page("gathering-series-list", _plain("/overleggen/reeksen/"), role=_MANAGER),
    Page("gathering-series", _of("series", _series), role=_MANAGER),
    Page("gathering-series-next", _of("series-next", _series), role=_MANAGER),
    Page("gathering", _of("gathering"), role=_MANAGER),
    Page("gathering-held", _of("gathering", _held), role=_MANAGER),
    Page("gathering-edit", _of("gathering-edit"), role=_MANAGER),
    Page("gathering-participants", _of("gathering-participants"), role=_MANAGER),
    Page("gathering-invite", _of("gathering-invite"), role=_MANAGER),
    Page("gathering-agenda", _of("gathering-agenda"), role=_MANAGER),
    Page("gathering-minutes", _of("gathering-held", _held), role=_MANAGER),
    Page("gathering-cancel", _of("gathering-cancel"), role=_MANAGER),
    Page("gathering-action-add", _of("action-add"), role=_MANAGER),
    Page("gathering-action-close", _of("action-close", lambda one: ActionItem.objects.open()[0]), role=_MANAGER),
    Page("gathering-answer", _answer),
    Page("joint-goals", _plain("/ketendoelen/"), role=_MANAGER),
    Page("joint-goal", _of("goal", _goal), role=_MANAGER),
    Page("joint-goal-edit", _of("goal-edit", _goal), role=_MANAGER),
    Page("joint-goal-progress", _of("progress-add", lambda one: _goal(one).measures.get()), role=_MANAGER),
    Page("joint-goal-share", _of("goal-share", _goal), role=_MANAGER),
    Page("joint-goal-read", _read),
]
