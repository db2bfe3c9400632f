"""The list of organisations: its columns, how a row is read, and how it is compared with the registry.

An organisation is recognised by Chamber of Commerce number, RSIN or name, in that order. An empty cell says nothing:
it leaves what the registry has. So the same file twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import ImportKind, RowOutcome
from core.tables import CellUnreadable, Column, Row, parse_list, parse_yes_no

from .access import IMPORT
from .models import Domain, Organisation, OrganisationKind
from .models.managed import ManagedItem

COLUMNS = (
    Column("name", gettext_lazy("name"), required=True, aliases=("naam",)),
    Column("abbreviation", gettext_lazy("abbreviation"), aliases=("afkorting",)),
    Column("kinds", gettext_lazy("kinds"), help=gettext_lazy("Several are parted by ;"), aliases=("soorten",)),
    Column("domains", gettext_lazy("domains"), help=gettext_lazy("Several are parted by ;"), aliases=("domeinen",)),
    Column("in_measurement", gettext_lazy("in the stakeholder measurement: yes or no"), aliases=("in_meting",)),
    Column("measurement_reason", gettext_lazy("why or why not"), aliases=("reden",)),
    Column("website", gettext_lazy("website")),
    Column("kvk_number", gettext_lazy("Chamber of Commerce number"), aliases=("kvk", "kvk_nummer")),
    Column("rsin", gettext_lazy("RSIN")),
)
_TEXTS = ("name", "abbreviation", "measurement_reason", "website", "kvk_number", "rsin")
_NUMBERS = ("kvk_number", "rsin")


@dataclass(frozen=True)
class OrganisationRow:
    """What one row says; only what is filled in."""

    fields: dict[str, Any]
    kinds: tuple[str, ...]
    domains: tuple[str, ...]


def parse_row(row: Row) -> OrganisationRow:
    """Read one row. Raises CellUnreadable."""
    fields: dict[str, Any] = {name: row[name] for name in _TEXTS if row[name]}
    if row["in_measurement"]:
        fields["in_measurement"] = parse_yes_no(row["in_measurement"])
    try:
        Organisation(**fields).clean_fields(exclude=["status"])
    except ValidationError as refusal:
        wrong = [f"{name}: {' '.join(messages)}" for name, messages in refusal.message_dict.items()]
        raise CellUnreadable("; ".join(wrong)) from refusal
    for name, digits in (("kvk_number", 8), ("rsin", 9)):
        if name in fields and not (fields[name].isascii() and fields[name].isdigit() and len(fields[name]) == digits):
            text = _("%(column)s “%(value)s” is not a number of %(digits)d digits")
            raise CellUnreadable(text % {"column": name, "value": fields[name], "digits": digits})
    return OrganisationRow(fields, tuple(parse_list(row["kinds"])), tuple(parse_list(row["domains"])))


def apply(rows: list[tuple[int, Any]], by: Any, at: datetime) -> list[RowOutcome]:
    """Write the rows and say what each did; the flow rolls back for a preview and when any is a problem."""
    registry = _Registry()
    return [registry.take(line, row) for line, row in rows]


class _Refused(Exception):
    """This row cannot be imported; the message says why."""


class _Registry:
    """The organisations by what they are recognised by, and the managed lists by code and name."""

    def __init__(self) -> None:
        self._kinds = _by_words(OrganisationKind)
        self._domains = _by_words(Domain)
        self._by_key: dict[tuple[str, str], Organisation] = {}
        self._lines: dict[int, int] = {}
        for organisation in Organisation.objects.prefetch_related("kinds", "domains"):
            self._index(organisation)

    def take(self, line: int, row: OrganisationRow) -> RowOutcome:
        """Add or change one organisation."""
        title = row.fields["name"]
        try:
            kinds = _known(row.kinds, self._kinds, _("kind"))
            domains = _known(row.domains, self._domains, _("domain"))
            organisation = self._find(row.fields)
            if organisation and organisation.pk in self._lines:
                text = _("is about the same organisation as line %(line)d")
                raise _Refused(text % {"line": self._lines[organisation.pk]})
            if organisation is None:
                organisation, state, detail = self._add(row.fields, kinds, domains), "new", ""
            else:
                detail = _change(organisation, row.fields, kinds, domains)
                state = "changed" if detail else "unchanged"
        except _Refused as refusal:
            return RowOutcome(line, "problem", title, str(refusal))
        self._lines[organisation.pk] = line
        self._index(organisation)
        return RowOutcome(line, state, title, detail)

    def _index(self, organisation: Organisation) -> None:
        self._by_key["name", organisation.name.casefold()] = organisation
        for name in _NUMBERS:
            if value := getattr(organisation, name):
                self._by_key[name, value] = organisation

    def _find(self, fields: dict[str, Any]) -> Organisation | None:
        keys = [(name, fields[name]) for name in _NUMBERS if name in fields] + [("name", fields["name"].casefold())]
        found = {self._by_key[key].pk: self._by_key[key] for key in keys if key in self._by_key}
        if len(found) > 1:
            names = ", ".join(f"“{organisation.name}”" for organisation in found.values())
            raise _Refused(_("points at more than one organisation: %(names)s") % {"names": names})
        return next(iter(found.values()), None)

    def _add(self, fields: dict[str, Any], kinds: list[ManagedItem], domains: list[ManagedItem]) -> Organisation:
        organisation = Organisation.objects.create(**fields)
        organisation.kinds.set(kinds)  # type: ignore[arg-type]
        organisation.domains.set(domains)  # type: ignore[arg-type]
        return organisation


def _by_words(model: type[ManagedItem]) -> dict[str, ManagedItem]:
    """Items by code and by their names in both languages."""
    items = list(model._default_manager.all())
    return {word.casefold(): item for item in items for word in (item.name_en, item.name_nl, item.code)}


def _known(words: tuple[str, ...], items: dict[str, ManagedItem], what: str) -> list[ManagedItem]:
    unknown = [word for word in words if word.casefold() not in items]
    if unknown:
        known = ", ".join(sorted({item.code for item in items.values()}))
        text = _("unknown %(what)s “%(words)s”; known are: %(known)s")
        raise _Refused(text % {"what": what, "words": ", ".join(unknown), "known": known})
    return [items[word.casefold()] for word in words]


def _change(
    organisation: Organisation, fields: dict[str, Any], kinds: list[ManagedItem], domains: list[ManagedItem]
) -> str:
    """Bring an organisation in line with its row; in words what changed, empty when nothing did."""
    changes = []
    update: dict[str, Any] = {}
    for name, value in fields.items():
        old = getattr(organisation, name)
        if old != value:
            update[name] = value
            changes.append(f"{_label(name)}: {_words(old)} → {_words(value)}")
            setattr(organisation, name, value)
    for name, items in (("kinds", kinds), ("domains", domains)):
        relation = getattr(organisation, name)
        if items and {item.pk for item in items} != {item.pk for item in relation.all()}:
            relation.set(items)
            changes.append(f"{_label(name)}: {', '.join(str(item) for item in items)}")
    if changes:
        Organisation.objects.filter(pk=organisation.pk).update(version=F("version") + 1, **update)
    return "; ".join(changes)


def _label(name: str) -> str:
    return str(getattr(Organisation._meta.get_field(name), "verbose_name", name))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or "–"


ORGANISATIONS = ImportKind(
    name="organisations",
    label=gettext_lazy("Organisations"),
    columns=COLUMNS,
    permission=IMPORT,
    parse_row=parse_row,
    apply=apply,
    help=gettext_lazy(
        "Organisations are recognised by Chamber of Commerce number, RSIN or name. An empty cell leaves what is known."
    ),
    done_url_name="stakeholders:organisations",
)
