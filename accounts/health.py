"""Lines of "Does everything work?" about users."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.registry import HealthCheck, health_checks

from .models import User
from .queries import last_review
from .roles import ADMINISTRATOR, PRIVACY_OFFICER

log = structlog.get_logger("ind.health")

REVIEW_EVERY = timedelta(days=92)


@dataclass(frozen=True)
class HealthLine:
    """One part of the product: whether it works (ok, warning or error) and what to do, in words."""

    label: str
    state: str
    sentence: str


def health_lines() -> list[HealthLine]:
    """Every registered check, done now; a check that breaks is a part that does not work."""
    lines = []
    for line in health_checks:
        try:
            state, sentence = line.check()
        except Exception:
            log.exception("health_check_failed", check=line.name)
            state, sentence = "error", _("This could not be checked. Look in the log of the web process.")
        lines.append(HealthLine(str(line.label), state, sentence))
    return lines


def check_people() -> tuple[str, str]:
    """There is somebody to manage users, preferably two, and somebody who reads the log."""
    administrators = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).count()
    if not User.objects.filter(is_active=True, groups__name=PRIVACY_OFFICER).exists():
        return "warning", _("Nobody is privacy officer, so nobody reads the log. Give somebody that role.")
    if administrators < 2:
        return "warning", _("There is one administrator. Give a second person that role, for when the first is away.")
    return "ok", ngettext("%(n)d administrator", "%(n)d administrators", administrators) % {"n": administrators}


def check_access_review() -> tuple[str, str]:
    """The report of who may see what is signed every quarter."""
    review = last_review()
    if review is None:
        return "warning", _("Nobody has signed the report of who may see what. Open it, read it and sign.")
    if timezone.now() - review.reviewed_at > REVIEW_EVERY:
        return "warning", _("The report of who may see what was last signed over three months ago. Sign it again.")
    return "ok", _("Signed by %(name)s.") % {"name": review.reviewed_by}


health_checks.register(HealthCheck("accounts.people", gettext_lazy("People"), check_people, order=70))
health_checks.register(HealthCheck("accounts.review", gettext_lazy("Who may see what"), check_access_review, order=75))
