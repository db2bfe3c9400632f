"""What this room puts in the named slots of the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.history import register_history
from core.periods import local_date
from core.registry import (
    Beginning,
    DigestSource,
    FollowUp,
    HealthCheck,
    HomeSource,
    LinkTarget,
    MailValue,
    MenuItem,
    OpenItem,
    OpenItemSource,
    SearchKind,
    TimelineSource,
    Undoable,
    WorkItem,
    beginnings,
    digest_sources,
    follow_ups,
    health_checks,
    home_sources,
    link_targets,
    mail_values,
    menu_items,
    open_items,
    search_kinds,
    timeline_sources,
    undoables,
)

VIEW = "feedback.view_signal"
_HOME_LIMIT = 8


def work_of(user: Any, at: datetime) -> list[WorkItem]:
    """Signals that wait for this user: the own ones and those without an owner, most urgent first."""
    from .queries.lists import waiting_for

    today = local_date(at)
    return [
        WorkItem(
            title=signal.title,
            url=reverse("feedback:signal", args=[signal.pk]),
            due=signal.tell_by,
            state=_("too late") if signal.is_overdue(today) else str(signal.word_label),
            tone="negative" if signal.is_overdue(today) else signal.word_tone,
            kind=signal.get_kind_display(),
        )
        for signal in waiting_for(user)[:_HOME_LIMIT]
    ]


def overdue_work_of(user: Any, at: datetime) -> list[WorkItem]:
    """For the morning mail: the own signals of which a deadline has passed or passes within two working days."""
    from .queries.lists import due_soon

    return [
        WorkItem(
            title=signal.title,
            url=reverse("feedback:signal", args=[signal.pk]),
            due=signal.tell_by,
            state=_("too late") if signal.is_overdue(local_date(at)) else str(signal.word_label),
            tone="negative" if signal.is_overdue(local_date(at)) else signal.word_tone,
            kind=signal.get_kind_display(),
        )
        for signal in due_soon(user, today=local_date(at))
    ]


def signals_of_organisation(organisation: Any) -> list[tuple[datetime, str, str]]:
    """Entries for the page of an organisation."""
    from .queries.lists import organisation_timeline

    return organisation_timeline(organisation)


def signals_by_words(user: Any, words: str, limit: int) -> list[Any]:
    """Signals to link to, the latest first, found as the search box finds them."""
    from core.search import finding

    from .models import Signal

    found = finding.find(words=words, kinds=[search_kinds["signal"]], limit=limit)
    keys = [hit.object_id for answer in found for hit in answer.found]
    signals = Signal.objects.in_bulk(keys)
    return [signals[key] for key in keys if key in signals]


def open_signals(organisations: Iterable[int], at: datetime) -> list[OpenItem]:
    """Signals given for these organisations of which somebody still has to be told something. Two queries."""
    from .queries.lists import unfinished_of_organisations

    today = local_date(at)
    return [
        OpenItem(
            reference=f"feedback:signals:{signal.pk}",
            title=signal.title,
            url=reverse("feedback:signal", args=[signal.pk]),
            kind=_("Signal"),
            organisation=organisation,
            owner=signal.owner,
            due=signal.tell_by,
            is_late=signal.is_overdue(today),
        )
        for organisation, signal in unfinished_of_organisations(organisations)
    ]


def hand_over_signals(keys: Iterable[int], to: Any, by: Any, at: datetime) -> int:
    """Make a colleague the owner of these signals."""
    from .models import Signal
    from .services.work import assign_signals

    return len(assign_signals(signals=Signal.objects.filter(pk__in=list(keys)), owner=to, by=by, at=at))


def restore(user: Any, payload: dict[str, Any]) -> str:
    """Undo an assignment of several signals."""
    from .services.work import restore_owners

    if not user.has_perm("feedback.work_signal"):
        return _("Nothing was changed.")
    count = restore_owners(payload["owners"])
    return ngettext(
        "%(count)d signal has its earlier owner again.", "%(count)d signals have their earlier owners again.", count
    ) % {"count": count}


def fill_follow_link(reference: str) -> str:
    """Address of the follow page for a mail to a giver."""
    from .services.receive import follow_link

    return follow_link(reference)


def signal_from_contact(
    *, text: str, organisation: Any, person: Any, owner: Any, due: Any, by: Any, at: datetime
) -> Any:
    """Make a signal of something that was said in a conversation; the giver is told like every other one.

    Without a person the organisation is the giver. The deadlines of the loop hold, so `due` is not used. Raises
    django.core.exceptions.ValidationError for a text that does not fit.
    """
    from .choices import Kind, Source
    from .services.receive import GiverData, Words, register_signal

    giver = GiverData(
        name=person.name if person else "",
        email=person.email if person else "",
        phone=person.phone if person else "",
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
    )
    words = Words(kind=Kind.OBSERVATION, text=text, language=person.language if person else "nl")
    return register_signal(words=words, source=Source.CONTACT, giver=giver, owner=owner, by=by, at=at)


def check_inbox() -> tuple[str, str]:
    """Whether the sealed inbox of anonymous signals is opened every day."""
    from django.utils import timezone

    from .queries.lists import inbox_state

    waiting, unreadable = inbox_state(today=local_date(timezone.now()))
    if unreadable:
        return "error", ngettext(
            "%(count)d anonymous message cannot be opened because its key was lost.",
            "%(count)d anonymous messages cannot be opened because their keys were lost.",
            unreadable,
        ) % {"count": unreadable}
    if waiting:
        return "warning", _("Anonymous signals of an earlier day have not been opened yet.")
    return "ok", _("Anonymous signals are opened every day.")


beginnings.register(
    Beginning(
        "feedback:signal",
        gettext_lazy("Somebody gave a signal"),
        "feedback:enter",
        "feedback.work_signal",
        gettext_lazy("A complaint, question, compliment or suggestion."),
        order=20,
    )
)
mail_values.register(MailValue("follow_link", fill_follow_link))
menu_items.register(
    MenuItem(
        "feedback:signals", gettext_lazy("Signals"), "feedback:signals", permission=VIEW, order=30, prefix="/signalen/"
    )
)
home_sources.register(
    HomeSource(
        "feedback:signals",
        gettext_lazy("Signals that wait for you"),
        work_of,
        permission="feedback.work_signal",
        empty=gettext_lazy("No signal waits for you."),
        action_label=gettext_lazy("All signals"),
        action_url_name="feedback:signals",
        order=10,
    )
)
digest_sources.register(DigestSource("feedback:signals", gettext_lazy("Signals"), overdue_work_of, order=10))
search_kinds.register(SearchKind("signal", gettext_lazy("Signals"), VIEW, "feedback:signal", is_named=False, order=50))
timeline_sources.register(
    TimelineSource(
        "feedback:signals",
        "stakeholders.Organisation",
        signals_of_organisation,
        permission=VIEW,
        label=gettext_lazy("Signals"),
    )
)
open_items.register(OpenItemSource("feedback:signals", open_signals, VIEW, hand_over_signals, order=20))
undoables.register(Undoable("feedback.assign", restore))
follow_ups.register(
    FollowUp(
        "signal",
        gettext_lazy("Make it a signal"),
        "feedback.work_signal",
        signal_from_contact,
        gettext_lazy("It gets an owner and deadlines, and who gave it hears what is done with it."),
        order=10,
    )
)
link_targets.register(
    LinkTarget(
        "feedback.Signal",
        gettext_lazy("Signal"),
        VIEW,
        lambda signal: reverse("feedback:signal", args=[signal.pk]),
        signals_by_words,
    )
)
health_checks.register(HealthCheck("feedback:inbox", gettext_lazy("Sealed inbox of signals"), check_inbox, order=60))
register_history("feedback.Signal", permission=VIEW)
register_history("feedback.Decision", permission=VIEW)
