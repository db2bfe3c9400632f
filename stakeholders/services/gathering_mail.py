"""Mail about a gathering: invitation, another time, cancelled, off for one person; each with a calendar file.

The text goes through core.mail.compose, so it waits two minutes and can be called back. The link and the calendar file
are made at the moment of sending (slots `mail_values` and `mail_attachments`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.mail import MailingNotWaiting, Recipient, call_back, compose
from core.models import Mailing
from stakeholders.models import Gathering, Participant

INVITED, MOVED, CANCELLED = "stakeholders.invited", "stakeholders.moved", "stakeholders.cancelled"
KINDS = (INVITED, MOVED, CANCELLED)


def mail_invited(
    gathering: Gathering, participants: Iterable[Participant], *, message: str, by: Any, at: datetime
) -> Mailing | None:
    """Invite these participants."""
    return _mail(INVITED, gathering, participants, by=by, at=at, message=message)


def mail_moved(gathering: Gathering, *, earlier: datetime | None, by: Any, at: datetime) -> Mailing | None:
    """Tell whoever was invited the new time or place; `earlier` is when it would have begun."""
    return _mail(MOVED, gathering, _invited(gathering), by=by, at=at, earlier=earlier)


def mail_cancelled(gathering: Gathering, *, by: Any, at: datetime) -> Mailing | None:
    """Tell whoever was invited that it does not go on."""
    return _mail(CANCELLED, gathering, _invited(gathering), by=by, at=at)


def mail_off(gathering: Gathering, participants: Iterable[Participant], *, by: Any, at: datetime) -> Mailing | None:
    """Tell these that they need not come any more."""
    return _mail(CANCELLED, gathering, participants, by=by, at=at, is_off_for_you=True)


def call_back_cancelled(gathering: Gathering, *, at: datetime) -> bool:
    """Call back the last mail about the cancelling; False when there was none or it has gone out."""
    last = Mailing.objects.filter(kind=CANCELLED, reference=_reference(gathering)).order_by("-created_at").first()
    if last is None:
        return False
    try:
        call_back(last, at=at)
    except MailingNotWaiting:
        return False
    return True


def _reference(gathering: Gathering) -> str:
    return f"stakeholders.Gathering:{gathering.pk}"


def _invited(gathering: Gathering) -> list[Participant]:
    found = gathering.participants.filter(invited_at__isnull=False).select_related("person", "colleague")
    invited = list(found)
    found.update(invited_sequence=gathering.sequence)
    return invited


def _mail(
    kind: str, gathering: Gathering, participants: Iterable[Participant], *, by: Any, at: datetime, **words: Any
) -> Mailing | None:
    """One mailing, one message for each address; None when nobody has one."""
    addressed = {participant.email.lower(): participant for participant in participants if participant.email}
    if not addressed:
        return None
    recipients = []
    for address, participant in addressed.items():
        language = participant.person.language if participant.person else "nl"
        with translation.override(language):
            subject = _subject(kind, gathering)
            text = render_to_string(
                f"stakeholders/mail/{kind.split('.')[1]}.txt",
                {"gathering": gathering, "name": participant.name, "agency": settings.AGENCY_NAME, **words},
            )
        reference = f"off:{gathering.pk}" if kind == CANCELLED else f"participant:{participant.link_key}"
        recipients.append(
            Recipient(
                address=address,
                name=participant.name,
                subject=subject,
                text=text,
                language=language,
                value_reference=reference,
            )
        )
    return compose(
        kind=kind,
        subject=_subject(kind, gathering),
        recipients=recipients,
        at=at,
        by=by,
        reference=_reference(gathering),
    )


def _subject(kind: str, gathering: Gathering) -> str:
    words = {
        INVITED: _("Invitation: %(title)s"),
        MOVED: _("Changed: %(title)s"),
        CANCELLED: _("Cancelled: %(title)s"),
    }
    return words[kind] % {"title": gathering.title}
