"""Models that belong to no app: links between records, jobs, outgoing mail, heartbeat."""

from .draft import FormDraft
from .heartbeat import Heartbeat
from .job import Job
from .link import Link
from .mail import Mailing, OutgoingMail
from .privacy import ErasedText, RetentionPeriod, RetentionRun

__all__ = [
    "ErasedText",
    "FormDraft",
    "Heartbeat",
    "Job",
    "Link",
    "Mailing",
    "OutgoingMail",
    "RetentionPeriod",
    "RetentionRun",
]
