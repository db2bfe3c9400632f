"""`{% record_history record %}`: the recorded history of a record, for whoever may read it."""

from typing import Any

from django import template
from django.db import models

from core.history import history_of
from core.registry import history_subjects

register = template.Library()


@register.inclusion_tag("includes/history.html", takes_context=True)
def record_history(context: dict[str, Any], record: models.Model) -> dict[str, Any]:
    """Entries newest first; none for whoever lacks the permission of the history subject."""
    label = record._meta.label
    if label not in history_subjects or not context["request"].user.has_perm(history_subjects[label].permission):
        return {"may_read": False}
    return {"may_read": True, "entries": history_of(record)}
