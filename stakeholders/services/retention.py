"""How long the registry keeps what was said and noted: contact moments, meetings, mail that waits, short notes.

Of old contact moments and meetings only that they took place stays, for the figures; their words, people and files go.
Each function handles at most a few hundred at once, and only what is due.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Q, QuerySet

from core.erasing import MARKER
from core.periods import local_date
from core.retention import kept_since
from stakeholders.models import (
    Attachment,
    ContactMoment,
    ContactParticipant,
    Gathering,
    IncomingMail,
    Participant,
    SheetNote,
)

from .forgetting import forget_history

MOMENTS = "stakeholders.contact_moments"
MEETINGS = "stakeholders.meetings"
WAITING_MAIL = "stakeholders.incoming_mail"
NOTES = "stakeholders.short_notes"
_MOST_AT_ONCE = 500


def old_moments(at: datetime) -> QuerySet[ContactMoment]:
    """Contact moments held before the period of which the words are still there."""
    day = local_date(kept_since(MOMENTS, at))
    return ContactMoment.objects.filter(held_on__lt=day).exclude(subject=MARKER, summary="")


@transaction.atomic
def forget_old_moments(at: datetime) -> int:
    """Remove words, outsiders, mail and files of old contact moments; day, form and organisations stay."""
    keys = list(old_moments(at).order_by("held_on", "pk").values_list("pk", flat=True)[:_MOST_AT_ONCE])
    _remove_files(Attachment.objects.filter(owner_type=_type_of(ContactMoment), owner_id__in=keys))
    IncomingMail.objects.filter(moment__in=keys).delete()
    ContactParticipant.objects.filter(moment__in=keys, user=None).delete()
    ContactMoment.objects.filter(pk__in=keys).update(subject=MARKER, summary="", location="", version=F("version") + 1)
    forget_history(kind="moment", keys=keys, by=None, why=f"retention: {MOMENTS}")
    return len(keys)


def old_meetings(at: datetime) -> QuerySet[Gathering]:
    """Meetings that ended before the period of which the minutes or the people are still there."""
    return Gathering.objects.filter(ends_at__lt=kept_since(MEETINGS, at)).exclude(summary=MARKER, purpose="")


@transaction.atomic
def forget_old_meetings(at: datetime) -> int:
    """Remove minutes, outsiders and files of old meetings; name, day and organisations stay."""
    keys = list(old_meetings(at).order_by("ends_at", "pk").values_list("pk", flat=True)[:_MOST_AT_ONCE])
    _remove_files(Attachment.objects.filter(owner_type=_type_of(Gathering), owner_id__in=keys))
    persons = Participant.objects.filter(gathering__in=keys, person__isnull=False)
    replies = list(persons.values_list("pk", flat=True))
    persons.delete()
    Gathering.objects.filter(pk__in=keys).update(summary=MARKER, purpose="", version=F("version") + 1)
    why = f"retention: {MEETINGS}"
    forget_history(kind="reply", keys=replies, by=None, why=why)
    forget_history(kind="gathering", keys=keys, by=None, why=why)
    return len(keys)


def unsorted_mail(at: datetime) -> QuerySet[IncomingMail]:
    """Messages that became no contact moment for the whole period."""
    return IncomingMail.objects.filter(moment=None, received_at__lt=kept_since(WAITING_MAIL, at))


@transaction.atomic
def remove_unsorted_mail(at: datetime) -> int:
    """Remove them with the message itself."""
    mails = list(unsorted_mail(at).order_by("pk")[:_MOST_AT_ONCE])
    for mail in mails:
        if mail.raw:
            transaction.on_commit(partial(mail.raw.storage.delete, mail.raw.name or ""))
    IncomingMail.objects.filter(pk__in=[mail.pk for mail in mails]).delete()
    return len(mails)


def old_notes(at: datetime) -> tuple[QuerySet[SheetNote], QuerySet[Participant]]:
    """Notes on meeting sheets that nobody changed since, and remarks with an answer to an invitation for long ago."""
    since = kept_since(NOTES, at)
    notes = SheetNote.objects.filter(Q(gathering=None) | Q(gathering__ends_at__lt=since), changed_at__lt=since)
    return notes, Participant.objects.filter(gathering__ends_at__lt=since).exclude(reply_note="")


@transaction.atomic
def remove_old_notes(at: datetime) -> int:
    """Remove them, from their history too."""
    notes, remarks = (list(found.values_list("pk", flat=True)[:_MOST_AT_ONCE]) for found in old_notes(at))
    SheetNote.objects.filter(pk__in=notes).delete()
    Participant.objects.filter(pk__in=remarks).update(reply_note="")
    why = f"retention: {NOTES}"
    forget_history(kind="sheet_note", keys=notes, by=None, why=why)
    forget_history(kind="reply", keys=remarks, by=None, why=why)
    return len(notes) + len(remarks)


def count_old_notes(at: datetime) -> int:
    """How many of both are past their time."""
    return sum(found.count() for found in old_notes(at))


def _type_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _remove_files(attachments: QuerySet[Attachment]) -> None:
    for attachment in attachments:
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name or ""))
    attachments.delete()
