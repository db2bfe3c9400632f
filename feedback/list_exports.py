"""The list of signals as a file, as it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from core.periods import local_date
from core.registry import ListExport, list_exports

from .filters import SignalFilter
from .queries.lists import inbox
from .tables import SignalTable


class _Asking:
    """What a filter wants to know of a request: who asks."""

    def __init__(self, user: Any) -> None:
        self.user = user


def signals(query: Any, user: Any, at: datetime) -> SignalTable:
    """Signals under this filter."""
    found = SignalFilter(query, queryset=inbox(), request=_Asking(user), now=at)
    return SignalTable(found.qs, today=local_date(at), can_work=False)


list_exports.register(ListExport("signals", gettext_lazy("Signals"), "feedback.view_signal", signals))
