"""Named reads of the registry."""

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
    "measurement_contacts",
    "organisation_list",
    "person_list",
    "possible_account_managers",
    "reachability",
    "timeline",
]
