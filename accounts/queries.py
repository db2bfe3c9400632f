"""Named reads about users, the access log, privacy requests and retention."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Job, RetentionPeriod, RetentionRun
from core.registry import retentions

from .models import AccessReview, AuditEntry, PrivacyRequest, User
from .roles import ROLES, granted_permissions


@dataclass(frozen=True)
class PermissionLine:
    """One permission in words and the roles that have it."""

    code: str
    words: str
    roles: tuple[str, ...]


def users_with_roles() -> QuerySet[User]:
    """All users with their roles, in two queries."""
    return User.objects.prefetch_related("groups").order_by("name", "pk")


def user_header() -> list[str]:
    """The columns of the list of users as a file."""
    return [_("Name"), _("E-mail address"), _("Roles"), _("Last signed in"), _("State")]


def user_rows(users: QuerySet[User]) -> Iterable[tuple[Any, ...]]:
    """One row per user: name, address, roles in words, last sign-in, state in a word."""
    for user in users.iterator(chunk_size=500):
        roles = ", ".join(str(ROLES[name]) for name in user.role_names if name in ROLES)
        yield (user.name, user.email, roles, user.last_login, state_word(user))


def state_word(user: User) -> str:
    """Whether somebody can sign in, in a word."""
    if not user.is_active:
        return _("switched off")
    if not user.has_usable_password() and user.last_login is None:
        return _("invited")
    return _("active")


def permission_lines() -> list[PermissionLine]:
    """Every granted permission in words, with the names of the roles that have it."""
    granted = granted_permissions()
    codes = sorted(set().union(*granted.values()))
    words = {
        f"{permission.content_type.app_label}.{permission.codename}": _in_words(permission)
        for permission in Permission.objects.select_related("content_type")
    }
    return [
        PermissionLine(code, words.get(code, code), tuple(role for role in ROLES if code in granted[role]))
        for code in codes
    ]


def _in_words(permission: Permission) -> str:
    """The sentence of the permission; Django's own four (view, add, change, delete) are made from the model's name."""
    sentences = {
        "view": _("See %(things)s"),
        "add": _("Add %(things)s"),
        "change": _("Change %(things)s"),
        "delete": _("Delete %(things)s"),
    }
    action, _between, model_name = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if model is None or model_name != permission.content_type.model or action not in sentences:
        return _(permission.name)
    return sentences[action] % {"things": model._meta.verbose_name_plural}


def access_rows() -> Iterable[tuple[User, list[str], int]]:
    """Per active user: the roles in words and how many permissions they bring together."""
    for user in users_with_roles().filter(is_active=True):
        yield user, [str(ROLES[name]) for name in user.role_names if name in ROLES], len(user.get_all_permissions())


def access_fingerprint() -> str:
    """SHA-256 over who has which role and what each role may do."""
    people = sorted((user.pk, sorted(user.role_names)) for user in users_with_roles().filter(is_active=True))
    roles = {role: sorted(codes) for role, codes in granted_permissions().items()}
    return hashlib.sha256(json.dumps([people, roles], sort_keys=True).encode()).hexdigest()


def last_review() -> AccessReview | None:
    """The latest sign-off of the access report."""
    return AccessReview.objects.select_related("reviewed_by").order_by("-reviewed_at").first()


@dataclass(frozen=True)
class ChainState:
    """Outcome of checking the audit trail."""

    checked: int
    broken_id: int | None


def check_chain() -> ChainState:
    """Recompute every seal in order; `broken_id` is the first entry that does not fit (None: all fit).

    When the oldest entries have gone after their period, a later entry names the seal of the last of them.
    """
    first = AuditEntry.objects.order_by("id").values_list("previous_seal", flat=True).first() or ""
    noted = {"action": AuditEntry.Action.RETENTION, "detail": f"seal {first}"}
    previous = first if first and AuditEntry.objects.filter(**noted).exists() else ""
    checked = 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous_seal != previous or entry.seal != entry.expected_seal():
            return ChainState(checked, entry.pk)
        previous = entry.seal
        checked += 1
    return ChainState(checked, None)


def failed_sign_ins_since(user: User, since: object) -> int:
    """How often somebody tried to sign in as this user with a wrong password since a moment."""
    return AuditEntry.objects.filter(
        action=AuditEntry.Action.SIGN_IN,
        result=AuditEntry.Result.REFUSED,
        reference=f"accounts.User:{user.pk}",
        at__gte=since,
    ).count()


def steps_of(request: PrivacyRequest) -> QuerySet[AuditEntry]:
    """What was done with a privacy request, newest first: its entries in the access log."""
    return AuditEntry.objects.filter(reference=f"accounts.PrivacyRequest:{request.pk}").select_related("actor")


def job_of(request: PrivacyRequest) -> Job | None:
    """The last job of a privacy request."""
    return Job.objects.filter(kind__startswith="accounts.privacy_", parameters__request=request.pk).first()


@dataclass(frozen=True)
class RetentionLine:
    """One kind of data: how long it is kept and why, how many are due now, and the last run."""

    name: str
    label: str
    period: str
    reason: str
    due: int
    reports_first: bool
    can_change: bool
    last: RetentionRun | None


def retention_lines(*, at: datetime) -> list[RetentionLine]:
    """Every kind, in order."""
    chosen = {period.name: period for period in RetentionPeriod.objects.all()}
    last = {
        run.name: run
        for run in RetentionRun.objects.exclude(carried_out_at=None).order_by("name", "-reported_at").distinct("name")
    }
    lines = []
    for kind in retentions:
        period = chosen.get(kind.name)
        days = period.days if period else kind.days
        words = str(kind.period)
        if days is not None:
            words = ngettext("%(n)d day", "%(n)d days", days) % {"n": days} + f" {words}"
        lines.append(
            RetentionLine(
                kind.name,
                str(kind.label),
                words,
                period.reason if period else str(kind.reason),
                kind.due(at),
                kind.reports_first,
                kind.days is not None,
                last.get(kind.name),
            )
        )
    return lines
