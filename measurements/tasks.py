"""Background tasks of measurements: take ids, check, one service call."""

from typing import Any

from celery import shared_task
from django.utils import timezone


@shared_task(name="measurements.tasks.score_wave", soft_time_limit=600, time_limit=660)
def score_wave(*, wave_id: int, **kwargs: Any) -> None:
    """Make the results of a wave that has been closed and filed; a wave that is not is left alone."""
    # The service loads numpy; the worker loads it when there is something to score.
    from .services.results import BelowFloor, WaveStillOpen
    from .services.results import score_wave as score

    try:
        score(wave_id=wave_id, at=timezone.now())
    except (WaveStillOpen, BelowFloor):
        return


@shared_task(name="measurements.tasks.score_closed_waves", soft_time_limit=1200, time_limit=1260)
def score_closed_waves(**kwargs: Any) -> None:
    """Score every closed wave that has no results yet, in case its own message was lost."""
    from .queries import unscored_wave_ids

    for wave_id in unscored_wave_ids():
        score_wave(wave_id=wave_id)


@shared_task(name="measurements.tasks.move_waves")
def move_waves(**kwargs: Any) -> None:
    """Open and close waves whose moment has come."""
    from .services.waves import move_by_time

    move_by_time(at=timezone.now())


@shared_task(name="measurements.tasks.file_answers", soft_time_limit=600, time_limit=660)
def file_answers(**kwargs: Any) -> None:
    """File a batch of every open wave in which enough answers wait."""
    from .services.filing import file_open_waves

    file_open_waves(at=timezone.now())


@shared_task(name="measurements.tasks.settle_waves", soft_time_limit=1200, time_limit=1260)
def settle_waves(**kwargs: Any) -> None:
    """Settle closed waves: file the rest, wipe out order, destroy the keys; then have them scored."""
    from .services.closing import settle_closed_waves

    for wave_id in settle_closed_waves():
        score_wave(wave_id=wave_id)


@shared_task(name="measurements.tasks.make_keys_ahead")
def make_keys_ahead(**kwargs: Any) -> None:
    """Make the filing keys of the days to come, so that answering never waits for a worker."""
    from .services.keys import make_keys_ahead as make

    make(at=timezone.now())


@shared_task(name="measurements.tasks.send_reminders", soft_time_limit=600, time_limit=660)
def send_reminders(*, now: bool = False, **kwargs: Any) -> None:
    """Compose the reminders that are planned for today."""
    from .services.reminders import send_due_reminders

    send_due_reminders(at=timezone.now(), now=now)


@shared_task(name="measurements.tasks.remove_old_letters")
def remove_old_letters(**kwargs: Any) -> None:
    """Remove letters a day after they were made."""
    from .services.letters import remove_old_letters as remove

    remove(at=timezone.now())
