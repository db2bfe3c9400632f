"""The matrix of interest and influence as a chart: attitude by shape and word, movement by a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import COLOURS, Chart

from .models.standing import Attitude
from .queries import Place

# One shape for each attitude, so that colour is never needed to tell them apart.
_SHAPES = {1: "x", 2: "triangle-down", 3: "circle", 4: "triangle-up", 5: "star"}
_INKS = {1: COLOURS[3], 2: COLOURS[1], 3: COLOURS[2], 4: COLOURS[4], 5: COLOURS[0]}
_NUDGE = 0.2
# Names of neighbours in one cell stand above and below by turns.
_SIDES = ("top center", "bottom center")
_PER_ROW = 5
_NAMED = 25  # with more organisations than this, names in the picture would cover each other
_IMPORTANT = 4


def _nudged(places: Sequence[Place]) -> dict[int, tuple[float, float, int]]:
    """A point for each organisation, side by side within its cell of the matrix, and on which side its name stands."""
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        cells[place.now.interest, place.now.influence].append(place)
    points = {}
    for (interest, influence), inside in cells.items():
        width = min(len(inside), _PER_ROW)
        for number, place in enumerate(inside):
            column, row = number % _PER_ROW, number // _PER_ROW
            height = (len(inside) - 1) // _PER_ROW
            across = (column - (width - 1) / 2) * _NUDGE
            down = (row - height / 2) * min(_NUDGE, 0.8 / max(height, 1))
            points[place.organisation.pk] = (round(interest + across, 3), round(influence - down, 3), number % 2)
    return points


def _traces(places: Sequence[Place]) -> list[dict[str, Any]]:
    points = _nudged(places)
    moves: dict[str, list[float | None]] = {"x": [], "y": []}
    for place in places:
        if place.has_moved and place.before:
            x, y, _side = points[place.organisation.pk]
            moves["x"] += [place.before.interest, x, None]
            moves["y"] += [place.before.influence, y, None]
    traces: list[dict[str, Any]] = []
    if moves["x"]:
        line = {"color": "#7b8794", "width": 1.5, "dash": "dot"}
        traces.append(
            {"type": "scatter", "mode": "lines", "name": _("movement"), "line": line, "hoverinfo": "skip", **moves}
        )
    show_names = len(places) <= _NAMED
    for attitude in Attitude:
        inside = [place for place in places if place.now.attitude == attitude]
        if not inside:
            continue
        names = [place.organisation.abbreviation or place.organisation.name for place in inside]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if show_names else "markers",
                "name": str(attitude.label),
                "x": [points[place.organisation.pk][0] for place in inside],
                "y": [points[place.organisation.pk][1] for place in inside],
                "text": names,
                "hovertext": [place.organisation.name for place in inside],
                "hoverinfo": "text+name",
                "textposition": [_SIDES[points[place.organisation.pk][2]] for place in inside],
                "textfont": {"size": 11},
                "marker": {"symbol": _SHAPES[attitude], "size": 13, "color": _INKS[attitude]},
            }
        )
    return traces


def cells_of(place: Place, *, since: date | None) -> tuple[str, ...]:
    """One row of the table: name, interest, influence, attitude in words, day; and the movement when asked for."""
    now = place.now
    row = (
        place.organisation.name,
        str(now.interest),
        str(now.influence),
        now.get_attitude_display(),
        formats.date_format(now.on, "DATE_FORMAT"),
    )
    return (*row, movement(place)) if since else row


def movement(place: Place) -> str:
    """What changed since the earlier day, in words."""
    before, now = place.before, place.now
    if before is None:
        return _("new in the matrix")
    steps = []
    for label, old, new in (
        (_("interest"), before.interest, now.interest),
        (_("influence"), before.influence, now.influence),
    ):
        if old != new:
            steps.append(_("%(what)s from %(old)d to %(new)d") % {"what": label, "old": old, "new": new})
    if before.attitude != now.attitude:
        words = {"old": before.get_attitude_display(), "new": now.get_attitude_display()}
        steps.append(_("attitude from %(old)s to %(new)s") % words)
    return "; ".join(steps) or _("unchanged")


def matrix_chart(places: Sequence[Place], *, on: date, since: date | None) -> Chart:
    """The chart of these places; `since` adds the movement from that day."""
    important = [place for place in places if min(place.now.interest, place.now.influence) >= _IMPORTANT]
    critical = [place for place in important if place.now.attitude < Attitude.NEUTRAL]
    count = len(important)
    finding = ngettext(
        "%(count)d organisation has much interest and much influence",
        "%(count)d organisations have much interest and much influence",
        count,
    ) % {"count": count}
    if count:
        finding += "; " + ngettext(
            "%(count)d of them is critical or opposed", "%(count)d of them are critical or opposed", len(critical)
        ) % {"count": len(critical)}
    axis = {"range": [0.4, 5.6], "tickvals": [1, 2, 3, 4, 5], "showgrid": True}
    day = formats.date_format(on, "DATE_FORMAT")
    alt = ngettext(
        "A square with interest from left to right and influence from bottom to top, with %(count)d organisation.",
        "A square with interest from left to right and influence from bottom to top, with %(count)d organisations.",
        len(places),
    ) % {"count": len(places)}
    note = _("As of %(day)s. The shape says the attitude.") % {"day": day}
    columns = [_("Organisation"), _("Interest"), _("Influence"), _("Attitude"), _("As seen on")]
    if since:
        moved = sum(1 for place in places if place.has_moved or place.change_of_attitude)
        earlier = formats.date_format(since, "DATE_FORMAT")
        note += " " + ngettext(
            "%(count)d moved since %(day)s; a dotted line shows from where.",
            "%(count)d moved since %(day)s; a dotted line shows from where.",
            moved,
        ) % {"count": moved, "day": earlier}
        columns.append(_("Since %(day)s") % {"day": earlier})
    return Chart(
        key="matrix",
        finding=finding,
        alt=alt,
        figure={
            "data": _traces(places),
            "layout": {
                "xaxis": {**axis, "title": {"text": _("interest")}},
                "yaxis": {**axis, "title": {"text": _("influence")}},
                "hovermode": "closest",
                "margin": {"l": 48, "r": 16, "t": 16, "b": 96},
                "legend": {"orientation": "h", "y": -0.32},
            },
        },
        columns=columns,
        rows=[cells_of(place, since=since) for place in places],
        note=note,
    )
