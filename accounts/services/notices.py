"""Telling a person something: in tomorrow's mail, or at once when it cannot wait."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Absence, MailChoice, Notification, User
from core.mail import Recipient, compose
from core.periods import local_date


def stands_in_for(user: User, *, at: datetime) -> User:
    """Who gets this person's mail today: the deputy while the person is away (one step, never a chain)."""
    absence = Absence.objects.on(local_date(at)).filter(user=user).select_related("deputy").first()
    return absence.deputy if absence and absence.deputy.is_active else user


@transaction.atomic
def notify(*, user: User, title: str, at: datetime, path: str = "", urgent: bool = False) -> Notification:
    """Note that `user` must hear this. Urgent: mailed at once (to the deputy of somebody away), unless unwanted."""
    notice = Notification.objects.create(user=user, title=title[:250], path=path, urgent=urgent, created_at=at)
    receiver = stands_in_for(user, at=at)
    if urgent and receiver.is_active and receiver.mail_choice != MailChoice.NONE:
        _mail_at_once(notice, receiver=receiver, at=at)
    return notice


def _mail_at_once(notice: Notification, *, receiver: User, at: datetime) -> None:
    with translation.override(receiver.language):
        lines = [_("Dear %(name)s,") % {"name": receiver.name}, "", notice.title]
        if receiver != notice.user:
            lines.append(_("You get this because you stand in for %(name)s.") % {"name": notice.user.name})
        if notice.path:
            lines += ["", f"{settings.SITE_URL}{notice.path}"]
    compose(
        kind="accounts.notice",
        subject=notice.title,
        recipients=[Recipient(receiver.email, "\n".join(lines), name=receiver.name, language=receiver.language)],
        at=at,
        reference=f"accounts.Notification:{notice.pk}",
        hold=False,
    )
    notice.mailed_at = at
    notice.save(update_fields=["mailed_at"])
