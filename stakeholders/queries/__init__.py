"""Named reads of the registry."""

from .organisations import (
    SHOWN_AT_MOST,
    Linked,
    Place,
    StoryLine,
    linked_to,
    matrix,
    matrix_dates,
    parts_of,
    searchable_targets,
    story,
    story_kinds,
    used_items,
)
from .registry import (
    MeasurementContact,
    Reachability,
    measurement_contacts,
    organisation_list,
    person_list,
    possible_account_managers,
    reachability,
)

__all__ = [
    "SHOWN_AT_MOST",
    "Linked",
    "MeasurementContact",
    "Place",
    "Reachability",
    "StoryLine",
    "linked_to",
    "matrix",
    "matrix_dates",
    "measurement_contacts",
    "organisation_list",
    "parts_of",
    "person_list",
    "possible_account_managers",
    "reachability",
    "searchable_targets",
    "story",
    "story_kinds",
    "used_items",
]
