"""Languages of a questionnaire: confirmed by a translator, or good for a rehearsal only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from measurements.domain.versions import language_fingerprint
from measurements.exceptions import NotATranslation
from measurements.models import InstrumentVersion, LanguageConfirmation


@transaction.atomic
def confirm_language(
    *, version: InstrumentVersion, language: str, translator: str, by: Any, at: datetime
) -> LanguageConfirmation:
    """Record that a translator has read every text of this language and confirms it; a second time changes nothing.

    Raises NotATranslation for the language the questionnaire was written in and for one it does not have, and
    ValidationError without a name.
    """
    if language not in version.questionnaire.languages[1:]:
        raise NotATranslation
    confirmation = LanguageConfirmation(
        instrument=version.instrument,
        language=language,
        texts_sha256=language_fingerprint(version.document, language),
        translator=translator.strip(),
        confirmed_at=at,
        recorded_by=by,
    )
    known = LanguageConfirmation.objects.filter(
        instrument=version.instrument, language=language, texts_sha256=confirmation.texts_sha256
    ).first()
    if known:
        return known
    confirmation.full_clean()
    confirmation.save()
    return confirmation


@transaction.atomic
def withdraw_confirmation(*, confirmation: LanguageConfirmation) -> None:
    """Take a confirmation back; the history keeps who gave it. Waves that are ready or open are not touched."""
    confirmation.delete()


def confirmations_of(version: InstrumentVersion) -> dict[str, LanguageConfirmation]:
    """Language → the confirmation that holds for the texts of this version."""
    given = {
        (one.language, one.texts_sha256): one
        for one in LanguageConfirmation.objects.filter(instrument_id=version.instrument_id)
    }
    found = {}
    for language in version.questionnaire.languages[1:] if given else ():
        confirmation = given.get((language, language_fingerprint(version.document, language)))
        if confirmation:
            found[language] = confirmation
    return found


def unconfirmed(version: InstrumentVersion, languages: Iterable[str]) -> list[str]:
    """Those of these languages that no translator has confirmed; the language it was written in needs none."""
    confirmed = {version.questionnaire.languages[0], *confirmations_of(version)}
    return [language for language in languages if language not in confirmed]
