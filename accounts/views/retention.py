"""The page of retention: what is kept how long and why, what is due, and what was removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms_privacy import PeriodForm, ReasonForm
from accounts.queries import retention_lines
from accounts.services import retention as services
from core.access import requires
from core.models import RetentionPeriod, RetentionRun
from core.registry import retentions
from core.retention import days_kept

from .privacy import HANDLE

_METHODS = ["GET", "HEAD", "POST"]


@requires(HANDLE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every kind, what waits for a look, and the runs."""
    runs = Paginator(RetentionRun.objects.exclude(carried_out_at=None), 25).get_page(request.GET.get("page"))
    for run in runs:
        run.label = _label(run.name)  # type: ignore[attr-defined]
    waiting = list(RetentionRun.objects.filter(carried_out_at=None).select_related("held_by"))
    for run in waiting:
        run.label = _label(run.name)  # type: ignore[attr-defined]
    context = {"lines": retention_lines(at=timezone.now()), "waiting": waiting, "page": runs}
    return render(request, "accounts/privacy/retention.html", context)


def _label(name: str) -> str:
    kind = retentions.get(name)
    return str(kind.label) if kind else name


@requires(HANDLE)
@require_http_methods(_METHODS)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a removal, with the reason."""
    run = get_object_or_404(RetentionRun, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold(
                run=run,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                origin="accounts:retention-hold",
            )
        except services.AlreadyCarriedOut:
            messages.error(request, _("Too late: this has been removed already."))
        else:
            messages.success(request, _("Nothing of this kind is removed until you let it go on."))
        return redirect("accounts:retention")
    context = {
        "form": form,
        "heading": _("Hold the removal: %(kind)s") % {"kind": _label(run.name)},
        "text": _("Nothing of this kind is removed until you let it go on."),
        "confirm_text": _("Hold"),
    }
    return render(request, "accounts/privacy/retention_question.html", context, status=422 if form.errors else 200)


@requires(HANDLE)
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held removal go on."""
    run = get_object_or_404(RetentionRun, pk=pk)
    try:
        services.let_go(
            run=run,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            origin="accounts:retention-let-go",
        )
    except services.AlreadyCarriedOut:
        messages.error(request, _("Too late: this has been removed already."))
    else:
        messages.success(request, _("It goes on, in seven days."))
    return redirect("accounts:retention")


@requires(HANDLE)
@require_http_methods(_METHODS)
def period(request: HttpRequest, name: str) -> HttpResponse:
    """Keep a kind longer or shorter, with the reason."""
    kind = retentions.get(name)
    if kind is None or kind.days is None:
        raise Http404
    chosen = RetentionPeriod.objects.filter(name=name).first()
    initial: dict[str, Any] = {"days": days_kept(name), "reason": chosen.reason if chosen else kind.reason}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_period(
            name=name,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            origin="accounts:retention-period",
            **form.cleaned_data,
        )
        messages.success(request, _("Saved. The coming night counts with the new period."))
        return redirect("accounts:retention")
    context = {
        "form": form,
        "heading": _("Period: %(kind)s") % {"kind": kind.label},
        "text": _("Counted %(from_when)s. What was reported under the old period is counted again.")
        % {"from_when": kind.period},
        "confirm_text": _("Save"),
    }
    return render(request, "accounts/privacy/retention_question.html", context, status=422 if form.errors else 200)
