"""Lists of users and of log entries."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import AuditEntry, PrivacyRequest, User
from .queries import state_word
from .roles import ROLES


class UserTable(tables.Table):  # type: ignore[misc]
    """Everybody who can or could sign in."""

    name = tables.Column(
        verbose_name=gettext_lazy("Name"), linkify=lambda record: reverse("accounts:user", args=[record.pk])
    )
    email = tables.Column(verbose_name=gettext_lazy("E-mail address"))
    roles = tables.Column(verbose_name=gettext_lazy("Roles"), orderable=False, accessor="role_names", empty_values=())
    last_login = tables.DateTimeColumn(verbose_name=gettext_lazy("Last signed in"), short=True)
    is_active = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = User
        fields = ("name", "email", "roles", "last_login", "is_active")
        order_by = "name"
        empty_text = gettext_lazy("Nobody found. Clear the filter, or invite somebody.")

    def order_name(self, users: QuerySet[User], is_descending: bool) -> tuple[QuerySet[User], bool]:
        key = Lower("name")
        return users.order_by(key.desc() if is_descending else key.asc(), "pk"), True

    def render_roles(self, value: list[str]) -> str:
        return ", ".join(str(ROLES[name]) for name in value if name in ROLES) or "–"

    def render_is_active(self, value: bool, record: User) -> SafeString:
        if not value:
            tone = "negative"
        else:
            tone = "positive" if record.has_usable_password() or record.last_login else "warning"
        return format_html('<span class="ind-status ind-status--{}">{}</span>', tone, state_word(record))


class AuditTable(tables.Table):  # type: ignore[misc]
    """The access log, newest first."""

    at = tables.DateTimeColumn(verbose_name=gettext_lazy("Moment"), format="d-m-Y H:i:s")
    actor = tables.Column(verbose_name=gettext_lazy("Who"), orderable=False, empty_values=())
    action = tables.Column(verbose_name=gettext_lazy("Action"), orderable=False)
    subject = tables.Column(verbose_name=gettext_lazy("About"), orderable=False)
    detail = tables.Column(verbose_name=gettext_lazy("Detail"), orderable=False)
    result = tables.Column(verbose_name=gettext_lazy("Result"), orderable=False)
    origin = tables.Column(verbose_name=gettext_lazy("Where"), orderable=False)

    class Meta:
        model = AuditEntry
        fields = ("at", "actor", "action", "subject", "detail", "result", "origin")
        empty_text = gettext_lazy("Nothing has been logged that fits this filter.")

    def render_actor(self, value: Any) -> str:
        return str(value) if value else "–"


class PrivacyRequestTable(tables.Table):  # type: ignore[misc]
    """Privacy requests; who they are about stands on their own page only."""

    pk = tables.Column(
        verbose_name=gettext_lazy("Number"), linkify=lambda record: record.get_absolute_url(), order_by="pk"
    )
    kind = tables.Column(verbose_name=gettext_lazy("Request"))
    asked_on = tables.DateColumn(verbose_name=gettext_lazy("Asked on"))
    due_on = tables.DateColumn(verbose_name=gettext_lazy("Answer by"))
    state = tables.Column(verbose_name=gettext_lazy("State"))
    handled_by = tables.Column(verbose_name=gettext_lazy("Handled by"), orderable=False)

    class Meta:
        model = PrivacyRequest
        fields = ("pk", "kind", "asked_on", "due_on", "state", "handled_by")
        empty_text = gettext_lazy("No requests. Record one when somebody asks to see or erase their data.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def render_pk(self, record: PrivacyRequest) -> str:
        return str(record)

    def render_state(self, record: PrivacyRequest) -> SafeString:
        if record.is_overdue(self._today):
            return format_html('<span class="ind-status ind-status--negative">{}</span>', _("too late"))
        tone = "positive" if record.is_finished else "warning"
        return format_html('<span class="ind-status ind-status--{}">{}</span>', tone, record.get_state_display())
