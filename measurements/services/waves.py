"""The life of a wave: prepare, make ready, open, close, publish. Every move is checked and leaves a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs.queue import enqueue
from measurements.choices import ALLOWED_MOVES, State, language_name
from measurements.domain.default_texts import FIELDS, SURVEY_LINK, default_texts, unknown_placeholders
from measurements.exceptions import MoveNotAllowed, WaveIsFrozen, WaveNotReady
from measurements.models import InstrumentVersion, Invitation, RespondentKey, Wave, WaveStateRow

from . import secrets
from .invitations import call_back_mail, make_invitations, send_invitations
from .keys import make_filing_keys
from .languages import unconfirmed

log = structlog.get_logger("ind.measurements")

_PREPARED = ("title", "mode", "languages", "floor", "population", "texts", "cuts", "opens_at", "closes_at")


@transaction.atomic
def create_wave(
    *, title: str, instrument_version: InstrumentVersion, mode: str, by: Any, at: datetime, **fields: Any
) -> Wave:
    """Begin a wave at the level of its questionnaire. `fields` as in `change_wave`, and `baseline`, `is_fictional`."""
    wave = Wave(
        title=title,
        level=instrument_version.instrument.level,
        instrument_version=instrument_version,
        mode=mode,
        created_by=by,
        created_at=at,
        **fields,
    )
    wave.texts = wave.texts or default_texts(wave.languages)
    wave.full_clean()
    wave.save()
    WaveStateRow.objects.create(wave=wave, state=State.DRAFT, at=at, by=by)
    return wave


@transaction.atomic
def repeat_wave(*, wave: Wave, title: str, by: Any, at: datetime) -> Wave:
    """Begin the same measurement anew, compared with the wave it repeats or with that one's zero measurement."""
    return create_wave(
        title=title,
        instrument_version=wave.instrument_version,
        mode=wave.mode,
        by=by,
        at=at,
        languages=list(wave.languages),
        floor=wave.floor,
        population=wave.population,
        texts=wave.texts,
        cuts=list(wave.cuts),
        baseline=wave.baseline or wave,
    )


