"""Pages of handovers for the browser: a portfolio under way, one organisation in each state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from stakeholders.models import Handover
from stakeholders.services import handovers
from tests.browser.pages import Page
from tests.browser.people import user_with

from .factories import AssignmentFactory, PositionFactory


def _handover(user: Any) -> Handover:
    found = Handover.objects.filter(leaver=user).first()
    if found is None:
        held = AssignmentFactory.create_batch(3, user=user)
        PositionFactory(organisation=held[0].organisation, person__name="Test Ontvanger")
        last_day = timezone.localdate() + timedelta(days=5)
        successor = user_with("programme_manager")
        departure = handovers.plan_departure(
            leaver=user,
            last_day=last_day,
            successors={one.organisation: successor for one in held},
            by=user,
            at=timezone.now(),
            reason="andere taak",
        )
        AssignmentFactory.create_batch(2, user=user)
        found = departure.handovers.order_by("pk")[0]
    return found


def _page(suffix: str = "") -> Any:
    return lambda user: f"{_handover(user).get_absolute_url()}{suffix}"


def _departure(suffix: str = "") -> Any:
    return lambda user: f"{_handover(user).departure.get_absolute_url()}{suffix}"


def _accept(user: Any) -> str:
    handover = _handover(user_with("account_manager"))
    return f"{handover.get_absolute_url()}aanvaarden/"


def _portfolio(user: Any) -> str:
    day = _handover(user).departure.last_day
    return f"/overdrachten/nieuw/?leaver={user.pk}&last_day={day}"


PAGES = [
    Page("handovers", lambda user: str(_handover(user)) and "/overdrachten/", role="account_manager"),
    Page("handover", _page(), role="account_manager"),
    Page("handover-told", _page("verteld/"), role="account_manager"),
    Page("handover-introduce", _page("kennismaking/"), role="account_manager"),
    Page("handover-cancel", _page("stoppen/"), role="account_manager"),
    Page("handover-accept", _accept, role="programme_manager"),
    Page("departure", _departure(), role="account_manager"),
    Page("departure-announce", _departure("aankondigen/"), role="account_manager"),
    Page("departure-portfolio", _portfolio, role="account_manager"),
]
