"""What the cells of a row mean: values by our columns, and everything that is wrong with the row, in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.tables import CellUnreadable, parse_date, parse_list, parse_yes_no
from stakeholders.models import ContactPoint, Domain, Organisation, OrganisationKind, Person
from stakeholders.models.managed import ManagedItem
from stakeholders.models.person import LegalBasis

_LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
_DIGITS = {"kvk_number": 8, "rsin": 9, "organisation_kvk": 8}


class Reader:
    """Reads rows of one kind; managed lists and known organisations are fetched once."""

    def __init__(self, *, persons: bool, source: str) -> None:
        self._persons = persons
        self._source = source
        self._kinds = {} if persons else _by_words(OrganisationKind)
        self._domains = {} if persons else _by_words(Domain)
        self._organisations = _organisations() if persons else {}

    def read(self, cells: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        """The values that are filled in, and all problems of the row."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for column, text in self._composed(cells).items():
            if not text:
                continue
            try:
                values[column] = self._value(column, text)
            except CellUnreadable as refusal:
                problems.append(str(refusal))
            except ValidationError as refusal:
                problems.append(f"{label_of(column, persons=self._persons)}: {' '.join(refusal.messages)}")
        if "name" not in values and not problems:
            problems.append(_("there is no name in this row"))
        if self._persons:
            self._complete(values, problems)
        return values, problems

    def _composed(self, cells: dict[str, str]) -> dict[str, str]:
        """First name, infix and last name become one name, when the name itself is not there."""
        parts = [cells.get(part, "") for part in ("first_name", "infix", "last_name")]
        rest = {key: text for key, text in cells.items() if key not in ("first_name", "infix", "last_name")}
        if any(parts) and not rest.get("name"):
            rest["name"] = " ".join(part for part in parts if part)
        return rest

    def _value(self, column: str, text: str) -> Any:
        if column in ("in_measurement", "do_not_invite"):
            return parse_yes_no(text)
        if column == "kinds":
            return _known(text, self._kinds, _("kind"))
        if column == "domains":
            return _known(text, self._domains, _("domain"))
        if column == "language":
            if text.casefold() not in _LANGUAGES:
                raise CellUnreadable(_("unknown language “%(text)s”: write Dutch or English") % {"text": text[:40]})
            return _LANGUAGES[text.casefold()]
        if column == "legal_basis":
            return _legal_basis(text)
        if column == "from_on":
            return parse_date(text).isoformat()
        if column in _DIGITS:
            return _digits(column, text)
        if column == "website" and "://" not in text:
            text = f"https://{text}"
        return self._checked(column, text)

    def _checked(self, column: str, text: str) -> str:
        """As the database field takes it."""
        if column == "organisation":
            return text[:200]
        if column == "email":
            text = text.lower()
        model: Any = Person if self._persons else Organisation
        if not self._persons and column in ("email", "phone"):
            model = ContactPoint
        if column == "title":
            if len(text) > 120:
                raise CellUnreadable(_("the function is longer than 120 characters"))
            return text
        return str(model._meta.get_field(column).clean(text, None))

    def _complete(self, values: dict[str, Any], problems: list[str]) -> None:
        """The organisation of a person's function, and where the data come from."""
        values.setdefault("source", self._source)
        number, name = values.pop("organisation_kvk", ""), values.get("organisation", "")
        if not number and not name:
            if "title" in values or "from_on" in values:
                problems.append(_("there is a function, but no organisation"))
            return
        found = self._organisations.get(("kvk", number)) if number else None
        found = found or self._organisations.get(("name", name.casefold()))
        if found is None:
            problems.append(_("we do not know organisation “%(name)s”; add it first") % {"name": name or number})
        else:
            values["organisation_id"], values["organisation"] = found


def _digits(column: str, text: str) -> str:
    digits = "".join(sign for sign in text if sign not in " .-")
    size = _DIGITS[column]
    # A spreadsheet drops zeros in front.
    digits = digits.zfill(size) if digits.isdigit() and size - 2 <= len(digits) else digits
    if not (digits.isascii() and digits.isdigit() and len(digits) == size):
        raise CellUnreadable(
            _("“%(value)s” is not a number of %(digits)d digits") % {"value": text[:40], "digits": size}
        )
    return digits


def _legal_basis(text: str) -> str:
    for value, label in LegalBasis.choices:
        if text.casefold() in (value, str(label).casefold()):
            return str(value)
    known = ", ".join(str(label) for label in LegalBasis.labels)
    raise CellUnreadable(
        _("unknown legal basis “%(text)s”; known are: %(known)s") % {"text": text[:40], "known": known}
    )


def _by_words(model: type[ManagedItem]) -> dict[str, str]:
    """Codes by code and by their names in both languages."""
    return {
        word.casefold(): item.code
        for item in model._default_manager.all()
        for word in (item.name_en, item.name_nl, item.code)
    }


def _known(text: str, items: dict[str, str], what: str) -> list[str]:
    words = [part for word in parse_list(text) for part in ([word] if word.casefold() in items else word.split(","))]
    unknown = [word.strip() for word in words if word.strip().casefold() not in items]
    if unknown:
        known = ", ".join(sorted(set(items.values())))
        refusal = _("unknown %(what)s “%(words)s”; known are: %(known)s")
        raise CellUnreadable(refusal % {"what": what, "words": ", ".join(unknown), "known": known})
    return list(dict.fromkeys(items[word.strip().casefold()] for word in words))


def _organisations() -> dict[tuple[str, str], tuple[int, str]]:
    """Organisations in use (key, name) by Chamber of Commerce number, name and abbreviation that only one has."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    shorts: dict[str, list[tuple[int, str]]] = {}
    for pk, name, short, number in Organisation.objects.active().values_list(
        "pk", "name", "abbreviation", "kvk_number"
    ):
        found["name", name.casefold()] = (pk, name)
        if number:
            found["kvk", number] = (pk, name)
        if short:
            shorts.setdefault(short.casefold(), []).append((pk, name))
    for short, held in shorts.items():
        if len(held) == 1:
            found.setdefault(("name", short), held[0])
    return found


def label_of(column: str, *, persons: bool) -> str:
    """Our column in words."""
    special = {
        "first_name": _("first name"),
        "infix": _("infix (van, de)"),
        "last_name": _("last name"),
        "organisation": _("organisation"),
        "organisation_kvk": _("Chamber of Commerce number of the organisation"),
        "title": _("function"),
        "from_on": _("function since"),
    }
    if column in special:
        return special[column]
    model: Any = Person if persons else Organisation
    if not persons and column in ("email", "phone"):
        model = ContactPoint
    return str(model._meta.get_field(column).verbose_name)


def web_domain(values: dict[str, Any]) -> str:
    """The domain of the website, or else of the mail address; without www."""
    host = (urlsplit(values.get("website", "")).hostname or "").removeprefix("www.")
    return (host or values.get("email", "").partition("@")[2])[:255]
