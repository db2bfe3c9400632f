"""Importing figures that were published before this system existed. The same file twice changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import ImportKind, RowOutcome
from core.tables import CellUnreadable, Column, Row, parse_decimal, parse_integer, parse_yes_no
from measurements.choices import Level
from measurements.models import PublishedResult

NAME = "published-results"
_KEY = ("series", "group", "about", "measure", "fieldwork")

COLUMNS = (
    Column("series", gettext_lazy("name of the study; points are joined within one series only"), required=True),
    Column("level", gettext_lazy("stakeholders, public, employees, clients, or empty")),
    Column("group", gettext_lazy("who was asked"), required=True),
    Column("about", gettext_lazy("what the figure is about"), required=True),
    Column("measure", gettext_lazy("what was measured"), required=True),
    Column("value", gettext_lazy("the figure; empty for interviews without figures")),
    Column("scale_min", gettext_lazy("lowest possible value")),
    Column("scale_max", gettext_lazy("highest possible value")),
    Column("n", gettext_lazy("number of answers; empty when it was not published")),
    Column("fieldwork", gettext_lazy("year of the fieldwork"), required=True),
    Column("year_certain", gettext_lazy("yes, or no when the year is inferred")),
    Column("kind", gettext_lazy("result, benchmark (figure of others) or qualitative"), required=True),
    Column("source", gettext_lazy("where it was published"), required=True),
)


@dataclass(frozen=True)
class PublishedRow:
    """One row of the file as values."""

    series: str
    level: str
    group: str
    about: str
    measure: str
    value: Decimal | None
    scale_min: Decimal | None
    scale_max: Decimal | None
    n: int | None
    fieldwork: int
    year_certain: bool
    kind: str
    source: str


def parse_published_row(row: Row) -> PublishedRow:
    """The values of one row. Raises CellUnreadable, which says what is wrong."""
    level, kind = row["level"].lower(), row["kind"].lower()
    if level and level not in Level.values:
        raise CellUnreadable(
            _("“%(text)s” is not a level; use %(levels)s or leave it empty")
            % {"text": row["level"][:40], "levels": ", ".join(Level.values)}
        )
    if kind not in PublishedResult.Kind.values:
        raise CellUnreadable(
            _("“%(text)s” is not a kind; use %(kinds)s")
            % {"text": row["kind"][:40], "kinds": ", ".join(PublishedResult.Kind.values)}
        )
    value, low, high = (_number(row[name]) for name in ("value", "scale_min", "scale_max"))
    _check_value(kind, value, low, high)
    year = parse_integer(row["fieldwork"])
    if not 1950 <= year <= 2200:
        raise CellUnreadable(_("“%(year)s” is not a year of fieldwork") % {"year": row["fieldwork"][:40]})
    n = parse_integer(row["n"]) if row["n"] else None
    if n is not None and n < 1:
        raise CellUnreadable(_("the number of answers is at least 1; leave it empty when it is not known"))
    return PublishedRow(
        **{name: row[name] for name in ("series", "group", "about", "measure", "source")},
        level=level,
        value=value,
        scale_min=low,
        scale_max=high,
        n=n,
        fieldwork=year,
        year_certain=parse_yes_no(row["year_certain"]) if row["year_certain"] else True,
        kind=kind,
    )


def _number(text: str) -> Decimal | None:
    return parse_decimal(text) if text else None


def _check_value(kind: str, value: Decimal | None, low: Decimal | None, high: Decimal | None) -> None:
    if kind == PublishedResult.Kind.QUALITATIVE:
        if value is not None:
            raise CellUnreadable(_("interviews have no figure; leave the value empty or choose another kind"))
        return
    if value is None:
        raise CellUnreadable(_("the value is empty; only interviews (qualitative) have none"))
    if low is None or high is None or low >= high:
        raise CellUnreadable(_("a figure needs the lowest and the highest possible value of its scale"))
    if not low <= value <= high:
        raise CellUnreadable(
            _("%(value)s does not lie between %(low)s and %(high)s") % {"value": value, "low": low, "high": high}
        )


def apply_published_rows(rows: list[tuple[int, PublishedRow]], by: Any, at: datetime) -> list[RowOutcome]:
    """Write the rows; runs in the transaction of the import. Says per row whether it is new, changed or unchanged."""
    outcomes = []
    seen: dict[tuple[object, ...], int] = {}
    for line, row in rows:
        key = tuple(getattr(row, name) for name in _KEY)
        title = f"{row.measure}, {row.group} ({row.fieldwork})"
        if (first := seen.setdefault(key, line)) != line:
            detail = _("is about the same figure as line %(line)d") % {"line": first}
            outcomes.append(RowOutcome(line, "problem", title, detail))
        else:
            outcomes.append(_write(line, row, title))
    return outcomes


def _write(line: int, row: PublishedRow, title: str) -> RowOutcome:
    values = asdict(row)
    stored = PublishedResult.objects.filter(**{name: values[name] for name in _KEY}).first()
    changed = [name for name, value in values.items() if stored is None or getattr(stored, name) != value]
    if not changed:
        return RowOutcome(line, "unchanged", title)
    record = stored or PublishedResult()
    for name, value in values.items():
        setattr(record, name, value)
    try:
        record.full_clean(validate_unique=False)
    except ValidationError as error:
        return RowOutcome(line, "problem", title, " ".join(error.messages))
    record.save()
    if stored is None:
        return RowOutcome(line, "new", title)
    return RowOutcome(line, "changed", title, ", ".join(changed))


PUBLISHED_RESULTS = ImportKind(
    name=NAME,
    label=gettext_lazy("Published results"),
    columns=COLUMNS,
    permission="measurements.import_published_results",
    parse_row=parse_published_row,
    apply=apply_published_rows,
    help=gettext_lazy(
        "Figures of earlier studies with their source. They are shown as separate points, never joined to own waves."
    ),
    done_url_name="results:published",
)
