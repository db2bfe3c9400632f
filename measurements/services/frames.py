"""Who is asked: filling the frame of a wave that is being prepared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.tables import Column, read_table
from core.tables.decoding import is_workbook
from measurements.choices import Level, State
from measurements.exceptions import WaveIsFrozen
from measurements.models import FrameMember, Wave
from stakeholders.models import Segment
from stakeholders.queries import measurement_contacts
from stakeholders.queries.segments import measured_contacts

MOST_MEMBERS = 50_000
COLUMNS = (
    Column("email", aliases=("e-mail", "e-mailadres", "mail")),
    Column("name", aliases=("naam",)),
    Column("language", aliases=("taal",)),
    Column("organisation", aliases=("organisatie",)),
    Column("address", aliases=("adres", "postadres")),
)


@dataclass(frozen=True)
class Address:
    """One person to invite, by mail or, without an e-mail address, by letter."""

    email: str
    name: str = ""
    language: str = ""
    organisation: str = ""
    address: str = ""


@dataclass(frozen=True)
class Filled:
    """What came of a list: how many were added, how many were in the frame already."""

    added: int
    known: int


class BadList(Exception):
    """The list has errors; nothing was added. `problems` are (line number, sentence)."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


def fill_from_stakeholders(*, wave: Wave, at: datetime, segment: Segment | None = None) -> Filled:
    """Add the contact persons of the organisations that belong in the measurement. Raises WaveIsFrozen.

    With a segment only those of them who are in it today; who comes into the segment later is not invited.
    """
    on = timezone.localdate(at)
    contacts = measured_contacts(segment, on=on) if segment else measurement_contacts(on=on)
    return add_members(
        wave=wave,
        addresses=[
            Address(contact.email, contact.name, contact.language, contact.organisation) for contact in contacts
        ],
    )


def fill_from_list(*, wave: Wave, raw: bytes) -> Filled:
    """Add the people of a CSV list or pasted lines. Raises BadList and WaveIsFrozen."""
    return add_members(wave=wave, addresses=read_addresses(raw, languages=wave.languages))


@transaction.atomic
def add_members(*, wave: Wave, addresses: Iterable[Address]) -> Filled:
    """Add people to the frame, each address once; a language outside the wave becomes its default."""
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if locked.state != State.DRAFT:
        raise WaveIsFrozen
    known = {
        email or _paper_key(name, place)
        for email, name, place in FrameMember.objects.filter(wave=locked).values_list("email", "name", "address")
    }
    new: dict[str, FrameMember] = {}
    seen = 0
    for address in addresses:
        email = address.email.strip().lower()
        key = email or _paper_key(address.name, address.address)
        if key in known or key in new:
            seen += 1
            continue
        new[key] = FrameMember(
            wave=locked,
            email=email,
            name=address.name,
            language=address.language if address.language in locked.languages else locked.default_language,
            organisation=address.organisation,
            address=address.address,
        )
    FrameMember.objects.bulk_create(new.values(), batch_size=2000)
    _count(locked)
    return Filled(added=len(new), known=seen)


@transaction.atomic
def remove_member(*, wave: Wave, member_id: int) -> None:
    """Take one person out of the frame. Raises WaveIsFrozen."""
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if locked.state != State.DRAFT:
        raise WaveIsFrozen
    FrameMember.objects.filter(wave=locked, pk=member_id).delete()
    _count(locked)


@transaction.atomic
def clear_frame(*, wave: Wave) -> int:
    """Empty the frame to begin anew; returns how many people were in it. Raises WaveIsFrozen."""
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if locked.state != State.DRAFT:
        raise WaveIsFrozen
    removed, _per_model = FrameMember.objects.filter(wave=locked).delete()
    _count(locked)
    return removed


def read_addresses(raw: bytes, *, languages: list[str]) -> list[Address]:
    """Addresses of a list: CSV with a heading, or plain addresses one a line. Raises BadList."""
    if is_workbook(raw):
        raise BadList([(0, _("This is a workbook. Save the list as CSV, or copy and paste it."))])
    table = read_table(_with_heading(raw), columns=COLUMNS, max_rows=MOST_MEMBERS)
    problems = [(problem.line or 0, problem.text) for problem in table.problems]
    if table.rows and not any(row["email"].strip() or row["address"].strip() for row in table.rows):
        raise BadList([(0, _("There are no addresses in the list.")), *problems])
    addresses = []
    for row in table.rows:
        email, place = row["email"].strip(), _postal(row["address"])
        try:
            if email or not place:
                validate_email(email)
        except ValidationError:
            problems.append((row.line, _("“%(value)s” is no e-mail address.") % {"value": email[:80]}))
            continue
        addresses.append(Address(email, row["name"][:200], row["language"].lower(), row["organisation"][:250], place))
    if not problems and not addresses:
        problems.append((0, _("There are no addresses in the list.")))
    if problems:
        raise BadList(sorted(problems))
    return addresses


def _postal(text: str) -> str:
    """An address in lines; in a list they may stand behind each other with “|” between them."""
    return "\n".join(line.strip() for line in text.replace("|", "\n").splitlines() if line.strip())[:400]


def _paper_key(name: str, address: str) -> str:
    return f"{name} {address}".casefold()


def _with_heading(raw: bytes) -> bytes:
    """Pasted addresses have no heading: give them one."""
    first = raw.lstrip(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return (
        b"email\n" + raw.lstrip(b"\xef\xbb\xbf") if b"@" in first and b";" not in first and b"," not in first else raw
    )


def _count(wave: Wave) -> None:
    members = FrameMember.objects.filter(wave=wave)
    organisations = members.exclude(organisation="").values("organisation").distinct().count()
    population = wave.population
    if wave.level == Level.STAKEHOLDERS and organisations:
        population = max(organisations, population or 0)
    Wave.objects.filter(pk=wave.pk).update(
        invited_count=members.count(), organisation_count=organisations, population=population
    )
