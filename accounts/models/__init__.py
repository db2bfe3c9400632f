"""Models of accounts."""

from .audit import AuditEntry
from .conduct import Absence, AccessReview, Digest, Notification
from .membership import Membership
from .privacy import PrivacyFile, PrivacyRequest
from .user import MailChoice, User

__all__ = [
    "Absence",
    "AccessReview",
    "AuditEntry",
    "Digest",
    "MailChoice",
    "Membership",
    "Notification",
    "PrivacyFile",
    "PrivacyRequest",
    "User",
]
