"""The line in small: coordinates for a drawing of fixed size, with gaps left open. Plain Python, no libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, MARGIN = 160.0, 40.0, 5.0
MONTHS = 12


@dataclass(frozen=True)
class Sparkline:
    """Coordinates in a box of 160 by 40: pieces of line, dots, and the heights of target and baseline.

    `joined` connects measurements that may be compared, with months between them in which nothing was measured. No
    line crosses a change of questions.
    """

    pieces: list[str]
    joined: list[str]
    dots: list[tuple[float, float]]
    last: tuple[float, float] | None
    target: float | None
    baseline: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured in these months."""
        return not self.dots


def sparkline(data: dict[str, Any], *, months: int = MONTHS) -> Sparkline:
    """The last twelve months of a stored line; for values measured less often, as many months as hold two of them."""
    values: list[float | None] = data["values"]
    filled = [i for i, value in enumerate(values) if value is not None]
    start = max(0, len(values) - months)
    if len([i for i in filled if i >= start]) < 2 and len(filled) >= 2:
        start = filled[-2]
    shown = values[start:]
    baseline = data["baseline"]["value"] if data["baseline"] else None
    marks: list[float] = [value for value in [*shown, data["target"], baseline] if value is not None]
    if not marks:
        return Sparkline([], [], [], None, None, None)
    low = min(marks)
    room = (max(marks) - low) or 1.0

    def across(position: int) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (position / max(1, len(shown) - 1)), 1)

    def up(value: float) -> float:
        return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / room, 1)

    places = [None if value is None else (across(i), up(value)) for i, value in enumerate(shown)]
    dots = [place for place in places if place is not None]
    begins = [month in data.get("breaks", []) for month in data["months"][start:]]
    measured = [i for i, place in enumerate(places) if place is not None]
    return Sparkline(
        joined=[] if data["by_month"] else _pieces([places[i] for i in measured], [begins[i] for i in measured]),
        pieces=_pieces(places, begins),
        dots=dots,
        last=dots[-1] if dots else None,
        target=None if data["target"] is None else up(data["target"]),
        baseline=None if baseline is None else up(baseline),
    )


def _pieces(places: list[tuple[float, float] | None], begins: list[bool]) -> list[str]:
    """Runs of neighbours as `points` of an SVG polyline; a place without a value ends one, `begins` starts one."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, is_new in zip(places, begins, strict=True):
        if place is None or is_new:
            pieces.append([])
        if place is not None:
            pieces[-1].append(place)
    return [" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1]
