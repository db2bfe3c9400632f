"""The access log as a file, as it is shown; taking it is itself noted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import ListExport, list_exports

from .filters import AuditFilter, UserFilter
from .models import AuditEntry
from .queries import users_with_roles
from .services import audit
from .tables import AuditTable, UserTable


def access_log(query: Any, user: Any, at: datetime) -> AuditTable:
    """Entries under this filter."""
    return AuditTable(AuditFilter(query, queryset=AuditEntry.objects.select_related("actor")).qs)


def users(query: Any, user: Any, at: datetime) -> UserTable:
    """Users under this filter."""
    return UserTable(UserFilter(query, queryset=users_with_roles()).qs)


def note_users(user: Any) -> None:
    """Note who took the users along."""
    audit(action="export", at=timezone.now(), actor=user, subject=_("Users"), origin="list-export")


def note(user: Any) -> None:
    """Note who took the log along."""
    audit(action="export", at=timezone.now(), actor=user, subject=_("Access log"), origin="list-export")


list_exports.register(
    ListExport("access-log", gettext_lazy("Access log"), "accounts.view_audit_log", access_log, note=note)
)
list_exports.register(ListExport("users", gettext_lazy("Users"), "accounts.manage_users", users, note=note_users))
