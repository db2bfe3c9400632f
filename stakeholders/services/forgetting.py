"""Taking persons out of the tables of the registry: mail, meetings, waiting lists, merges, picks, history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.erasing import MARKER
from core.registry import DataSubject
from stakeholders.models import (
    Attachment,
    ContactMoment,
    ContactParticipant,
    Gathering,
    ImportRow,
    ImportRun,
    IncomingMail,
    LikelyDuplicate,
    Merge,
    MergeMove,
    Participant,
    SegmentPick,
)

_PERSON = "person"
# Of these no program here reads the words.
UNREADABLE = Q(content_type="application/pdf") | Q(content_type__startswith="image/")


def forget_history(*, kind: str, keys: Iterable[int], by: Any, why: str) -> int:
    """Blank what the history holds of records that were forgotten themselves; returns how many texts.

    `kind`: person, participant, moment, gathering, reply or sheet_note (migration 0063). `why` names nobody.
    """
    wanted = list(keys)
    if not wanted:
        return 0
    with connection.cursor() as cursor:
        query = "SELECT stakeholders_forget_history(%s, %s, %s, %s)"
        cursor.execute(query, [kind, wanted, getattr(by, "pk", None), why])
        return int(cursor.fetchone()[0])


def merged_into(persons: Iterable[int]) -> list[int]:
    """These persons and every record that went up in them, also by way of another."""
    found = list(dict.fromkeys(persons))
    fresh = found
    while fresh:
        lost = Merge.objects.filter(kind=_PERSON, winner_id__in=fresh, undone_at=None).values_list(
            "loser_id", flat=True
        )
        fresh = [key for key in dict.fromkeys(lost) if key not in found]
        found += fresh
    return found


def addresses_of(subject: DataSubject) -> list[str]:
    """The addresses, as the registry writes them."""
    return sorted({email.lower() for email in subject.emails if email})


def participations_of(subject: DataSubject) -> QuerySet[ContactParticipant]:
    """Where the person was at a contact moment, as a person of the registry or by address only."""
    known = Q(person__in=subject.persons)
    for address in addresses_of(subject):
        known |= Q(person=None, user=None, email__iexact=address)
    return ContactParticipant.objects.filter(known)


def mails_of(subject: DataSubject) -> list[IncomingMail]:
    """Messages that the person wrote or got."""
    addresses = addresses_of(subject)
    if not addresses:
        return []
    about = Q()
    for address in addresses:
        about |= Q(sender_email__iexact=address) | Q(recipients__icontains=address)
    return [
        mail
        for mail in IncomingMail.objects.filter(about).select_related("moment").order_by("pk")
        if is_from(mail, addresses) or any(pair[-1].lower() in addresses for pair in mail.recipients)
    ]


def is_from(mail: IncomingMail, addresses: Collection[str]) -> bool:
    """Whether one of these addresses wrote it."""
    return mail.sender_email.lower() in addresses


@transaction.atomic
def forget_mails(subject: DataSubject) -> int:
    """Remove messages of the person that became no contact moment; of the others what says who wrote or got them."""
    addresses = addresses_of(subject)
    mails = mails_of(subject)
    for mail in mails:
        if mail.raw:
            transaction.on_commit(partial(mail.raw.storage.delete, mail.raw.name or ""))
        if is_from(mail, addresses) and mail.moment is None:
            mail.delete()
            continue
        mail.raw = ""
        mail.recipients = [pair for pair in mail.recipients if pair[-1].lower() not in addresses]
        if is_from(mail, addresses):
            # The words stand in the contact moment; the identifiers are those of the person's mailbox.
            mail.sender_name, mail.sender_email, mail.text = MARKER, "", ""
            mail.message_id, mail.in_reply_to = f"{MARKER} {mail.pk}", ""
        mail.save()
    return len(mails)


@transaction.atomic
def forget_meetings(subject: DataSubject, *, by: Any, at: datetime, why: str) -> dict[str, int]:
    """Take the person out of meetings to come, and remarks and name out of those that were."""
    mine = Participant.objects.filter(person__in=subject.persons)
    to_come, _each = mine.filter(gathering__state=Gathering.State.PLANNED, gathering__starts_at__gt=at).delete()
    remarks = mine.exclude(reply_note="").update(reply_note="")
    named = list(participations_of(subject).filter(person=None).values_list("pk", flat=True))
    ContactParticipant.objects.filter(pk__in=named).update(name=MARKER, email="")
    forget_history(kind="participant", keys=named, by=by, why=why)
    return {
        _("places at meetings to come"): to_come,
        _("remarks with an answer to an invitation"): remarks,
        _("names at contact moments"): len(named),
    }


@transaction.atomic
def forget_lists(subject: DataSubject) -> dict[str, int]:
    """Remove the person from lists that wait, from merges, likely duplicates and segments picked by hand."""
    keys = list(subject.persons)
    runs = ImportRun.objects.filter(pk__in=set(rows_about(subject).values_list("run_id", flat=True)))
    erased_runs = runs.count()
    runs.delete()
    merges = merges_about(subject)
    merged = list(merges.values_list("pk", flat=True))
    finalise_merges(merges)
    Merge.objects.filter(pk__in=merged).update(winner_name=_("(erased)"), loser_name=_("(erased)"))
    pairs, _each = LikelyDuplicate.objects.filter(Q(first_id__in=keys) | Q(second_id__in=keys), kind=_PERSON).delete()
    picks, _each = SegmentPick.objects.filter(person__in=keys).delete()
    return {
        _("lists that were being imported"): erased_runs,
        _("merges"): len(merged),
        _("likely duplicates"): pairs,
        _("places in segments"): picks,
    }


def rows_about(subject: DataSubject) -> QuerySet[ImportRow]:
    """Rows of lists that wait, about this person."""
    keys = list(subject.persons)
    is_person = Q(matched_id__in=keys) | Q(target_id__in=keys)
    return ImportRow.objects.filter(Q(email__in=addresses_of(subject)) | Q(is_person, run__kind="persons"))


def merges_about(subject: DataSubject) -> QuerySet[Merge]:
    """Merges in which the person's record, or an address of the person, stands."""
    about = Q(winner_id__in=subject.persons) | Q(loser_id__in=subject.persons)
    for address in addresses_of(subject):
        about |= Q(before__fields__email__contains=[address])
    return Merge.objects.filter(about, kind=_PERSON)


