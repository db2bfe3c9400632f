"""The one list of everything that runs by the clock (Europe/Amsterdam). Synced to the database by `prepare`."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "core.send_due_mail": {"task": "core.tasks.send_due_mail", "schedule": 15.0},
    "core.run_waiting_jobs": {"task": "core.tasks.run_waiting_jobs", "schedule": 20.0},
    "core.note_heartbeat": {"task": "core.tasks.note_heartbeat", "schedule": 60.0},
    "measurements.move_waves": {"task": "measurements.tasks.move_waves", "schedule": 60.0},
    "measurements.file_answers": {"task": "measurements.tasks.file_answers", "schedule": crontab(minute="*/15")},
    "measurements.settle_waves": {"task": "measurements.tasks.settle_waves", "schedule": 60.0},
    "measurements.make_keys_ahead": {
        "task": "measurements.tasks.make_keys_ahead",
        "schedule": crontab(minute=5, hour="*/6"),
    },
    "measurements.score_closed_waves": {"task": "measurements.tasks.score_closed_waves", "schedule": 60.0},
    "feedback.sync_tellings": {"task": "feedback.tasks.sync_tellings", "schedule": 30.0},
    "feedback.open_inbox": {"task": "feedback.tasks.open_inbox", "schedule": crontab(minute=10, hour=6)},
    "feedback.close_quiet": {"task": "feedback.tasks.close_quiet", "schedule": crontab(minute=20, hour=6)},
    "stakeholders.sync_announcements": {"task": "stakeholders.tasks.sync_announcements", "schedule": 30.0},
    "stakeholders.sweep_mail_in": {"task": "stakeholders.tasks.sweep_mail_in", "schedule": 60.0},
    # What is past its time: jobs, drafts and frames at once, all else after it was reported to the privacy officer.
    "accounts.keep_to_retention": {"task": "accounts.tasks.keep_to_retention", "schedule": crontab(minute=10, hour=3)},
    "accounts.send_digests": {
        "task": "accounts.tasks.send_digests",
        "schedule": crontab(minute=30, hour=7, day_of_week="1-5"),
    },
    # Month values and lines every ten minutes (cheap when nothing is new); the report from the first working day on.
    "kpis.fill": {"task": "kpis.tasks.fill", "schedule": crontab(minute="*/10")},
    "kpis.draft_report": {"task": "kpis.tasks.draft_report", "schedule": crontab(minute=0, hour=8, day_of_week="1-5")},
    "kpis.mail_approved": {"task": "kpis.tasks.mail_approved", "schedule": 300.0},
    "stakeholders.find_duplicates": {
        "task": "stakeholders.duplicate_tasks.find_duplicates",
        "schedule": crontab(minute=40, hour=2),
    },
    "kpis.remind": {"task": "kpis.tasks.remind", "schedule": crontab(minute=10, hour=8, day_of_week="1-5")},
}
