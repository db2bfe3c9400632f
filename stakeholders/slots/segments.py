"""Segments in the slots of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import registry
from core.history import register_history
from stakeholders import access, demo_segments
from stakeholders.filters.segments import SegmentFilter
from stakeholders.models import Segment
from stakeholders.services.segments import restore_segment
from stakeholders.tables.segments import SegmentTable


def _as_shown(query: Any, user: Any, at: datetime) -> SegmentTable:
    return SegmentTable(SegmentFilter(query, queryset=Segment.objects.all()).qs)


registry.list_exports.register(
    registry.ListExport("segments", gettext_lazy("Segments"), access.VIEW_SEGMENTS, _as_shown)
)

__all__ = ["demo_segments"]

ARCHIVE_SEGMENT = "stakeholders.archive_segment"


def unarchive(user: Any, payload: dict[str, Any]) -> str:
    """Take the archived segment into use again."""
    if not user.has_perm(access.EDIT_SEGMENTS):
        raise PermissionDenied
    segment = Segment.objects.get(pk=payload["pk"])
    restore_segment(segment=segment)
    return _("“%(name)s” is in use again.") % {"name": segment}


registry.undoables.register(registry.Undoable(ARCHIVE_SEGMENT, unarchive))
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.segments",
        gettext_lazy("Segments"),
        "stakeholders:segments",
        access.VIEW_SEGMENTS,
        order=24,
        prefix="/segmenten/",
        under="stakeholders.organisations",
    )
)
registry.search_kinds.register(
    registry.SearchKind(
        "segment", gettext_lazy("Segments"), access.VIEW_SEGMENTS, "stakeholders:segment", is_named=True, order=90
    )
)
register_history("stakeholders.Segment", permission=access.HISTORY)