def finalise_merges(merges: QuerySet[Merge]) -> int:
    """Remove what is needed to undo these merges; that they were made stays known."""
    keys = list(merges.values_list("pk", flat=True))
    MergeMove.objects.filter(merge_id__in=keys).delete()
    return Merge.objects.filter(pk__in=keys).update(before={}, is_final=True)


def attachments_of(subject: DataSubject) -> QuerySet[Attachment]:
    """Files that hang on a contact moment or meeting of this person."""
    moments = participations_of(subject).values_list("moment_id", flat=True)
    meetings = Participant.objects.filter(person__in=subject.persons).values_list("gathering_id", flat=True)
    mails = {mail.moment_id for mail in mails_of(subject) if mail.moment_id}
    types = ContentType.objects.get_for_models(ContactMoment, Gathering)
    return Attachment.objects.filter(
        Q(owner_type=types[ContactMoment], owner_id__in=set(moments) | mails)
        | Q(owner_type=types[Gathering], owner_id__in=set(meetings))
    ).exclude(file="")


def by_hand(subject: DataSubject) -> list[tuple[str, str, str]]:
    """Files on records of this person that no program reads: (name and record in words, its address, stored name)."""
    found = []
    for attachment in attachments_of(subject).filter(UNREADABLE).prefetch_related("owner").order_by("pk"):
        owner: Any = attachment.owner
        if owner is not None:
            found.append((f"{attachment.name} ({owner})", owner.get_absolute_url(), attachment.file.name or ""))
    return found


def remove_lost_attachments() -> int:
    """Attachments whose file was erased are no longer there."""
    count, _each = Attachment.objects.filter(file="").delete()
    return count
