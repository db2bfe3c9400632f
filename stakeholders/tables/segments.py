"""Columns of the list of segments."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Segment
from stakeholders.models.segment import Way


class SegmentTable(tables.Table):  # type: ignore[misc]
    """Segments; how many are in one stands on its page, because that is counted anew each time."""

    name = tables.Column(linkify=True, verbose_name=_("Name"))
    of = tables.Column(verbose_name=_("Of"))
    way = tables.Column(verbose_name=_("How chosen"))
    description = tables.Column(verbose_name=_("What it is for"), orderable=False)
    created_at = tables.DateColumn(verbose_name=_("Made at"))

    class Meta:
        model = Segment
        fields = ("name", "of", "way", "description", "created_at")
        empty_text = _("No segment fits. Clear the filter or try another spelling.")

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Capitals do not matter."""
        key = Lower("name")
        return queryset.order_by(key.desc() if is_descending else key.asc(), "pk"), True

    def render_way(self, record: Any) -> Any:
        return _("by rules") if record.way == Way.RULES else _("by hand")
