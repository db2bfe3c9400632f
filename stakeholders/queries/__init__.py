"""Named reads of the registry."""

from . import handovers
from .registry import (
    MeasurementContact,
    Reachability,
    measurement_contacts,
    organisation_list,
    person_list,
    possible_account_managers,
    reachability,
    timeline,
)

__all__ = [
    "MeasurementContact",
    "Reachability",
    "handovers",
    "measurement_contacts",
    "organisation_list",
    "person_list",
    "possible_account_managers",
    "reachability",
    "timeline",
]
