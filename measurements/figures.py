"""Charts of results: a finding as title, the drawing, the same in words, and the numbers. From stored values only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from core.charts import Chart
from measurements.presenting import ScoreLine, number
from measurements.published_words import in_words
from measurements.queries import PublishedPoint

MOST_SCORES = 9
_SHORT_NAME = 30


def wave_chart(lines: Sequence[ScoreLine], *, headlines: Sequence[str], note: str, is_fictional: bool) -> Chart | None:
    """The headline scores from 0 to 100 of a wave with their interval; None when no figure may be shown.

    Where no headline may be shown the other scores take their place.
    """
    drawable = [line for line in lines if line.has_value and (line.score.scale_min, line.score.scale_max) == (0, 100)]
    shown = ([line for line in drawable if line.code in headlines] or drawable)[:MOST_SCORES]
    if not shown:
        return None
    ranked = sorted(shown, key=lambda line: line.score.value or 0)
    lowest, highest = ranked[0], ranked[-1]
    if len(shown) == 1:
        finding = _("%(name)s scores %(value)s") % {"name": highest.name, "value": highest.value}
    else:
        finding = _("%(high)s scores highest (%(top)s), %(low)s lowest (%(bottom)s)") % {
            "high": highest.name,
            "top": highest.value,
            "low": lowest.name,
            "bottom": lowest.value,
        }
    means = [float(line.score.value or 0) for line in shown]
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "name": _("score"),
                "x": means,
                "y": [line.name for line in shown],
                "marker": {"size": 11},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [float(line.score.high or 0) - mean for line, mean in zip(shown, means, strict=True)],
                    "arrayminus": [mean - float(line.score.low or 0) for line, mean in zip(shown, means, strict=True)],
                },
                "hovertemplate": "%{y}: %{x:.1f}<extra></extra>",
            }
        ],
        "layout": {
            "xaxis": {"range": [0, 100], "title": {"text": _("score, 0 to 100")}},
            "yaxis": {"autorange": "reversed"},
            "hovermode": "closest",
            "showlegend": False,
        },
    }
    sentences = [f"{line.name} {line.value} ({line.interval})" for line in shown]
    return Chart(
        key="wave",
        finding=finding,
        alt=_("Scores from 0 to 100: %(scores)s.") % {"scores": "; ".join(sentences)},
        figure=figure,
        columns=[_("What was measured"), _("Score"), _("Margin"), _("Answers")],
        rows=[[line.name, line.value, line.interval, line.n] for line in shown],
        note=note,
        is_fictional=is_fictional,
    )


def published_charts(points: Sequence[PublishedPoint]) -> list[Chart]:
    """Published figures, one chart per scale; every line is one series, and no line joins two."""

    def scale(point: PublishedPoint) -> tuple[float, float]:
        return float(point.scale_min), float(point.scale_max)

    return [_published_chart(list(group)) for _scale, group in groupby(sorted(points, key=scale), key=scale)]


def _published_chart(points: list[PublishedPoint]) -> Chart:
    points = sorted((in_words(point) for point in points), key=lambda point: (point.line, point.year))
    low, high = points[0].scale_min, points[0].scale_max
    names = _short_names(sorted({point.line for point in points}))
    traces = []
    for index, (line, group) in enumerate(groupby(points, key=lambda point: point.line)):
        inside = list(group)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if len(inside) > 1 else "markers",
                "name": names[line],
                "x": [point.year for point in inside],
                "y": [float(point.value) for point in inside],
                "marker": {"size": 11, "symbol": index % 5},
            }
        )
    years = [point.year for point in points]
    values = [point.value for point in points]
    words = {
        "low": number(low, 0),
        "high": number(high, 0),
        "first": min(years),
        "last": max(years),
        "least": number(min(values)),
        "most": number(max(values)),
    }
    if min(years) == max(years):
        finding = _("On a scale from %(low)s to %(high)s, studies of %(first)d gave %(least)s to %(most)s") % words
    else:
        finding = (
            _("On a scale from %(low)s to %(high)s, studies between %(first)d and %(last)d gave %(least)s to %(most)s")
            % words
        )
    return Chart(
        key=f"published-{number(low, 0)}-{number(high, 0)}",
        finding=finding,
        alt="; ".join(f"{p.series}, {p.group}, {p.measure}, {p.year}: {number(p.value)}" for p in points) + ".",
        figure={
            "data": traces,
            "layout": {
                "yaxis": {"range": [float(low), float(high)]},
                "xaxis": {"dtick": 1 if max(years) - min(years) < 5 else 2, "tickformat": "d"},
                "hovermode": "closest",
                "legend": {"orientation": "h", "y": -0.2},
            },
        },
        columns=[_("Study"), _("Who was asked"), _("Measured"), _("Year"), _("Value"), _("Answers")],
        rows=[[p.series, p.group, p.measure, year_text(p), number(p.value), answers_text(p)] for p in points],
        note=_(
            "Studies that were published before this system existed. They differ in method: points are joined "
            "within one study only, and never to our own measurements."
        ),
    )


def _short_names(lines: Sequence[tuple[str, str, str, str]]) -> dict[tuple[str, str, str, str], str]:
    """A name for each line that fits beside a drawing: who was asked, and a number where that is not enough."""
    names: dict[tuple[str, str, str, str], str] = {}
    for line in lines:
        name = line[1] if len(line[1]) <= _SHORT_NAME else line[1][: _SHORT_NAME - 1].rstrip(" ,") + "…"
        names[line] = name if name not in names.values() else f"{name} ({len(names) + 1})"
    return names


def year_text(point: PublishedPoint) -> str:
    """The year, or that it was inferred."""
    return str(point.year) if point.year_certain else _("about %(year)d") % {"year": point.year}


def answers_text(point: PublishedPoint) -> str:
    """The number of answers, or that it was not published."""
    return _("not published") if point.n is None else str(point.n)
