"""What the cells of a row mean: values by our columns, and everything that is wrong with the row, in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from core.tables import CellUnreadable, parse_date, parse_list, parse_yes_no
from stakeholders.models import ContactPoint, Domain, Organisation, OrganisationKind, Person, Tag, Topic
from stakeholders.models.managed import ManagedItem
from stakeholders.models.organisation import Channel
from stakeholders.models.person import LegalBasis

MANAGED: dict[str, type[ManagedItem]] = {"kinds": OrganisationKind, "domains": Domain, "topics": Topic, "tags": Tag}
# More ways to reach a person: the kind of each column.
WAYS = {"mobile": "mobile", "second_email": "email"}

_LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
_DIGITS = {"kvk_number": 8, "rsin": 9, "organisation_kvk": 8}


class Reader:
    """Reads rows of one kind; managed lists and known organisations are fetched once."""

    def __init__(self, *, persons: bool, source: str) -> None:
        self._persons = persons
        self._source = source
        self._managed = {} if persons else {name: _by_words(model) for name, model in MANAGED.items()}
        self._organisations = _organisations()

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
                problems.append(f"{label_of(column, persons=self._persons)}: {refusal}")
            except ValidationError as refusal:
                problems.append(f"{label_of(column, persons=self._persons)}: {' '.join(refusal.messages)}")
        if "name" not in values and not problems:
            problems.append(_("there is no name in this row"))
        if self._persons:
            self._complete(values, problems)
        elif "parent" in values:
            self._find_parent(values, problems)
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
        if column in self._managed:
            return _known(text, self._managed[column], str(MANAGED[column]._meta.verbose_name))
        if column == "channel":
            return _channel(text)
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
        if column in ("organisation", "parent"):
            return text[:200]
        if column in ("email", "second_email"):
            text = text.lower()
        model: Any = Person if self._persons else Organisation
        if not self._persons and column in ("email", "phone"):
            model = ContactPoint
        if column == "title":
            if len(text) > 120:
                raise CellUnreadable(_("the function is longer than 120 characters"))
            return text
        field = {"mobile": "phone", "second_email": "email"}.get(column, column)
        return str(model._meta.get_field(field).clean(text, None))

    def _find_parent(self, values: dict[str, Any], problems: list[str]) -> None:
        """The organisation that this one is a part of."""
        found = self._organisations.get(("name", values["parent"].casefold()))
        if found is None:
            text = _("part of: we do not know organisation “%(name)s”; add it first")
            problems.append(text % {"name": values.pop("parent")})
        else:
            values["parent_id"], values["parent"] = found

    def _complete(self, values: dict[str, Any], problems: list[str]) -> None:
        """The organisation of a person's function, and where the data come from."""
        values.setdefault("source", self._source)
        if "do_not_invite_reason" in values and not values.setdefault("do_not_invite", True):
            problems.append(_("there is a reason not to invite this person, but also that it may be invited"))
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


def _channel(text: str) -> str:
    """By its name in either language."""
    for language in ("nl", "en"):
        with translation.override(language):
            for value, label in Channel.choices:
                if text.casefold() in (value, str(label).casefold()):
                    return str(value)
    known = ", ".join(str(label) for label in Channel.labels)
    raise CellUnreadable(
        _("unknown way to come in “%(text)s”; known are: %(known)s") % {"text": text[:40], "known": known}
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
        known = ", ".join(sorted(set(items.values()))) or "–"
        refusal = _("unknown %(what)s “%(words)s”; known are: %(known)s. A new one is added under Lists.")
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
        "mobile": _("mobile phone (extra)"),
        "second_email": _("second e-mail address"),
        "do_not_invite_reason": _("why not to invite"),
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
