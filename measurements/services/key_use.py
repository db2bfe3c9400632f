"""The only way from a confidential answer to a person: for the holder of the key, and every use is recorded."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from measurements.exceptions import NotKeyHolder
from measurements.models import ConfidentialAnswer, FrameMember, KeyUse, Wave


@transaction.atomic
def link_answers(*, wave: Wave, by: Any, reason: str, at: datetime) -> dict[uuid.UUID, FrameMember]:
    """Which person gave which answer (by answer id), after recording who asked and why.

    Raises NotKeyHolder without the permission `measurements.use_key` or a reason.
    """
    if not by.has_perm("measurements.use_key") or not reason.strip():
        raise NotKeyHolder
    members = {
        member.respondent_key.respondent: member
        for member in FrameMember.objects.filter(wave=wave).select_related("respondent_key")
    }
    linked = {
        pk: members[respondent]
        for pk, respondent in ConfidentialAnswer.objects.filter(wave=wave).values_list("pk", "respondent")
        if respondent in members
    }
    use = KeyUse(wave=wave, by=by, at=at, reason=reason.strip(), linked=len(linked))
    use.full_clean()
    use.save()
    return linked
