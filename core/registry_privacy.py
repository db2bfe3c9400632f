"""Declarations for the slots about privacy: who somebody may be, what is kept, erasing, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.registry import Text


@dataclass(frozen=True)
class DataSubject:
    """The person a privacy request is about: what finds the records, and what is looked for in texts."""

    emails: tuple[str, ...] = ()  # lower case
    persons: tuple[int, ...] = ()  # primary keys in the registry
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identity:
    """One place that knows a person: the names, addresses and telephone numbers it has or had."""

    key: str  # "<source>:<what>:<number>", the same every time
    label: str  # in words: "Registry: Test Contact, Voorbeeld"
    subject: DataSubject


@dataclass(frozen=True)
class IdentitySource:
    """Knows persons by address or name, for privacy requests.

    `find(email, name, person)` (each may be empty or None) gives who it may be; `addresses()` gives every address,
    so that an erasure can be repeated after a restore, when only a keyed hash of the address is left.
    """

    name: str
    find: Callable[[str, str, int | None], list[Identity]]
    addresses: Callable[[], Iterable[str]]
    order: int = 0


@dataclass(frozen=True)
class PersonalData:
    """Everything one app keeps about a person, for a request to see it.

    `find(email, person)` gets an address and, when known, the primary key in the registry; it returns
    (heading, rows), each row label → value, readable as it stands.
    """

    name: str
    label: Text
    find: Callable[[str, int | None], list[tuple[str, list[dict[str, str]]]]]
    order: int = 0


@dataclass(frozen=True)
class Eraser:
    """Erases what one app holds as a record of a person; `erase(subject, by, at)` returns {what: count} in words.

    Free text, history and drafts need no eraser: core.erasing blanks names, addresses and numbers in every table.
    `kept(subject)` gives (what, why) of what stays, `spared(subject)` the tables whose text must then stay too.
    `by_hand(subject)` gives (what, address of its page, stored name) of files on records of the person whose content
    no program here reads.
    """

    name: str
    erase: Callable[[DataSubject, Any, datetime], dict[str, int]]
    label: Text = ""
    kept: Callable[[DataSubject], list[tuple[str, str]]] | None = None
    spared: Callable[[DataSubject], list[str]] | None = None
    by_hand: Callable[[DataSubject], list[tuple[str, str, str]]] | None = None
    order: int = 0


@dataclass(frozen=True)
class Retention:
    """How long one kind of data is kept.

    `due(at)` counts what is past its time; `carry_out(at)` removes it and returns how many. Both touch only what is
    due, so that the nightly job costs what there is to do. With `days` the period can be changed in the browser, and
    both ask core.retention for it. Without `reports_first` nobody is asked: the period is a promise.
    """

    name: str
    label: Text
    period: Text  # in words: "two years after the last contact"
    reason: Text
    due: Callable[[datetime], int]
    carry_out: Callable[[datetime], int]
    order: int = 0
    days: int | None = None
    reports_first: bool = True
