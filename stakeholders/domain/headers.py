"""Which of our columns a header of somebody else's list means: words in Dutch and English."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

IGNORED = ""
ORGANISATION_COLUMNS = (
    "name",
    "abbreviation",
    "kinds",
    "domains",
    "in_measurement",
    "measurement_reason",
    "website",
    "kvk_number",
    "rsin",
    "parent",
    "topics",
    "tags",
    "connection",
    "joint_interests",
    "channel",
    "notes",
    "email",
    "phone",
)
PERSON_COLUMNS = (
    "name",
    "first_name",
    "infix",
    "last_name",
    "email",
    "phone",
    "mobile",
    "second_email",
    "language",
    "legal_basis",
    "source",
    "do_not_invite",
    "do_not_invite_reason",
    "organisation",
    "organisation_kvk",
    "title",
    "from_on",
)
_SAME: dict[str, tuple[str, ...]] = {
    "abbreviation": ("afkorting", "afk", "acroniem", "acronym", "short name", "korte naam"),
    "kinds": ("soort", "soorten", "type", "kind", "categorie", "category", "organisatiesoort", "type organisatie"),
    "domains": ("domein", "domeinen", "domain", "werkveld", "beleidsterrein"),
    "in_measurement": ("in meting", "meting", "in measurement", "stakeholdermeting", "in stakeholdermeting"),
    "measurement_reason": ("reden", "reden meting", "reason", "why"),
    "website": ("web", "site", "url", "webadres", "internet", "internetadres", "homepage", "web address"),
    "kvk_number": ("kvk", "kvk nummer", "kvknummer", "kvk nr", "kamer van koophandel", "chamber of commerce", "coc"),
    "rsin": ("rsin nummer", "fiscaal nummer"),
    "notes": ("notities", "notitie", "opmerking", "opmerkingen", "toelichting", "remarks", "comments", "note"),
    "email": ("e mail", "mail", "e mailadres", "emailadres", "mailadres", "e mail address", "email address"),
    "phone": ("telefoon", "tel", "telefoonnummer", "vast nummer", "telephone", "phone number", "tel nr"),
    "mobile": (
        "mobiel",
        "mobiele telefoon",
        "mobiel nummer",
        "06 nummer",
        "mobile phone",
        "mobile number",
        "cell phone",
    ),
    "second_email": (
        "tweede e mail",
        "tweede e mailadres",
        "e mail 2",
        "ander e mailadres",
        "second email",
        "email 2",
    ),
    "parent": (
        "onderdeel van",
        "valt onder",
        "moederorganisatie",
        "koepel",
        "part of",
        "belongs to",
        "parent organisation",
    ),
    "topics": ("onderwerp", "onderwerpen", "thema", "themas", "thema s", "topic", "subject", "theme"),
    "tags": ("label", "labels", "tag", "trefwoord", "trefwoorden", "kenmerk", "kenmerken", "keywords"),
    "connection": (
        "wat ons verbindt",
        "verbinding",
        "relatie",
        "relatie met ons",
        "relation",
        "what connects it with us",
    ),
    "joint_interests": ("gezamenlijke belangen", "gedeelde belangen", "gezamenlijk belang", "shared interests"),
    "channel": ("komt binnen via", "kanaal", "ingang", "comes in by"),
    "first_name": ("voornaam", "roepnaam", "first name", "given name", "firstname"),
    "infix": ("tussenvoegsel", "voorvoegsel", "tussenvoegsels", "prefix", "middle name"),
    "last_name": ("achternaam", "familienaam", "last name", "surname", "family name", "lastname"),
    "language": ("taal", "voorkeurstaal", "correspondentietaal"),
    "legal_basis": ("grondslag", "rechtsgrond", "legal basis"),
    "source": ("bron", "herkomst", "data source"),
    "do_not_invite_reason": (
        "reden niet uitnodigen",
        "waarom niet",
        "reden opt out",
        "reason not to invite",
        "why not",
    ),
    "do_not_invite": ("niet uitnodigen", "niet benaderen", "opt out", "do not invite", "do not contact"),
    "title": ("functie", "functietitel", "rol", "function", "job title", "position", "role"),
    "from_on": ("vanaf", "sinds", "startdatum", "begindatum", "since", "from", "start date"),
    "organisation_kvk": ("kvk", "kvk nummer", "kvknummer", "kvk organisatie"),
}
_ORGANISATION = ("organisatie", "organisatienaam", "naam organisatie", "bedrijf", "bedrijfsnaam", "instelling")
_ORGANISATION_EN = ("organization", "organisation name", "company", "company name", "employer", "werkgever", "account")
_NAME = ("naam", "name", "volledige naam", "full name")
_PERSON = ("contactpersoon", "contact", "persoon", "naam contactpersoon", "person", "contact person", "weergavenaam")


def plain(header: str) -> str:
    """A header in lower case, without accents and signs."""
    text = unicodedata.normalize("NFKD", header.casefold()).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", text))


def header_key(headers: Sequence[str]) -> str:
    """The same for lists with the same headers in whatever order."""
    return hashlib.sha256("\n".join(sorted(plain(header) for header in headers)).encode()).hexdigest()


def columns_of(*, persons: bool) -> tuple[str, ...]:
    """Our columns, in the order in which they are offered."""
    return PERSON_COLUMNS if persons else ORGANISATION_COLUMNS


def _words(*, persons: bool) -> dict[str, str]:
    """Our column by the plain words that mean it."""
    words: dict[str, str] = {}
    for column in columns_of(persons=persons):
        words[plain(column)] = column
        for word in _SAME.get(column, ()):
            words.setdefault(word, column)
    organisation = "organisation" if persons else "name"
    for word in (*_ORGANISATION, *_ORGANISATION_EN):
        words[word] = organisation
    for word in (*_NAME, *(_PERSON if persons else ())):
        words[word] = "name"
    return words


def guess(headers: Sequence[str], *, persons: bool, remembered: dict[str, str] | None = None) -> dict[int, str]:
    """Our column by the place of theirs; each of ours once, the first that fits; what is not known is left out.

    `remembered`: our column by plain header, as chosen the last time for a list with these headers.
    """
    words = _words(persons=persons)
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        key = plain(header)
        column = remembered.get(key, IGNORED) if remembered is not None else words.get(key, IGNORED)
        if column and column not in found.values():
            found[place] = column
    return found
