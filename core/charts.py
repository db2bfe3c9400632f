"""A chart as the pages show it: a finding in words, a picture, the same in text, and the numbers in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# Colours of series in order. They differ in lightness as well, and differ from each other by 3:1 where they meet.
COLOURS = ("#0c5d78", "#c68414", "#465563", "#a62a21", "#3f9062", "#3a88a1")


@dataclass(frozen=True)
class Chart:
    """One chart. Build it from values that the disclosure layer released; it computes nothing itself.

    `key` is unique on the page, `finding` the title in words ("Trust rose by 4 points"), `alt` says in one or two
    sentences what a sighted reader sees, `figure` is a plotly figure as a plain dict (data, layout), `columns`
    and `rows` hold the same numbers as ready texts, `note` the source, period and n.
    """

    key: str
    finding: str
    alt: str
    figure: dict[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    caption: str = ""
    is_fictional: bool = field(default=False)

    @property
    def figure_id(self) -> str:
        """The id of the JSON that the page carries for the drawing script."""
        return f"chart-{self.key}-figure"

    @property
    def drawn(self) -> dict[str, Any]:
        """The figure with the house's layout under its own: quiet grid, legible type, no title inside."""
        layout = self.figure.get("layout", {})
        axis = {
            "gridcolor": "#dde4ea",
            "linecolor": "#c4ced8",
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
        }
        own = {
            "autosize": True,
            "margin": {"l": 48, "r": 16, "t": 16, "b": 48},
            "font": {"family": "'Fira Sans', Arial, sans-serif", "size": 14, "color": "#1a242e"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(COLOURS),
            "hovermode": "x unified",
            "legend": {"orientation": "h", "y": -0.2},
            "separators": ",.",
        }
        merged = {**own, **layout}
        for name in ("xaxis", "yaxis"):
            merged[name] = {**axis, "showgrid": name == "yaxis", **layout.get(name, {})}
        merged.pop("title", None)
        return {"data": self.figure.get("data", []), "layout": merged}
