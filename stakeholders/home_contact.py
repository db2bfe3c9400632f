"""What contact puts on home pages, timelines, search and the health page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.periods import local_date
from core.registry import Beginning, HealthCheck, HomeSource, SearchKind, TimelineSource, WorkItem

from .access import OWN_ACCOUNTS
from .access_contact import RECORD, VIEW_CONTACT
from .models import ContactMoment, IncomingMail, Organisation
from .queries import contact as reads
from .queries.rhythm import Rhythm, rhythms
from .tasks import MAILBOX_TROUBLE

_HOME_LIMIT = 8


def silent_organisations(user: Any, at: datetime) -> list[WorkItem]:
    """The own organisations with which contact has been silent for longer than wished, the longest first."""
    today = local_date(at)
    own = Organisation.objects.active().of_user(user, on=today)
    names = dict(own.order_by("sort_key", "pk").values_list("pk", "name"))
    order = {key: place for place, key in enumerate(names)}
    late = [row for row in rhythms(state=reads.SILENT, on=today, among=list(names))]
    late.sort(key=lambda row: (row.last_on or today.min, order[row.organisation_id]))
    return [_silent_item(row, names[row.organisation_id]) for row in late[:_HOME_LIMIT]]


def _silent_item(row: Rhythm, name: str) -> WorkItem:
    due = row.last_on + timedelta(weeks=row.every_weeks) if row.last_on and row.every_weeks else None
    state = _("never") if due is None else _("too silent")
    return WorkItem(
        title=name,
        url=reverse("stakeholders:organisation", args=[row.organisation_id]),
        due=due,
        state=state,
        tone="warning",
        kind=_("Contact rhythm"),
    )


def mail_to_sort(user: Any, at: datetime) -> list[WorkItem]:
    """Messages about which somebody must say whose they are."""
    return [
        WorkItem(
            title=mail.subject or mail.problem or _("mail without a subject"),
            url=reverse("stakeholders:mail-sort", args=[mail.pk]),
            state=mail.get_state_display(),
            tone="negative" if mail.state == IncomingMail.State.BROKEN else "info",
            kind=_("Mail"),
        )
        for mail in reads.waiting_mail()[:_HOME_LIMIT]
    ]


def _entries(moments: Iterable[ContactMoment]) -> list[tuple[datetime, str, str]]:
    return [
        (
            moment.moment,
            _("%(form)s: %(title)s") % {"form": moment.get_form_display().capitalize(), "title": moment.title},
            moment.get_absolute_url(),
        )
        for moment in moments
    ]


def organisation_entries(organisation: Any) -> list[tuple[datetime, str, str]]:
    """Contact moments on the page of an organisation."""
    return _entries(reads.moments_of_organisation(organisation=organisation))


def person_entries(person: Any) -> list[tuple[datetime, str, str]]:
    """Contact moments on the page of a person."""
    return _entries(reads.moments_of_person(person_id=person.pk))


def check_mail_in() -> tuple[str, str]:
    """Whether the mailbox can be read and nothing lies unread that could not be."""
    if cache.get(MAILBOX_TROUBLE):
        return "error", _("The mailbox for incoming mail cannot be read. Check MAIL_IN_IMAP_URL and the mail server.")
    broken = IncomingMail.objects.filter(state=IncomingMail.State.BROKEN).count()
    if broken:
        return "warning", ngettext(
            "%(count)d incoming message cannot be read; look at it under Incoming mail.",
            "%(count)d incoming messages cannot be read; look at them under Incoming mail.",
            broken,
        ) % {"count": broken}
    return "ok", _("Incoming mail is taken in.")


HOME = (
    HomeSource(
        name="stakeholders.silent",
        heading=gettext_lazy("Too long silent"),
        find=silent_organisations,
        permission=OWN_ACCOUNTS,
        empty=gettext_lazy("You have spoken with all your organisations in time."),
        action_label=gettext_lazy("Record contact"),
        action_url_name="stakeholders:moment-begin",
        order=15,
    ),
    HomeSource(
        name="stakeholders.mail_in",
        heading=gettext_lazy("Mail to sort"),
        find=mail_to_sort,
        permission=RECORD,
        empty=gettext_lazy("No mail waits to be sorted."),
        action_label=gettext_lazy("Incoming mail"),
        action_url_name="stakeholders:mail-in",
        order=40,
    ),
)
BEGINNINGS = (
    Beginning(
        "stakeholders.contact",
        gettext_lazy("I spoke with somebody"),
        "stakeholders:moment-begin",
        RECORD,
        gettext_lazy("A call, visit, meeting or mail: noted in half a minute."),
        order=10,
    ),
)
TIMELINE = (
    TimelineSource("stakeholders.contact", "stakeholders.Organisation", organisation_entries, VIEW_CONTACT),
    TimelineSource("stakeholders.contact_person", "stakeholders.Person", person_entries, VIEW_CONTACT),
)
SEARCH = SearchKind(
    "contact_moment", gettext_lazy("Contact moments"), VIEW_CONTACT, "stakeholders:moment", is_named=False, order=25
)
HEALTH = (HealthCheck("stakeholders.mail_in", gettext_lazy("Incoming mail"), check_mail_in, order=65),)
