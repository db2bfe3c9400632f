"""What can stand in the way of a change in the registry."""


class EditedMeanwhile(Exception):
    """Somebody else saved this record after it was opened; `version` is the one that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


class PeriodRefused(Exception):
    """The period ends before it starts, or another one holds part of it; the message says which."""


class NoOrganisation(Exception):
    """A contact moment without an organisation; the message says what to do."""


class InTwoPlaces(Exception):
    """Somebody took part in two gatherings at the same time; the message says who and where."""
