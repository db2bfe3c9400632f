"""The one mail of the working morning: what it says and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.mail import Recipient, compose
from core.periods import AMSTERDAM, add_working_days, is_working_day, local_date
from core.registry import DigestSource, WorkItem, digest_sources, home_sources

from .models import Absence, AuditEntry, Digest, MailChoice, Notification, User
from .roles import PRIVACY_OFFICER

_LINES_PER_HEADING = 8
_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Section:
    """A heading of the mail with its lines."""

    heading: str
    items: list[WorkItem]


def sections_for(user: User, *, at: datetime) -> list[Section]:
    """What this person must hear: open notices, what the sources say, and work that is due within a week."""
    notices = [
        WorkItem(title=notice.title, url=notice.path)
        for notice in Notification.objects.filter(user=user, mailed_at=None)
    ]
    sections = [Section(_("New for you"), notices)]
    sections += [Section(str(source.heading), source.find(user, at)) for source in digest_sources]
    horizon = local_date(at) + _SOON
    for source in home_sources:
        if user.has_perm(source.permission):
            due = [item for item in source.find(user, at) if item.due is not None and item.due <= horizon]
            sections.append(Section(str(source.heading), due))
    return [section for section in sections if section.items]


@transaction.atomic
def send_digest(*, user: User, at: datetime) -> bool:
    """Make today's mail of one person, once; the deputy gets it while the person is away. Returns whether one went."""
    day = local_date(at)
    absence = Absence.objects.on(day).filter(user=user).select_related("deputy").first()
    receiver = absence.deputy if absence is not None else user
    if not receiver.is_active or receiver.mail_choice != MailChoice.DAILY:
        return False
    try:
        with transaction.atomic():
            digest = Digest.objects.create(user=user, day=day)
    except IntegrityError:
        return False
    with translation.override(receiver.language):
        sections = sections_for(user, at=at)
        lines = sum(len(section.items) for section in sections)
        if not lines:
            return False
        text = _text(sections, receiver=receiver, absent=user if absence else None)
        subject = ngettext("%(n)d thing for today", "%(n)d things for today", lines) % {"n": lines}
        if absence is not None:
            subject = _("%(subject)s, for %(name)s") % {"subject": subject, "name": user.name}
    compose(
        kind="accounts.digest",
        subject=subject,
        recipients=[Recipient(receiver.email, text, name=receiver.name, language=receiver.language)],
        at=at,
        reference=f"accounts.Digest:{digest.pk}",
    )
    Digest.objects.filter(pk=digest.pk).update(lines=lines)
    Notification.objects.filter(user=user, mailed_at=None).update(mailed_at=at)
    return True


def send_digests(*, at: datetime) -> int:
    """Make today's mails; none on weekends and public holidays. Safe to run again. Returns how many were made."""
    if not is_working_day(local_date(at)):
        return 0
    users = User.objects.filter(is_active=True).prefetch_related("groups").order_by("pk")
    return sum(send_digest(user=user, at=at) for user in users)


def _text(sections: list[Section], *, receiver: User, absent: User | None) -> str:
    lines = [_("Good morning %(name)s,") % {"name": receiver.name}, ""]
    if absent is not None:
        lines += [_("You get this because you stand in for %(name)s.") % {"name": absent.name}, ""]
    for section in sections:
        lines += [section.heading, *(_line(item) for item in section.items[:_LINES_PER_HEADING])]
        more = len(section.items) - _LINES_PER_HEADING
        if more > 0:
            lines.append(ngettext("- and %(n)d more", "- and %(n)d more", more) % {"n": more})
        lines.append("")
    lines.append(_("Everything on one page: %(url)s") % {"url": f"{settings.SITE_URL}/mijn-werk/"})
    lines.append(_("You choose what you get by mail at %(url)s") % {"url": f"{settings.SITE_URL}/mijn-gegevens/"})
    return "\n".join(lines)


def _line(item: WorkItem) -> str:
    due = f" ({formats.date_format(item.due, 'SHORT_DATE_FORMAT')})" if item.due else ""
    address = f"\n  {settings.SITE_URL}{item.url}" if item.url.startswith("/") else ""
    return f"- {item.title}{due}{address}"


def _changes_of_access(user: Any, at: datetime) -> list[WorkItem]:
    """For the privacy officer: changes of users and roles since the previous working day."""
    if PRIVACY_OFFICER not in user.role_names:
        return []
    start = datetime.combine(add_working_days(local_date(at), -1), time(7, 30), AMSTERDAM)
    actions = [
        AuditEntry.Action.ROLES,
        AuditEntry.Action.INVITED,
        AuditEntry.Action.DEACTIVATED,
        AuditEntry.Action.REACTIVATED,
    ]
    entries = AuditEntry.objects.filter(action__in=actions, at__gte=start, at__lt=at).order_by("id")
    return [
        WorkItem(
            title=" · ".join(filter(None, [entry.subject, entry.get_action_display(), entry.detail])),
            url="/beheer/logboek/",
        )
        for entry in entries
    ]


digest_sources.register(
    DigestSource("accounts.changes_of_access", gettext_lazy("Changes in who may do what"), _changes_of_access)
)
