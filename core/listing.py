"""Tables on a page: which page and in what order comes from the address, how long a page is does not."""

from __future__ import annotations

from copy import copy
from typing import Any

import django_tables2


class RequestConfig(django_tables2.RequestConfig):  # type: ignore[misc]
    """As of the package, without `?per_page=`: a stranger's number would be a page without end, or an error."""

    def configure(self, table: Any) -> Any:
        """Set order and page of the table."""
        request: Any = self.request  # type: ignore[has-type]
        self.request = copy(request)
        self.request.GET = request.GET.copy()
        self.request.GET.pop(table.prefixed_per_page_field, None)
        try:
            return super().configure(table)
        finally:
            self.request = table.request = request
