"""A link to try a form before anybody is invited: signed, valid for a day, and leaving no trace."""

from __future__ import annotations

from django.core import signing

from measurements.models import Wave

from .submission import Invited

PREFIX = "proef."
_SALT = "measurements.rehearsal"
VALID_SECONDS = 24 * 60 * 60


def rehearsal_token(wave: Wave) -> str:
    """The secret part of a rehearsal link; it opens the form and stores nothing."""
    return PREFIX + signing.dumps(wave.pk, salt=_SALT)


def find_rehearsal(token: str) -> Invited | None:
    """The wave of a rehearsal link, None when it is none or too old."""
    if not token.startswith(PREFIX):
        return None
    try:
        wave_id = signing.loads(token[len(PREFIX) :], salt=_SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    wave = Wave.objects.select_related("instrument_version").filter(pk=wave_id).first()
    if wave is None:
        return None
    return Invited(
        number=None,
        is_done=False,
        wave_id=wave.pk,
        state=wave.state,
        mode=wave.mode,
        languages=tuple(wave.languages),
        key_name=wave.key_name,
        version_id=wave.instrument_version_id,
        sha256=wave.instrument_version.sha256,
        filing_key_id=None,
        public_key=b"",
        respondent="",
        cluster="",
    )
