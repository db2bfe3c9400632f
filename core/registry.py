"""Named slots that the apps above fill in their `AppConfig.ready()`; so a value below never has to know what is above.

Slots hold plain declarations (dataclasses below). Reading order is the order of registration, sorted by `order`
where the declaration has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from core.registry_lists import ImportKind as ImportKind
from core.registry_lists import ListExport as ListExport
from core.registry_lists import RowOutcome as RowOutcome
from core.registry_privacy import DataSubject as DataSubject
from core.registry_privacy import Eraser as Eraser
from core.registry_privacy import Identity as Identity
from core.registry_privacy import IdentitySource as IdentitySource
from core.registry_privacy import PersonalData as PersonalData
from core.registry_privacy import Retention as Retention

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import Model
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    Text: TypeAlias = str | _StrPromise
    AnyUser: TypeAlias = AbstractBaseUser | AnonymousUser

T = TypeVar("T")


class AlreadyRegistered(Exception):
    """The slot holds a declaration under this name already."""


class Slot(Generic[T]):
    """One named place in the house. Declarations are unique by their `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        """Add a declaration. Raises AlreadyRegistered when another one has the same name."""
        name = str(item.name)  # type: ignore[attr-defined]
        if name in self._items:
            raise AlreadyRegistered(f"{self.name}: {name}")
        self._items[name] = item
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: getattr(item, "order", 0)))

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def get(self, name: str) -> T | None:
        """The declaration of this name, or None."""
        return self._items.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._items


@dataclass(frozen=True)
class RoleGrant:
    """Permissions (`app_label.codename`) that one app gives to one role (see accounts.roles)."""

    name: str  # "<app>:<role>"
    role: str
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu, shown to whoever holds `permission` (None: everyone signed in)."""

    name: str
    label: Text
    url_name: str
    permission: str | None = None
    order: int = 0
    prefix: str = ""  # the entry is current on every path that begins so, unless another one's prefix fits longer
    under: str = ""  # name of the entry it belongs to: shown below that one, so that the main menu stays short
    own_label: Text = ""  # what the entry is called among those below it, when that differs


@dataclass(frozen=True)
class WorkItem:
    """One line of "My work": something with an owner and a date."""

    title: str
    url: str
    due: date | None = None
    state: str = ""  # short word shown as badge
    tone: str = "info"  # info | positive | warning | negative
    kind: Text = ""


@dataclass(frozen=True)
class HomeSource:
    """Fills the home page of a role: what must this person do now? `find(user, at)` returns the most urgent first."""

    name: str
    heading: Text
    find: Callable[[Any, datetime], list[WorkItem]]
    permission: str
    empty: Text = ""
    action_label: Text = ""
    action_url_name: str = ""
    order: int = 0


@dataclass(frozen=True)
class Beginning:
    """One of the ways to begin on the home page ("What happened?"), shown to holders of `permission`."""

    name: str
    label: Text  # what happened, from the user's side: "I spoke with somebody"
    url_name: str
    permission: str
    description: Text = ""
    order: int = 0


@dataclass(frozen=True)
class TimelineSource:
    """Gives entries for the page of one record; `find(record)` returns (moment, text, url) newest first."""

    name: str
    model: str  # "app_label.Model" the page is about
    find: Callable[[Any], Iterable[tuple[datetime, str, str]]]
    permission: str = ""
    label: Text = ""  # what kind of entries these are; the page filters by it


@dataclass(frozen=True)
class OpenItem:
    """Something about an organisation that is not finished: a promise, a signal, an action."""

    reference: str  # "<source name>:<primary key>", by which `hand_over` finds it again
    title: str
    url: str
    kind: Text
    organisation: int  # primary key
    is_ours: bool = True  # False: the stakeholder promised it to us
    owner: Any = None  # the colleague who must act, when there is one
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class OpenItemSource:
    """Open items of organisations, for the meeting sheet and for handovers.

    `find(organisations, at)` gets primary keys and uses a constant number of queries. `hand_over(keys, to, by, at)`
    makes the colleague `to` the owner of these items (primary keys of this source) and returns how many changed;
    None for a source whose items have no owner.
    """

    name: str
    find: Callable[[Iterable[int], datetime], list[OpenItem]]
    permission: str
    hand_over: Callable[[Iterable[int], Any, Any, datetime], int] | None = None
    order: int = 0


@dataclass(frozen=True)
class Coming:
    """Something that will change for an organisation: a gathering, a handover, a notice, a consultation."""

    day: date
    title: str
    kind: Text
    organisation: int  # primary key
    url: str = ""


@dataclass(frozen=True)
class ComingSource:
    """What is coming for organisations, for the meeting sheet.

    `find(organisations, at)` gets primary keys and uses a constant number of queries.
    """

    name: str
    find: Callable[[Iterable[int], datetime], list[Coming]]
    permission: str
    order: int = 0


@dataclass(frozen=True)
class FollowUp:
    """What can be made of a line in a conversation or an action list: a signal, a promise.

    `create(text, organisation, person, owner, due, by, at)` (all by keyword; `person` and `due` may be None) makes the
    record, whose `get_absolute_url` is its page; the caller links it to where it came from (core.models.Link).
    """

    name: str
    label: Text
    permission: str
    create: Callable[..., Model]
    help: Text = ""
    order: int = 0


@dataclass(frozen=True)
class SearchKind:
    """A kind of record that search finds; its documents are kept by triggers (core.search.documents)."""

    name: str  # the kind in the table of documents
    label: Text  # plural
    permission: str
    url_name: str  # takes the primary key
    is_named: bool  # looked for by name, typing errors forgiven; else by day, the latest first
    order: int = 0


@dataclass(frozen=True)
class LinkTarget:
    """A kind of record that may be linked to others (core.models.Link)."""

    name: str  # "app_label.Model"
    label: Text
    permission: str
    url: Callable[[Any], str]
    # Records to link to, by what was typed: `search(user, words, limit)` gives only what that user may see.
    search: Callable[[Any, str, int], Iterable[Any]] | None = None


@dataclass(frozen=True)
class MailValue:
    """A value put into a mail only at the moment of sending, so that it is never stored (survey and sign-in links).

    In a stored body it stands as `[[name]]`; `fill(reference)` gives the text for the message with this reference.
    """

    name: str
    fill: Callable[[str], str]


@dataclass(frozen=True)
class MailAttachment:
    """A file of one recipient, made only at the moment of sending, for every mailing of the kind `name`.

    `make(reference)` gets the message's reference for late values; returns (file name, content, media type).
    """

    name: str
    make: Callable[[str], tuple[str, str, str]]


@dataclass(frozen=True)
class MailKind:
    """What is special about mailings of the kind `name`; asked at the moment of sending, never stored.

    `may_go(reference)` is False for a message that must not go out any more (opted out, closed meanwhile): it is then
    called back. `headers(reference)` are added to the message. Bulk mail keeps to settings.MAIL_PER_MINUTE.
    """

    name: str
    may_go: Callable[[str], bool] | None = None
    headers: Callable[[str], dict[str, str]] | None = None
    is_bulk: bool = False


@dataclass(frozen=True)
class HealthCheck:
    """One line of "Does everything work?"; `check()` returns (state, sentence), state one of ok | warning | error."""

    name: str
    label: Text
    check: Callable[[], tuple[str, str]]
    order: int = 0


@dataclass(frozen=True)
class JobKind:
    """Work that a person starts and a worker does; `run(job)` does it, reports progress and returns the result."""

    name: str
    label: Text
    run: Callable[[Any], dict[str, Any]]
    result_template: str = ""


@dataclass(frozen=True)
class DemoLoader:
    """Fills the demo for one app, in `order`; must be idempotent."""

    name: str
    load: Callable[[datetime], None]
    order: int = 0


@dataclass(frozen=True)
class DigestSource:
    """Lines for the one mail each working morning; `find(user, at)` returns the work to mention."""

    name: str
    heading: Text
    find: Callable[[Any, datetime], list[WorkItem]]
    order: int = 0


@dataclass(frozen=True)
class Undoable:
    """An action that can be taken back; `undo(user, payload)` reverses it and returns a sentence for the user."""

    name: str
    undo: Callable[[Any, dict[str, Any]], str]


@dataclass(frozen=True)
class HistoryPart:
    """Rows that belong to a record, whose history is read as part of that of the record.

    `owner` is the column of the event table that holds the primary key of the record; `shown` are the fields that say
    in words which row it is.
    """

    name: str  # "app_label.Model" of the rows
    owner: str
    shown: tuple[str, ...]
    label: Text


@dataclass(frozen=True)
class HistorySubject:
    """A model whose recorded history may be read on its page by holders of `permission`."""

    name: str  # "app_label.Model"
    event_model: Callable[[], type[Model]]
    permission: str
    hidden_fields: tuple[str, ...] = field(default=())
    parts: tuple[HistoryPart, ...] = field(default=())


role_grants: Slot[RoleGrant] = Slot("role_grants")
menu_items: Slot[MenuItem] = Slot("menu_items")
home_sources: Slot[HomeSource] = Slot("home_sources")
beginnings: Slot[Beginning] = Slot("beginnings")
timeline_sources: Slot[TimelineSource] = Slot("timeline_sources")
search_kinds: Slot[SearchKind] = Slot("search_kinds")
open_items: Slot[OpenItemSource] = Slot("open_items")
coming_changes: Slot[ComingSource] = Slot("coming_changes")
follow_ups: Slot[FollowUp] = Slot("follow_ups")
identity_sources: Slot[IdentitySource] = Slot("identity_sources")
erasers: Slot[Eraser] = Slot("erasers")
personal_data: Slot[PersonalData] = Slot("personal_data")
retentions: Slot[Retention] = Slot("retentions")
link_targets: Slot[LinkTarget] = Slot("link_targets")
mail_values: Slot[MailValue] = Slot("mail_values")
mail_attachments: Slot[MailAttachment] = Slot("mail_attachments")
mail_kinds: Slot[MailKind] = Slot("mail_kinds")
health_checks: Slot[HealthCheck] = Slot("health_checks")
job_kinds: Slot[JobKind] = Slot("job_kinds")
import_kinds: Slot[ImportKind] = Slot("import_kinds")
list_exports: Slot[ListExport] = Slot("list_exports")
demo_loaders: Slot[DemoLoader] = Slot("demo_loaders")
digest_sources: Slot[DigestSource] = Slot("digest_sources")
undoables: Slot[Undoable] = Slot("undoables")
history_subjects: Slot[HistorySubject] = Slot("history_subjects")


def visible_menu(request: HttpRequest) -> list[MenuItem]:
    """The menu entries that the signed-in user of this request may open, in order."""
    user = request.user
    if not user.is_authenticated:
        return []
    return [item for item in menu_items if item.permission is None or user.has_perm(item.permission)]
