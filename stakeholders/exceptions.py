"""What can stand in the way of a change in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.registry import OpenItem


class EditedMeanwhile(Exception):
    """Somebody else saved this record after it was opened; `version` is the one that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


class PeriodRefused(Exception):
    """The period ends before it starts, or another one holds part of it; the message says which, `field` where."""

    def __init__(self, message: str, field: str = "from_on") -> None:
        super().__init__(message)
        self.field = field


class HandoverMoveNotAllowed(Exception):
    """From this state a handover does not go there."""


class NotTheSuccessor(Exception):
    """Only the successor accepts what is open."""


class ItemsNotAccepted(Exception):
    """Something that is open was not accepted; `items` (core.registry.OpenItem) says what."""

    def __init__(self, items: list[OpenItem]) -> None:
        super().__init__(", ".join(item.reference for item in items))
        self.items = items


class NoOrganisation(Exception):
    """A contact moment without an organisation; the message says what to do."""


class InTwoPlaces(Exception):
    """Somebody took part in two gatherings at the same time; the message says who and where."""
