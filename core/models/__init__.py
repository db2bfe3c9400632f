"""Models that belong to no app: links between records, jobs, outgoing mail, search, heartbeat."""

from .draft import FormDraft
from .heartbeat import Heartbeat
from .job import Job
from .link import Link
from .mail import Mailing, OutgoingMail
from .privacy import ErasedText, RetentionPeriod, RetentionRun
from .search import SearchDocument

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
    "SearchDocument",
]
