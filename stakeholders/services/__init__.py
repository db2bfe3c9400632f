"""Use cases that write in the registry."""

from .channels import Ground, remove_channel, save_channel, set_grounds
from .links import link, unlink
from .managed import add_item, change_item, move_item, use_item
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
from .standings import place_in_matrix, remove_standing

__all__ = [
    "Ground",
    "add_contact_point",
    "add_item",
    "add_position",
    "archive",
    "assign",
    "change_item",
    "change_organisation",
    "change_person",
    "create_organisation",
    "create_person",
    "end_assignment",
    "end_position",
    "link",
    "move_item",
    "place_in_matrix",
    "remove_channel",
    "remove_contact_point",
    "remove_standing",
    "restore",
    "save_channel",
    "set_grounds",
    "unlink",
    "use_item",
]
