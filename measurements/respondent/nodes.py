"""What a compiled page is made of: text, slots that depend on what was typed, and parts in a random order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.html import escape

from measurements.domain.answers import Typed
from measurements.domain.routing import shuffled

CHECK, SELECT, TEXT, ATTRIBUTES, ERROR, PIPE = "check", "select", "text", "attributes", "error", "pipe"
MARKS = {CHECK: " checked", SELECT: " selected"}


class Slot(NamedTuple):
    """A place that depends on what was typed: `plain` stands there as long as nothing was."""

    kind: str
    code: str
    value: str = ""
    plain: str = ""


@dataclass
class Part:
    """HTML and slots that move together; `is_fixed` keeps its place in a random order."""

    is_fixed: bool = False
    nodes: list[Node] = field(default_factory=list)


@dataclass
class Shuffled:
    """Parts in the order of each respondent's draw."""

    name: str
    parts: list[Part]


Node = str | Slot | Shuffled


class Flat:
    """Nodes in their final order, with the places of the slots."""

    def __init__(self, nodes: Iterable[Node], seed: int) -> None:
        self.parts: list[str] = []
        self.slots: dict[tuple[str, str, str], int] = {}
        self.fields: dict[str, list[int]] = {}
        self.pipes: list[tuple[int, str]] = []
        self._take(nodes, seed)

    def _take(self, nodes: Iterable[Node], seed: int) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.parts.append(node)
            elif isinstance(node, Shuffled):
                for part in shuffled(node.parts, seed, node.name):
                    self._take(part.nodes, seed)
            else:
                self._take_slot(node)

    def _take_slot(self, slot: Slot) -> None:
        place = len(self.parts)
        self.parts.append(slot.plain)
        if slot.kind == PIPE:
            self.pipes.append((place, slot.code))
        elif slot.kind == TEXT:
            self.fields.setdefault(slot.code, []).append(place)
        else:
            self.slots[slot.kind, slot.code, slot.value] = place

    def filled(
        self, typed: Typed, errors: Mapping[str, str], described: Mapping[str, str], piped: Mapping[str, str]
    ) -> str:
        """The HTML. `described` says by item code which element describes it, `piped` the earlier answers."""
        parts = list(self.parts)
        for code, values in typed.items():
            for place, value in zip(self.fields.get(code, ()), values, strict=False):
                parts[place] = str(escape(value))
            for value in values:
                for kind, mark in MARKS.items():
                    if (kind, code, value) in self.slots:
                        parts[self.slots[kind, code, value]] = mark
        for code, message in errors.items():
            if (ERROR, code, "") in self.slots:
                by = described.get(code, "")
                parts[self.slots[ATTRIBUTES, code, ""]] = f' class="question invalid" aria-describedby="{by}e-{code}"'
                parts[self.slots[ERROR, code, ""]] = f'<p class="error" id="e-{code}">{escape(message)}</p>'
        for place, code in self.pipes:
            parts[place] = str(escape(piped.get(code, "")))
        return "".join(parts)
