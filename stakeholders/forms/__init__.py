"""Forms of the registry."""

from .registry import (
    AssignmentForm,
    ContactPointForm,
    DayInput,
    EndForm,
    OrganisationForm,
    PeriodForm,
    PersonForm,
    PositionForm,
    VersionedForm,
)

__all__ = [
    "AssignmentForm",
    "ContactPointForm",
    "DayInput",
    "EndForm",
    "OrganisationForm",
    "PeriodForm",
    "PersonForm",
    "PositionForm",
    "VersionedForm",
]
