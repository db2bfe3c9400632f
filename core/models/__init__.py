"""Models that belong to no app: links between records, jobs, outgoing mail, heartbeat."""

from .heartbeat import Heartbeat
from .job import Job
from .link import Link
from .mail import Mailing, OutgoingMail

__all__ = ["Heartbeat", "Job", "Link", "Mailing", "OutgoingMail"]
