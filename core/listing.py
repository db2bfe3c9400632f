"""Tables on a page: which page and in what order comes from the address, how long a page is does not.

However long a list is, a page costs about the same: no more rows are counted than anybody pages through. Far from
the beginning the keys of a page are looked up first, so that no columns are worked out for rows that are skipped.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import django_tables2
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django_tables2.rows import BoundRows

# Further on a filter finds faster than a page number; an export holds everything.
MOST_ROWS = 25_000
_FAR = 500


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a table whose rows come from the database."""

    @property
    def _queryset(self) -> QuerySet[Any] | None:
        found = getattr(getattr(self.object_list, "data", None), "data", None)
        return found if isinstance(found, QuerySet) else None

    @cached_property
    def _counted(self) -> int:
        queryset = self._queryset
        if queryset is None:
            return len(self.object_list)
        return int(queryset.order_by().values("pk")[: MOST_ROWS + 1].count())

    @property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self._counted, MOST_ROWS)

    @property
    def is_more(self) -> bool:
        """Whether the list is longer than what can be paged through."""
        return self._counted > MOST_ROWS

    def page(self, number: Any) -> Page[Any]:
        """One page; far from the beginning by its keys."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        queryset = self._queryset
        if queryset is None or first < _FAR:
            return super().page(number)
        last = min(first + self.per_page, self.count)
        keys = list(queryset.values_list("pk", flat=True)[first:last])
        table = self.object_list.table  # type: ignore[attr-defined]
        return Page(BoundRows(data=queryset.filter(pk__in=keys), table=table), number, self)


class RequestConfig(django_tables2.RequestConfig):  # type: ignore[misc]
    """As of the package, without `?per_page=`: a stranger's number would be a page without end, or an error."""

    def configure(self, table: Any) -> Any:
        """Set order and page of the table."""
        request: Any = self.request  # type: ignore[has-type]
        self.request = copy(request)
        self.request.GET = request.GET.copy()
        self.request.GET.pop(table.prefixed_per_page_field, None)
        paginate: Any = self.paginate  # type: ignore[has-type]
        if isinstance(paginate, dict):
            self.paginate = {"paginator_class": BoundedPaginator, **paginate}
        try:
            return super().configure(table)
        finally:
            self.request = table.request = request
