"""Use cases that write in the registry."""

from . import handovers
from .registry import (
    add_contact_point,
    add_position,
    archive,
    assign,
    change_organisation,
    change_person,
    create_organisation,
    create_person,
    end_assignment,
    end_position,
    remove_contact_point,
    restore,
)

__all__ = [
    "add_contact_point",
    "add_position",
    "archive",
    "assign",
    "change_organisation",
    "change_person",
    "create_organisation",
    "create_person",
    "end_assignment",
    "end_position",
    "handovers",
    "remove_contact_point",
    "restore",
]
