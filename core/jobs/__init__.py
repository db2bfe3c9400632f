"""Background work: queueing on commit, and jobs that a person starts and can watch and cancel."""

from .queue import enqueue
from .services import JobCancelled, JobRefused, cancel_job, remove_old_jobs, report_progress, run_job, start_job

__all__ = [
    "JobCancelled",
    "JobRefused",
    "cancel_job",
    "enqueue",
    "remove_old_jobs",
    "report_progress",
    "run_job",
    "start_job",
]
