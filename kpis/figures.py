"""The trend of one KPI as a chart: the same stored numbers for the picture, the alternative text and the table."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _

from core.charts import Chart
from core.periods import Month

from . import words
from .choices import Unit
from .queries import Card

OWN, MUTED, GOAL, EARLIER, EVENT = "#0072B2", "#767676", "#000000", "#A65E00", "#5A5A5A"


def trend_chart(card: Card) -> Chart:
    """The chart of one line. Own measurements, earlier published figures and events are separate, labelled series."""
    return Chart(
        key=card.key,
        finding=finding(card),
        alt=alternative(card),
        figure={"data": _traces(card), "layout": _layout(card)},
        columns=[_("Month"), _("Value"), _("Probably between"), _("Number"), _("Remark")],
        rows=rows(card),
        note=_note(card),
        caption=card.name,
        is_fictional=card.is_fictional,
    )


def finding(card: Card) -> str:
    """The title: what the reader should remember."""
    if not card.has_value:
        return _("%(name)s: no value to show yet") % {"name": card.name}
    values = {"name": card.name, "value": card.value, "change": card.change_sentence}
    return _("%(name)s is %(value)s. %(change)s") % values


def alternative(card: Card) -> str:
    """What a sighted reader sees, from the same numbers."""
    parts = [finding(card)]
    if card.interval:
        parts.append(_("The value lies %(interval)s.") % {"interval": card.interval})
    if card.target_text:
        parts.append(
            _("The target is %(target)s: %(status)s.")
            % {"target": card.target_text, "status": card.status.word.lower()}
        )
    shown = [value for value in card.data["values"] if value is not None]
    if len(shown) > 1:
        unit = card.definition.unit
        parts.append(
            _("The line holds %(count)d values, from %(low)s to %(high)s.")
            % {"count": len(shown), "low": words.number(min(shown), unit), "high": words.number(max(shown), unit)}
        )
    if card.data["events"]:
        titles = ", ".join(event["title"] for event in card.data["events"])
        parts.append(_("Events on the line: %(titles)s.") % {"titles": titles})
    return " ".join(parts)


def rows(card: Card) -> list[list[str]]:
    """The table: every month of a monthly line, gaps included; of a survey the months in which something happened."""
    data, unit = card.data, card.definition.unit
    remarks = _remarks(card)
    found = []
    for position, month in enumerate(data["months"]):
        value = data["values"][position]
        reason = data["withheld"].get(month, "")
        if value is None and not reason and not card.definition.by_month and month not in remarks:
            continue
        low, high = data["lows"][position], data["highs"][position]
        between = "" if low is None else f"{words.number(low, unit)} – {words.number(high, unit)}"
        shown = (
            words.number(value, unit)
            if value is not None
            else (words.withheld(reason, is_count=card.definition.is_count) if reason else "–")
        )
        count = data["n"][position]
        number = "" if value is None or count is None else str(count)
        found.append([words.short_month(month), shown, between, number, "; ".join(remarks.get(month, []))])
    found += [
        [str(one["year"]), words.number(one["value"], unit), "", str(one["n"] or ""), _study(one)]
        for one in data.get("published", [])
    ]
    return found


def _remarks(card: Card) -> dict[str, list[str]]:
    remarks: dict[str, list[str]] = {}
    for event in card.data["events"]:
        remarks.setdefault(event["month"], []).append(event["title"])
    for signal in card.data["signals"]:
        remarks.setdefault(signal["month"], []).append(_("remarkable"))
    for month in card.data.get("breaks", []):
        remarks.setdefault(month, []).insert(0, words.not_comparable())
    baseline = card.data["baseline"]
    if baseline and baseline["month"]:
        remarks.setdefault(baseline["month"], []).insert(0, _("zero measurement"))
    return {month: list(dict.fromkeys(texts)) for month, texts in remarks.items()}


def _note(card: Card) -> str:
    if card.latest is None or card.as_of is None:
        return ""
    parts = [card.latest["source_label"], card.basis]
    parts.append(_("data up to %(month)s") % {"month": words.month_name(card.latest["month"])})
    breaks = card.data.get("breaks", [])
    parts += [f"{words.month_name(month)}: {words.not_comparable()}" for month in breaks]
    low, high = _axis(card)
    if (low, high) != card.definition.scale:
        parts.append(_("the axis runs from %(low)g to %(high)g") % {"low": low, "high": high})
    return " · ".join(part for part in parts if part)


def _traces(card: Card) -> list[dict[str, Any]]:
    data = card.data
    days = [f"{month}-01" for month in data["months"]]
    traces: list[dict[str, Any]] = []
    if data["limits"]:
        traces += _usual_range(days, data["limits"])
    traces.append(_own_trace(card, days))
    if any(value is not None for value in data["rolling"]):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": _("three months together"),
                "x": days,
                "y": data["rolling"],
                "connectgaps": False,
                "line": {"color": OWN, "width": 1.5, "dash": "dash"},
            }
        )
    traces += _published_traces(data.get("published", []))
    return traces


def _own_trace(card: Card, days: list[str]) -> dict[str, Any]:
    """The own measurements. The line has a gap where values may not be compared."""
    data = card.data
    values, lows, highs = data["values"], data["lows"], data["highs"]
    by_month = card.definition.by_month
    if not by_month:
        seen = [i for i, value in enumerate(values) if value is not None]
        days, values = [days[i] for i in seen], [values[i] for i in seen]
        lows, highs = [lows[i] for i in seen], [highs[i] for i in seen]
    for position in reversed([i for i, day in enumerate(days) if day[:7] in data.get("breaks", [])]):
        days, values, lows, highs = (_with_gap(row, position) for row in (days, values, lows, highs))
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("own measurements") if not by_month else _("per month"),
        "x": days,
        "y": values,
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": OWN, "width": 2},
        "marker": {"color": OWN, "size": 8},
    }
    if any(low is not None for low in lows):
        trace["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [_gap(high, value) for high, value in zip(highs, values, strict=True)],
            "arrayminus": [_gap(value, low) for low, value in zip(lows, values, strict=True)],
            "color": OWN,
            "thickness": 1.5,
            "width": 5,
        }
    return trace


def _with_gap(row: list[Any], position: int) -> list[Any]:
    """The row with an empty place before `position`; a day is repeated, so that the gap has a place on the axis."""
    gap = row[position] if isinstance(row[position], str) else None
    return [*row[:position], gap, *row[position:]]


def _gap(more: float | None, less: float | None) -> float:
    return 0.0 if more is None or less is None else round(more - less, 4)


def _usual_range(days: list[str], limits: dict[str, Any]) -> list[dict[str, Any]]:
    line = {"color": MUTED, "width": 1, "dash": "dot"}
    low = {"type": "scatter", "mode": "lines", "x": days, "y": limits["low"], "line": line, "hoverinfo": "skip"}
    high = {**low, "y": limits["high"]}
    return [
        {**low, "name": _("usual range"), "legendgroup": "usual"},
        {**high, "name": _("usual range"), "legendgroup": "usual", "showlegend": False},
    ]


def _study(point: dict[str, Any]) -> str:
    """The name of an earlier study and who was asked, in the language of the reader."""
    series = _(point["series"]) if point["series"] else ""
    return f"{series} ({_(point['group'])})" if point["group"] else series


def _published_traces(published: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Earlier published figures: one series per study, open diamonds, never joined to the own measurements."""
    series: dict[str, list[dict[str, Any]]] = {}
    for point in published:
        series.setdefault(_study(point), []).append(point)
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": label,
            "x": [f"{point['year']}-07-01" for point in points],
            "y": [point["value"] for point in points],
            "line": {"color": EARLIER, "width": 1, "dash": "dot"},
            "marker": {"color": EARLIER, "size": 10, "symbol": "diamond-open"},
        }
        for label, points in series.items()
    ]


