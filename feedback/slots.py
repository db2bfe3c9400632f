"""What this room puts in the named slots of the house."""

from __future__ import annotations

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
    SearchHit,
    SearchSource,
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
    search_sources,
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


def search_signals(user: Any, words: str, limit: int) -> list[SearchHit]:
    """Signals in whose title, text or topic the words stand."""
    from .queries.lists import found_signals

    return [
        SearchHit(
            title=signal.title,
            url=reverse("feedback:signal", args=[signal.pk]),
            kind=_("Signal"),
            detail=str(signal.word_label),
        )
        for signal in found_signals(words)[:limit]
    ]


def signals_of_organisation(organisation: Any) -> list[tuple[datetime, str, str]]:
    """Entries for the page of an organisation."""
    from .queries.lists import organisation_timeline

    return organisation_timeline(organisation)


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
search_sources.register(SearchSource("feedback:signals", search_signals, permission=VIEW, order=30))
timeline_sources.register(
    TimelineSource(
        "feedback:signals",
        "stakeholders.Organisation",
        signals_of_organisation,
        permission=VIEW,
        label=gettext_lazy("Signals"),
    )
)
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
        "feedback.Signal", gettext_lazy("Signal"), VIEW, lambda signal: reverse("feedback:signal", args=[signal.pk])
    )
)
health_checks.register(HealthCheck("feedback:inbox", gettext_lazy("Sealed inbox of signals"), check_inbox, order=60))
register_history("feedback.Signal", permission=VIEW)
register_history("feedback.Decision", permission=VIEW)
