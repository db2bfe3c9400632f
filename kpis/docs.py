"""The page about the KPIs, made from their declarations."""

from __future__ import annotations

from django.utils import translation

from .definitions import DEFINITIONS, Definition

_INTRODUCTION = """# The KPIs

Written by `manage.py write_kpi_docs` from `kpis/definitions.py`; do not edit.

A value is filled once a month from stored results and never computed on a page. Survey values appear in the month in
which a measurement closes; between measurements nothing is filled in. A change gets an arrow only when it is more than
chance (all changes of one level judged together) and at least as large as the smallest change that matters.
"""


def definitions_page() -> str:
    """The whole page as Markdown, in English."""
    with translation.override("en"):
        return "\n".join([_INTRODUCTION, *[_section(one) for one in DEFINITIONS]])


def _section(one: Definition) -> str:
    parts = ", ".join(str(dimension.name).lower() for dimension in one.dimensions if dimension.code)
    rows = [
        ("Question", one.question),
        ("Formula", one.formula),
        ("Unit", _units(one)),
        ("Direction", "higher is better" if one.higher_is_better else "lower is better"),
        ("Levels", ", ".join(str(level.label).lower() for level in one.levels)),
        ("Parts", parts or "none"),
        ("Filled", "every month" if one.by_month else "in the month in which a measurement closes"),
        ("Kind", "full count, no interval" if one.is_count else "survey, with interval"),
        ("Shown from", one.guard),
        ("Smallest change that matters", f"{one.smallest_relevant:g}"),
        ("Suggested target", one.target_hint),
        ("Too old after", f"{one.most_days_old} days"),
        ("Version of the definition", str(one.version)),
    ]
    table = "\n".join(f"| {label} | {value} |" for label, value in rows)
    return f"## {one.id} · {one.name}\n\n| | |\n| --- | --- |\n{table}\n"


def _units(one: Definition) -> str:
    """The unit, and that of a part that has its own."""
    own = [part for part in one.dimensions if one.part(part.code).unit != one.unit]
    return "; ".join([str(one.unit.label), *[f"{part.name}: {one.part(part.code).unit.label}" for part in own]])
