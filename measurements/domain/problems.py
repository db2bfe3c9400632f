"""One thing that is wrong with a questionnaire, with its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# Where in a document a mapping of language to words stands; under "labels" there is one per point.
TEXT_KEYS = frozenset(
    {"title", "introduction", "thanks", "text", "dont_know", "not_applicable", "alt", "unit", "now", "wanted"}
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and a sentence with its values."""

    where: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = self.message % self.values
        return f"{self.where}: {sentence}" if self.where else sentence


def place_of(path: Iterable[str | int]) -> str:
    """A path into the document as people write it: `sections[1].items[2]`, counted from 1."""
    place = ""
    for step in path:
        place += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if place else str(step)
    return place


def item_places(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every entry of every page with its place."""
    for section_number, section in enumerate(document["sections"]):
        for item_number, item in enumerate(section["items"]):
            yield place_of(("sections", section_number, "items", item_number)), item