def _layout(card: Card) -> dict[str, Any]:
    data, unit = card.data, card.definition.unit
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    baseline, target = data["baseline"], data["target"]
    if baseline:
        when = words.month_name(baseline["month"]) if baseline["month"] else _("first months")
        label = _("zero measurement %(when)s") % {"when": when}
        text = f"{label}: {words.number(baseline['value'], unit)}"
        below = target is not None and baseline["value"] < target
        _add_level(shapes, notes, baseline["value"], text, dash="dash", side="left", below=below)
    if target is not None:
        text = _("target %(value)s") % {"value": card.target_text}
        below = bool(baseline) and target < baseline["value"]
        _add_level(shapes, notes, target, text, dash="solid", side="right", below=below)
    for position, event in enumerate(data["events"]):
        _add_event(shapes, notes, event["on"], str(position + 1))
    return {
        "yaxis": {"range": list(_axis(card)), "ticksuffix": "%" if unit == Unit.PERCENT else ""},
        "xaxis": {"type": "date", "tickformat": "%b %Y", "range": _span(data)},
        "shapes": shapes,
        "annotations": notes,
        "showlegend": True,
    }


def _axis(card: Card) -> tuple[float, float]:
    """Percentages from 0 to 100; an index or grade around its values, which the note below the title says."""
    least, most = card.definition.scale
    if card.definition.unit == Unit.PERCENT:
        return least, most
    data = card.data
    baseline = data["baseline"]["value"] if data["baseline"] else None
    drawn = [*data["values"], *data["lows"], *data["highs"], data["target"], baseline]
    drawn += [point["value"] for point in data.get("published", [])]
    known = [value for value in drawn if value is not None]
    step = 10.0 if card.definition.unit in (Unit.INDEX, Unit.DAYS) else 1.0
    low = step * math.floor(min(known) / step - 0.5)
    high = step * math.ceil(max(known) / step + 0.5)
    return max(least, low), min(most, high)


def _span(data: dict[str, Any]) -> list[str]:
    """From a month before the first value to two months after the last."""
    first = Month.parse(data["months"][0]).previous()
    years = [point["year"] for point in data.get("published", [])]
    begin = f"{min(years) - 1}-12-01" if years else f"{first}-01"
    return [min(begin, f"{first}-01"), f"{Month.parse(data['months'][-1]).shift(2)}-01"]


def _add_level(
    shapes: list[dict[str, Any]],
    notes: list[dict[str, Any]],
    value: float,
    text: str,
    *,
    dash: str,
    side: str,
    below: bool,
) -> None:
    """A line across the chart with its label at one side, above it or below."""
    line = {"color": GOAL if dash == "solid" else MUTED, "width": 1 if dash == "solid" else 1.5, "dash": dash}
    shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line})
    notes.append(
        {
            "xref": "paper",
            "x": 0 if side == "left" else 1,
            "xanchor": side,
            "y": value,
            "yanchor": "top" if below else "bottom",
            "text": text,
            "showarrow": False,
            "bgcolor": "rgba(255,255,255,0.8)",
            "font": {"size": 12, "color": GOAL if dash == "solid" else EVENT},
        }
    )


def _add_event(shapes: list[dict[str, Any]], notes: list[dict[str, Any]], day: str, number: str) -> None:
    """An upright line on the day of an event, with its number in the list below the chart."""
    line = {"color": EVENT, "width": 1, "dash": "dot"}
    shapes.append({"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line})
    font = {"size": 12, "color": EVENT}
    notes.append(
        {"x": day, "yref": "paper", "y": 1, "yanchor": "bottom", "text": number, "showarrow": False, "font": font}
    )
