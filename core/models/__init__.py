"""Models that belong to no app: links between records, jobs, outgoing mail, heartbeat."""

from .draft import FormDraft
from .heartbeat import Heartbeat
from .job import Job
from .link import Link
from .mail import Mailing, OutgoingMail

__all__ = ["FormDraft", "Heartbeat", "Job", "Link", "Mailing", "OutgoingMail"]
