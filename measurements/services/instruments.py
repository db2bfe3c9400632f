"""Taking in questionnaires."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from measurements.domain.checking import InvalidInstrument, read_document
from measurements.domain.instrument import Questionnaire, canonical, fingerprint
from measurements.domain.versions import version_problems
from measurements.exceptions import SameNumberOtherText
from measurements.models import Instrument, InstrumentVersion


@transaction.atomic
def import_instrument(*, raw: bytes, by: Any, at: datetime) -> tuple[InstrumentVersion, bool]:
    """Store a document as a version that never changes; returns it and whether it is new.

    The same document twice gives the same version. Raises InvalidInstrument with every problem, among them questions
    that were changed without a higher version of their own, and SameNumberOtherText when the number is taken.
    """
    document = read_document(raw)
    digest = fingerprint(document)
    known = InstrumentVersion.objects.select_related("instrument").filter(sha256=digest).first()
    if known:
        return known, False
    instrument, _created = Instrument.objects.get_or_create(
        code=document["code"], defaults={"level": document["level"]}
    )
    if instrument.level != document["level"] or instrument.versions.filter(number=document["version"]).exists():
        raise SameNumberOtherText
    earlier = [one.questionnaire for one in instrument.versions.all()]
    if problems := list(version_problems(Questionnaire.from_document(document), earlier)):
        raise InvalidInstrument(problems)
    version = InstrumentVersion(
        instrument=instrument,
        number=document["version"],
        document=document,
        sha256=digest,
        imported_at=at,
        imported_by=by,
    )
    version.full_clean()
    version.save()
    return version, True


def exported(version: InstrumentVersion) -> bytes:
    """The canonical form of a version: what its hash is taken of."""
    return canonical(version.document)
