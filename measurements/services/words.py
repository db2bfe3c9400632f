"""Words of a wave beside its mails: consent, privacy, announcement, letter; frozen once the wave is ready."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.db import transaction

from measurements.choices import State
from measurements.domain.wave_words import FIELDS, default_words
from measurements.exceptions import WaveIsFrozen
from measurements.models import Wave, WaveWords


def words_of(wave: Wave) -> dict[str, dict[str, str]]:
    """The words per language of the wave; ready ones where nobody wrote any."""
    written = {words.language: words for words in WaveWords.objects.filter(wave=wave)}
    return {
        language: {name: getattr(written[language], name) for name in FIELDS}
        if language in written
        else default_words(language)
        for language in wave.languages
    }


@transaction.atomic
def save_words(*, wave: Wave, words: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the words per language. Raises WaveIsFrozen once the wave is ready, ValidationError when too long."""
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if locked.state != State.DRAFT:
        raise WaveIsFrozen
    for language, texts in words.items():
        row = WaveWords.objects.filter(wave=locked, language=language).first() or WaveWords(
            wave=locked, language=language
        )
        for name in FIELDS:
            setattr(row, name, texts.get(name, ""))
        row.full_clean()
        row.save()


def first_page_words(*, wave_id: int, language: str, is_open: bool) -> tuple[str, str]:
    """What taking part means and what happens with the answers, for the first page.

    The words of an open wave cannot change, so the process keeps them; while a wave is prepared they are read anew.
    """
    return _kept_words(wave_id, language) if is_open else _words(wave_id, language)


def _words(wave_id: int, language: str) -> tuple[str, str]:
    row = WaveWords.objects.filter(wave_id=wave_id, language=language).values_list("consent", "privacy").first()
    if row is not None:
        return row
    words = default_words(language)
    return words["consent"], words["privacy"]


@lru_cache(maxsize=256)
def _kept_words(wave_id: int, language: str) -> tuple[str, str]:
    return _words(wave_id, language)
