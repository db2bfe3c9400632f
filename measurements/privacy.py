"""Measurements and the privacy of invited people: an address in a frame while it exists, never an answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import (
    DataSubject,
    Eraser,
    Identity,
    IdentitySource,
    PersonalData,
    Retention,
    erasers,
    identity_sources,
    personal_data,
    retentions,
)

from .choices import State
from .models import Draft, FrameMember
from .services.closing import FRAME_KEPT, remove_old_frames
from .services.drafts import remove_old_drafts
from .services.frames import remove_member


def find_members(email: str, name: str, person: int | None) -> list[Identity]:
    """An address in the frames of waves, as one identity."""
    rows = list(FrameMember.objects.filter(email__iexact=email).values_list("name", flat=True)) if email else []
    if not rows:
        return []
    subject = DataSubject(emails=(email.lower(),), names=tuple(sorted({row for row in rows if row})))
    return [
        Identity(
            f"measurements:member:{email.lower()}",
            _("Invited for %(count)d measurements") % {"count": len(rows)},
            subject,
        )
    ]


def find_personal_data(email: str, person: int | None) -> list[tuple[str, list[dict[str, str]]]]:
    """For which measurements this address is on the list of invited people; nothing about answers."""
    if not email:
        return []
    rows = [
        {
            _("measurement"): member.wave.title,
            _("name"): member.name,
            _("e-mail address"): member.email,
            _("organisation"): member.organisation,
            _("language"): member.language,
        }
        for member in FrameMember.objects.filter(email__iexact=email).select_related("wave").order_by("pk")
    ]
    told = {
        _("about answers"): _(
            "Answers are not in this file. In an anonymous measurement nobody can tell which answers are yours, we "
            "cannot either. In a confidential one we do not look it up for this. Lists of invited people are deleted "
            "at the latest 90 days after closing; what is no longer here, we no longer have."
        )
    }
    return [(_("Measurements you are invited for"), [*rows, told])]


@transaction.atomic
def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Take these addresses off the lists: whoever has not answered is not asked again, who has becomes nameless."""
    members = FrameMember.objects.filter(email__in=subject.emails).select_related("wave", "invitation")
    for member in members:
        invitation = getattr(member, "invitation", None)
        if member.wave.state == State.DRAFT:
            remove_member(wave=member.wave, member_id=member.pk)
        elif invitation is None or not invitation.is_done:
            member.delete()
        else:
            # The done-mark stays, so that the counts of the fieldwork stay right.
            FrameMember.objects.filter(pk=member.pk).update(
                name="", organisation="", email=f"{uuid.uuid4().hex}@erased.invalid"
            )
    return {_("places on lists of invited people"): len(members)} if members else {}


def _kept(subject: DataSubject) -> list[tuple[str, str]]:
    return [
        (
            _("Answers to questionnaires"),
            _("They are kept without a name. Names in open answers are blanked; whose answers they are is unknown."),
        )
    ]


def _old_frames(at: datetime) -> int:
    before = timezone.localdate(at) - FRAME_KEPT
    return FrameMember.objects.filter(wave__is_settled=True, wave__closed_on__lte=before).count()


identity_sources.register(
    IdentitySource(
        "measurements",
        find_members,
        lambda: FrameMember.objects.values_list("email", flat=True).distinct().iterator(),
        order=40,
    )
)
personal_data.register(PersonalData("measurements", gettext_lazy("Measurements"), find_personal_data, order=40))
erasers.register(Eraser("measurements", erase, gettext_lazy("Measurements"), _kept, order=40))
retentions.register(
    Retention(
        "measurements.frames",
        gettext_lazy("Lists of invited people"),
        gettext_lazy("ninety days after the measurement closed"),
        gettext_lazy("Promised to whoever is invited: addresses go, counts stay."),
        due=_old_frames,
        carry_out=lambda at: remove_old_frames(at=at),
        order=50,
        reports_first=False,
    )
)
retentions.register(
    Retention(
        "measurements.drafts",
        gettext_lazy("Half-filled questionnaires"),
        gettext_lazy("thirty days after the last page"),
        gettext_lazy("Promised to whoever answers; they are encrypted until then."),
        due=lambda at: Draft.objects.filter(expires_on__lt=timezone.localdate(at)).count(),
        carry_out=lambda at: remove_old_drafts(at=at),
        order=51,
        reports_first=False,
    )
)
