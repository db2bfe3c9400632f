"""The one list of everything that runs by the clock (Europe/Amsterdam). Synced to the database by `prepare`."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "core.send_due_mail": {"task": "core.tasks.send_due_mail", "schedule": 15.0},
    "core.run_waiting_jobs": {"task": "core.tasks.run_waiting_jobs", "schedule": 20.0},
    "core.remove_old_jobs": {"task": "core.tasks.remove_old_jobs", "schedule": crontab(minute=10, hour=3)},
    "core.note_heartbeat": {"task": "core.tasks.note_heartbeat", "schedule": 60.0},
    "accounts.send_digests": {
        "task": "accounts.tasks.send_digests",
        "schedule": crontab(minute=30, hour=7, day_of_week="1-5"),
    },
}
