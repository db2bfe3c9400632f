"""What people change about themselves, and the test mail."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import Recipient, compose
from core.models import Mailing


@transaction.atomic
def update_profile(*, user: User, name: str, language: str, mail_choice: str) -> User:
    """Save name, language and mail choice. Raises ValidationError."""
    user.name, user.language, user.mail_choice = name.strip(), language, mail_choice
    user.full_clean()
    user.save(update_fields=["name", "language", "mail_choice"])
    return user


@transaction.atomic
def mail_test(*, user: User, at: datetime) -> Mailing:
    """Send the user a mail that says that mail works."""
    with translation.override(user.language):
        subject = _("Test mail")
        text = _("This mail shows that %(site)s can send mail.") % {"site": settings.SITE_URL}
    return compose(
        kind="accounts.test",
        subject=subject,
        recipients=[Recipient(user.email, text, name=user.name, language=user.language)],
        at=at,
        by=user,
        hold=False,
    )
