"""Forms of the registry."""

from .fields import OrganisationField
from .organisations import ChannelForm, GroundsForm, LinkForm, LinkSearchForm, ManagedItemForm, StandingForm
from .registry import (
    AssignmentForm,
    ContactPointForm,
    DayInput,
    EndForm,
    OrganisationForm,
    PeriodForm,
    PersonForm,
    PositionForm,
)
from .versioned import VersionedForm

__all__ = [
    "AssignmentForm",
    "ChannelForm",
    "ContactPointForm",
    "DayInput",
    "EndForm",
    "GroundsForm",
    "LinkForm",
    "LinkSearchForm",
    "ManagedItemForm",
    "OrganisationField",
    "OrganisationForm",
    "PeriodForm",
    "PersonForm",
    "PositionForm",
    "StandingForm",
    "VersionedForm",
]
