"""Planning gatherings: single ones and those of a series, who takes part, moving, cancelling, holding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from core.periods import local_date
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.gathering_exceptions import GatheringNotPlanned, SeriesEnded
from stakeholders.link_secrets import new_link
from stakeholders.models import AgendaItem, Gathering, GatheringSeries, Organisation, Participant, Person, Position
from stakeholders.models.organisation import Status

from .gathering_contact import record_contact
from .gathering_mail import call_back_cancelled, mail_cancelled, mail_moved, mail_off

LINK = "gathering"


def lock_gathering(gathering: Gathering, version: int | None = None) -> Gathering:
    """The stored gathering, locked. Raises EditedMeanwhile when `version` is no longer the one that stands."""
    stored = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if version is not None and stored.version != version:
        raise EditedMeanwhile(stored.version)
    return stored


@transaction.atomic
def plan_gathering(
    *,
    values: dict[str, Any],
    organisations: Iterable[Organisation],
    owner: Any,
    rhythm: tuple[int, str] | None = None,
) -> Gathering:
    """Plan a gathering, with `rhythm` (number, unit) as first of a series. Raises ValidationError.

    The owner takes part.
    `values` holds title, kind, starts_at, ends_at, and optionally place and purpose.
    """
    series = None
    if rhythm is not None:
        series = GatheringSeries(title=values["title"], kind=values["kind"], every=rhythm[0], unit=rhythm[1])
        series.full_clean()
        series.save()
    gathering = Gathering(series=series, owner=owner, rhythm_on=local_date(values["starts_at"]), **values)
    gathering.full_clean()
    gathering.save()
    gathering.organisations.set(organisations)
    Participant.objects.create(gathering=gathering, colleague=owner, **new_link(purpose=LINK))
    return gathering


@transaction.atomic
def change_gathering(
    *,
    gathering: Gathering,
    version: int,
    values: dict[str, Any],
    organisations: Iterable[Organisation],
    by: Any,
    at: datetime,
) -> Gathering:
    """Change a gathering that was opened at `version`; whoever was invited hears of another time or place.

    Raises EditedMeanwhile and ValidationError. A new time asks everybody again whether they come.
    """
    stored = lock_gathering(gathering, version)
    before = (stored.starts_at, stored.ends_at, stored.place)
    for name, value in values.items():
        setattr(stored, name, value)
    is_moved = stored.is_planned and (stored.starts_at, stored.ends_at, stored.place) != before
    if stored.starts_at != before[0]:
        stored.rhythm_on = local_date(stored.starts_at)
        if stored.is_planned:
            stored.participants.update(reply="none", replied_at=None, reply_note="")
    stored.sequence += is_moved
    stored.version += 1
    stored.full_clean()
    stored.save()
    stored.organisations.set(organisations)
    if is_moved:
        mail_moved(stored, earlier=before[0], by=by, at=at)
    if stored.state == Gathering.State.HELD:
        record_contact(stored, by=by, at=at)
    return stored


@transaction.atomic
def plan_next(*, series: GatheringSeries, starts_at: datetime, rhythm_on: date, by: Any) -> Gathering:
    """Plan the next gathering of a series as the last one was: organisations, participants, place, length.

    Raises SeriesEnded, and ValidationError when there is one at that moment already.
    """
    if series.is_archived:
        raise SeriesEnded
    last = series.gatherings.exclude(state=Gathering.State.CANCELLED).order_by("-starts_at").first()
    last = last or series.gatherings.order_by("-starts_at").first()
    if last is None:
        raise SeriesEnded
    following = Gathering(
        series=series,
        title=series.title,
        kind=series.kind,
        starts_at=starts_at,
        ends_at=starts_at + (last.ends_at - last.starts_at),
        rhythm_on=rhythm_on,
        place=last.place,
        purpose=last.purpose,
        owner=last.owner,
    )
    following.full_clean()
    following.save()
    following.organisations.set(last.organisations.filter(status=Status.ACTIVE))
    members = last.participants.exclude(person__status=Status.ARCHIVED).exclude(colleague__is_active=False)
    Participant.objects.bulk_create(
        Participant(
            gathering=following,
            colleague_id=member.colleague_id,
            person_id=member.person_id,
            organisation_id=member.organisation_id,
            **new_link(purpose=LINK),
        )
        for member in members
    )
    return following


@transaction.atomic
def set_participants(
    *, gathering: Gathering, colleagues: Iterable[Any], positions: Iterable[Position], by: Any, at: datetime
) -> None:
    """Who takes part: colleagues, and persons on behalf of the organisation of their function.

    Who was invited and is no longer a participant hears that it is off for them.
    """
    gathering = lock_gathering(gathering)
    wanted: dict[tuple[str, int], dict[str, Any]] = {("c", user.pk): {"colleague": user} for user in colleagues}
    for position in positions:
        wanted[("p", position.person_id)] = {"person": position.person, "organisation_id": position.organisation_id}
    present = {
        ("c", one.colleague_id) if one.colleague_id else ("p", one.person_id): one
        for one in gathering.participants.select_related("person", "colleague")
    }
    leaving = [one for key, one in present.items() if key not in wanted]
    if gathering.is_planned:
        mail_off(gathering, [one for one in leaving if one.invited_at], by=by, at=at)
    Participant.objects.filter(pk__in=[one.pk for one in leaving]).delete()
    for key, columns in wanted.items():
        if key not in present:
            Participant.objects.create(gathering=gathering, **columns, **new_link(purpose=LINK))


@transaction.atomic
def add_person(*, gathering: Gathering, person: Person, organisation: Organisation) -> Participant:
    """Let a person take part on behalf of an organisation; twice gives the one participant."""
    participant, _created = Participant.objects.get_or_create(
        gathering=gathering, person=person, defaults={"organisation": organisation, **new_link(purpose=LINK)}
    )
    return participant


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, reason: str, by: Any, at: datetime) -> None:
    """Call a gathering off; whoever was invited hears it, with the reason. Raises GatheringNotPlanned."""
    stored = lock_gathering(gathering)
    if not stored.is_planned:
        raise GatheringNotPlanned
    stored.state, stored.state_note = Gathering.State.CANCELLED, reason[:300]
    stored.sequence += 1
    stored.version += 1
    stored.save()
    mail_cancelled(stored, by=by, at=at)


@transaction.atomic
def restore_gathering(*, gathering: Gathering, by: Any, at: datetime) -> None:
    """Let a cancelled gathering go on after all. Twice changes nothing.

    A mail about the cancelling that has not gone out is called back; otherwise who was invited hears the time anew.
    """
    stored = lock_gathering(gathering)
    if stored.state != Gathering.State.CANCELLED:
        return
    stored.state, stored.state_note = Gathering.State.PLANNED, ""
    stored.sequence += 1
    stored.version += 1
    stored.full_clean()
    stored.save()
    if not call_back_cancelled(stored, at=at):
        mail_moved(stored, earlier=None, by=by, at=at)


def end_series(*, series: GatheringSeries, at: datetime) -> None:
    """Let a standing meeting end; planned gatherings stay planned. Twice changes nothing."""
    GatheringSeries.objects.filter(pk=series.pk, status=Status.ACTIVE).update(
        status=Status.ARCHIVED, archived_at=at, version=F("version") + 1
    )


def resume_series(*, series: GatheringSeries) -> None:
    """Let an ended standing meeting go on. Twice changes nothing."""
    GatheringSeries.objects.filter(pk=series.pk, status=Status.ARCHIVED).update(
        status=Status.ACTIVE, archived_at=None, version=F("version") + 1
    )


@transaction.atomic
def change_rhythm(*, series: GatheringSeries, values: dict[str, Any]) -> GatheringSeries:
    """Change name, kind or rhythm of a standing meeting. Raises ValidationError."""
    stored = GatheringSeries.objects.select_for_update().get(pk=series.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def set_agenda(*, gathering: Gathering, points: Iterable[dict[str, Any]]) -> None:
    """Replace the agenda by these points (title, brought_by, minutes), in their order; empty titles fall away."""
    gathering = lock_gathering(gathering)
    kept = list(gathering.agenda.all())
    wanted = [point for point in points if point.get("title")]
    for order, point in enumerate(wanted, start=1):
        item = kept[order - 1] if order <= len(kept) else AgendaItem(gathering=gathering)
        item.order, item.title = order, point["title"]
        item.brought_by, item.minutes = point.get("brought_by", ""), point.get("minutes")
        item.full_clean(validate_constraints=False)
        item.save()
    AgendaItem.objects.filter(pk__in=[item.pk for item in kept[len(wanted) :]]).delete()
