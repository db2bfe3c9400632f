"""The access log, for the privacy officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.filters import AuditFilter
from accounts.models import AuditEntry
from accounts.queries import check_chain
from accounts.tables import AuditTable
from core.access import requires
from core.listing import RequestConfig


@requires("accounts.view_audit_log")
def index(request: HttpRequest) -> HttpResponse:
    """Filter and read the log; with `?controle=1` every seal is recomputed."""
    found = AuditFilter(request.GET, queryset=AuditEntry.objects.select_related("actor"))
    table = AuditTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50, "silent": True}).configure(table)
    chain = check_chain() if "controle" in request.GET else None
    return render(request, "accounts/audit_log.html", {"filter": found, "table": table, "chain": chain})
