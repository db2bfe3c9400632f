"""Who reads and approves the monthly report."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import granted_permissions

APPROVE = "kpis.approve_monthlyreport"


def approvers() -> QuerySet[User]:
    """Active users whose role may approve the report."""
    roles = [role for role, permissions in granted_permissions().items() if APPROVE in permissions]
    return User.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("email")
