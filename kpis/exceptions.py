"""What can be refused in the KPI room."""

from __future__ import annotations


class TargetNotMeasurable(Exception):
    """The target differs less from the zero measurement than a repeat measurement can tell from chance."""

    def __init__(self, smallest: float) -> None:
        super().__init__(f"smaller than the smallest detectable change {smallest:.2f}")
        self.smallest = smallest


class TargetOutsideScale(Exception):
    """The target lies outside the scale of the KPI."""


class NoSuchLine(Exception):
    """This KPI is not kept for this level or part."""


class DueBeforeBaseline(Exception):
    """The date to reach the target lies before the zero measurement."""


class TooManyWords(Exception):
    """A comment is longer than the report has room for."""

    def __init__(self, words: int) -> None:
        super().__init__(f"{words} words")
        self.words = words


class MoveNotAllowed(Exception):
    """The report cannot go from its state to this one."""


class ReportExists(Exception):
    """There is a report on this month already; a correction makes a new version."""


class NothingToReport(Exception):
    """No values were filled for this month."""


class CommentMissing(Exception):
    """A KPI that is behind, or a signal, has no comment, so the report is still a draft."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NothingCorrected(Exception):
    """The numbers are the same as in the version before, so there is nothing to correct."""
