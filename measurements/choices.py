"""The fixed choices of the survey engine: levels, modes and states of a wave, with the table of allowed moves."""

from django.conf.locale import LANG_INFO
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Whose view is measured. Levels are never added into one number."""

    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    PUBLIC = "public", _("General public")
    EMPLOYEES = "employees", _("Employees")
    CLIENTS = "clients", _("Clients")


class Mode(models.TextChoices):
    """What can be known of who answered; frozen when the wave is made ready."""

    ANONYMOUS = "anonymous", _("Anonymous: nobody can know who answered what")
    CONFIDENTIAL = "confidential", _("Confidential: only a named key holder can link, each use is logged")


DEFAULT_MODES = {
    Level.STAKEHOLDERS: Mode.CONFIDENTIAL,
    Level.PUBLIC: Mode.ANONYMOUS,
    Level.EMPLOYEES: Mode.ANONYMOUS,
    Level.CLIENTS: Mode.ANONYMOUS,
}


class State(models.TextChoices):
    """How far a wave is."""

    DRAFT = "draft", _("being prepared")
    READY = "ready", _("ready to open")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    PUBLISHED = "published", _("published")


ALLOWED_MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.READY}),
    State.READY: frozenset({State.DRAFT, State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}


class Reach(models.TextChoices):
    """Whether mail to somebody who is invited makes sense."""

    REACHABLE = "reachable", _("can be reached")
    OPTED_OUT = "opted_out", _("wants no mail about it")
    UNDELIVERABLE = "undeliverable", _("undeliverable")


DEFAULT_FLOOR = 10
MOST_REMINDERS = 3
LOWEST_FLOOR = 5
MOST_CUTS = 4


def language_name(code: str) -> str:
    """The language in its own words."""
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()
