"""The Celery application; worker and beat say that they are ready by touching a file."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ind_reputation.settings.local")

app = Celery("ind_reputation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _touch(name: str) -> None:
    from django.conf import settings

    directory = Path(settings.DATA_DIR) / "run"
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).touch()


@worker_ready.connect
def mark_worker_ready(**kwargs: Any) -> None:
    """Say to the runner that tasks are taken from now on."""
    _touch("worker.ready")
    # "Does everything work?" is right from the start, not from the first round of the schedule on.
    app.send_task("core.tasks.note_heartbeat", ignore_result=True)


@beat_init.connect
def mark_beat_ready(**kwargs: Any) -> None:
    """Say to the runner that the clock runs."""
    _touch("beat.ready")


@setup_logging.connect
def configure_logging(**kwargs: Any) -> None:
    """Celery logs through Django's LOGGING setting, so that the same redaction holds everywhere."""
    import logging.config

    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
