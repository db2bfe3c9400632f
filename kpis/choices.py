"""Fixed lists of the KPI room: levels, units, states and their marks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Whose view a KPI shows. The four levels of measuring, and the agency as a whole for counted work."""

    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    PUBLIC = "public", _("General public")
    EMPLOYEES = "employees", _("Employees")
    CLIENTS = "clients", _("Clients")
    AGENCY = "agency", _("Whole agency")


class Unit(models.TextChoices):
    """How a value is written."""

    INDEX = "index", _("points (0 to 100)")
    PERCENT = "percent", _("percent")
    GRADE = "grade", _("grade (1 to 10)")
    DAYS = "days", _("days")


class Status(models.TextChoices):
    """A value against its target. Always shown as shape and word, never by colour alone."""

    ON_COURSE = "on_course", _("On course")
    ATTENTION = "attention", _("Attention")
    BEHIND = "behind", _("Behind")
    UNKNOWN = "unknown", _("Unknown")


STATUS_SHAPES = {Status.ON_COURSE: "●", Status.ATTENTION: "▲", Status.BEHIND: "■", Status.UNKNOWN: "◇"}


class Change(models.TextChoices):
    """The verdict on a difference between two values."""

    UP = "up", _("higher")
    DOWN = "down", _("lower")
    NONE = "none", _("no demonstrable change")
    STABLE = "stable", _("stable")
    COUNTED = "counted", _("counted")
    NOT_COMPARABLE = "not_comparable", _("not comparable")
    UNKNOWN = "unknown", _("not known yet")


CHANGE_SHAPES = {
    Change.UP: "↑",
    Change.DOWN: "↓",
    Change.NONE: "≈",
    Change.STABLE: "=",
    Change.COUNTED: "",
    Change.NOT_COMPARABLE: "–",
    Change.UNKNOWN: "–",
}
