"""The list of signals, and actions on several at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import requires
from core.listing import RequestConfig
from core.periods import local_date
from core.undo import offer_undo
from feedback.filters import SignalFilter
from feedback.forms.staff import AssignForm
from feedback.models import Signal
from feedback.queries.lists import inbox, overdue_count
from feedback.services.telling import sync_tellings
from feedback.services.work import assign_signals
from feedback.tables import SignalTable

PAGE_SIZE = 25


@requires("feedback.view_signal")
@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    """What waits first; filtered, sorted and by page."""
    now = timezone.now()
    today = local_date(now)
    sync_tellings(at=now)
    filtered = SignalFilter(request.GET, queryset=inbox(), request=request, now=now)
    can_work = request.user.has_perm("feedback.work_signal")
    table = SignalTable(filtered.qs, today=today, can_work=can_work)
    RequestConfig(request, paginate={"per_page": PAGE_SIZE, "silent": True}).configure(table)
    context = {
        "filter": filtered,
        "table": table,
        "is_empty": not request.GET and not table.page.paginator.count,
        "overdue": overdue_count(today=today),
        "can_work": can_work,
        "assign_form": AssignForm(),
    }
    return render(request, "feedback/signals.html", context)


@requires("feedback.view_signal", "feedback.work_signal")
@require_POST
def assign_several(request: HttpRequest) -> HttpResponse:
    """Give the chosen signals an owner; can be undone."""
    chosen = [int(value) for value in request.POST.getlist("signal") if value.isdecimal() and len(value) < 19]
    found = list(Signal.objects.filter(pk__in=chosen))
    form = AssignForm(request.POST)
    if not found:
        messages.warning(request, _("Choose one or more signals first."))
    elif form.is_valid():
        owner = form.cleaned_data["owner"]
        before = assign_signals(signals=found, owner=owner, by=request.user, at=timezone.now())
        text = ngettext(
            "%(count)d signal has another owner now: %(owner)s.",
            "%(count)d signals have another owner now: %(owner)s.",
            len(found),
        ) % {
            "count": len(found),
            "owner": owner or _("nobody"),
        }
        offer_undo(request, name="feedback.assign", payload={"owners": before}, text=text)
    else:
        messages.error(request, _("This colleague cannot be the owner of a signal."))
    return redirect(reverse("feedback:signals"))
