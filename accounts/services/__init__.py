"""What can be done with users, notices and the audit trail."""

from .audit import audit
from .first_run import create_first_administrator
from .notices import notify
from .profile import mail_test, update_profile
from .reviews import sign_access_report
from .users import (
    change_roles,
    deactivate,
    end_sessions,
    invite,
    reactivate,
    resend_invitation,
    reset_second_factor,
    set_absence,
)

__all__ = [
    "audit",
    "change_roles",
    "create_first_administrator",
    "deactivate",
    "end_sessions",
    "invite",
    "mail_test",
    "notify",
    "reactivate",
    "resend_invitation",
    "reset_second_factor",
    "set_absence",
    "sign_access_report",
    "update_profile",
]