@transaction.atomic
def change_wave(*, wave: Wave, **fields: Any) -> Wave:
    """Change what is prepared. Raises WaveIsFrozen once the wave is ready, ValidationError for a wrong value."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != State.DRAFT:
        raise WaveIsFrozen
    for name, value in fields.items():
        if name not in _PREPARED:
            raise KeyError(name)
        setattr(locked, name, value)
    if "languages" in fields:
        locked.texts = {
            **default_texts(locked.languages),
            **{k: v for k, v in locked.texts.items() if k in locked.languages},
        }
    locked.full_clean()
    locked.save()
    return locked


def missing_for_ready(wave: Wave, *, at: datetime) -> list[str]:
    """What a wave still needs before it can be made ready, in words."""
    reasons = []
    if not wave.members.exists():
        reasons.append(_("Nobody is invited yet."))
    elif wave.members.count() < wave.floor:
        reasons.append(
            _("Fewer people are invited than the reporting floor of %(floor)s; there could never be a result.")
            % {"floor": wave.floor}
        )
    for language in wave.languages:
        reasons += _missing_texts(wave, language)
    for language in unconfirmed(wave.instrument_version, wave.languages):
        reasons.append(
            _("No translator has confirmed this language yet, so it can only be rehearsed: %(language)s.")
            % {"language": language_name(language)}
        )
    if wave.closes_at is None:
        reasons.append(_("The closing day is missing."))
    elif wave.closes_at <= at:
        reasons.append(_("The closing day has passed."))
    return reasons


def _missing_texts(wave: Wave, language: str) -> list[str]:
    texts = wave.texts.get(language, {})
    reasons = []
    if any(not texts.get(name, "").strip() for name in FIELDS):
        reasons.append(_("A text of the invitation or reminder is empty (%(language)s).") % {"language": language})
    if any(texts.get(name) and SURVEY_LINK not in texts[name] for name in ("invitation_text", "reminder_text")):
        reasons.append(_("The personal link is missing in a text (%(language)s).") % {"language": language})
    unknown = sorted({found for name in FIELDS for found in unknown_placeholders(texts.get(name, ""))})
    if unknown:
        reasons.append(
            _("Unknown placeholder in a text (%(language)s): %(names)s.")
            % {"language": language, "names": ", ".join(unknown)}
        )
    return reasons


@transaction.atomic
def make_ready(*, wave: Wave, by: Any, at: datetime) -> Wave:
    """Freeze what was prepared and make secrets and invitations. Raises WaveNotReady and MoveNotAllowed."""
    locked = _move(wave, State.READY, by=by, at=at)
    if reasons := missing_for_ready(locked, at=at):
        raise WaveNotReady(reasons)
    secrets.make_wave_secrets(locked.key_name)
    make_invitations(wave=locked)
    organisations = locked.members.exclude(organisation="").values("organisation").distinct().count()
    locked.invited_count = locked.members.count()
    locked.organisation_count = organisations
    locked.save(update_fields=["invited_count", "organisation_count"])
    return locked


@transaction.atomic
def back_to_draft(*, wave: Wave, by: Any, at: datetime) -> Wave:
    """Take a ready wave back to change it; its invitations and secrets are made anew later."""
    locked = _move(wave, State.DRAFT, by=by, at=at)
    Invitation.objects.filter(wave=locked).delete()
    RespondentKey.objects.filter(wave=locked).delete()
    transaction.on_commit(lambda: secrets.destroy_wave_secrets(locked.key_name))
    return locked


@transaction.atomic
def open_wave(*, wave: Wave, by: Any, at: datetime) -> Wave:
    """Open a ready wave and compose its invitations; they wait as all outgoing mail does."""
    locked = _move(wave, State.OPEN, by=by, at=at)
    if locked.closes_at is not None and locked.closes_at <= at:
        raise WaveNotReady([_("The closing day has passed.")])
    locked.opened_on = timezone.localdate(at)
    locked.save(update_fields=["opened_on"])
    make_filing_keys(wave=locked, at=at)
    send_invitations(wave=locked, by=by or locked.created_by, at=at)
    return locked


@transaction.atomic
def close_wave(*, wave: Wave, by: Any, at: datetime) -> Wave:
    """Close an open wave: no answer comes in any more. Filing the rest and destroying the keys is background work."""
    locked = _move(wave, State.CLOSED, by=by, at=at)
    locked.closed_on = timezone.localdate(at)
    locked.save(update_fields=["closed_on"])
    call_back_mail(wave=locked, at=at)
    enqueue("measurements.tasks.settle_waves")
    return locked


@transaction.atomic
def publish_wave(*, wave: Wave, by: Any, at: datetime) -> Wave:
    """Let the results be seen outside. Raises WaveNotReady while answers are being filed or below the floor."""
    locked = _move(wave, State.PUBLISHED, by=by, at=at)
    if not locked.has_results:
        raise WaveNotReady([_("There are no results to publish: too few people answered.")])
    return locked


def _move(wave: Wave, to: str, *, by: Any, at: datetime) -> Wave:
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if to not in ALLOWED_MOVES[locked.state]:
        raise MoveNotAllowed
    if to == State.PUBLISHED and not locked.is_settled:
        raise WaveNotReady([_("The last answers are still being filed. Try again in a few minutes.")])
    locked.state = to
    locked.save(update_fields=["state"])
    WaveStateRow.objects.create(wave=locked, state=to, at=at, by=by)
    return locked


def move_by_time(*, at: datetime) -> int:
    """Open ready waves and close open ones whose moment has come; returns how many moved."""
    due_open = Wave.objects.filter(state=State.READY, opens_at__lte=at, closes_at__gt=at)
    due_close = Wave.objects.filter(state=State.OPEN, closes_at__lte=at)
    moved = 0
    for move, waves in ((open_wave, due_open), (close_wave, due_close)):
        for wave in waves:
            try:
                move(wave=wave, by=None, at=at)
            except MoveNotAllowed:
                continue  # somebody moved it in this very moment
            except Exception:
                # One wave that cannot be moved does not keep the others open, or shut.
                log.exception("wave_not_moved", wave=wave.pk)
                continue
            moved += 1
    return moved
