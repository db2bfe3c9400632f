"""The monthly reports: read, comment, approve, correct, download."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import requires
from core.periods import Month
from kpis import words
from kpis.access import get_report_or_404
from kpis.exceptions import CommentMissing, MoveNotAllowed, NothingCorrected, NothingToReport, TooManyWords
from kpis.forms import CommentForm, CorrectionForm
from kpis.models import MonthlyReport
from kpis.report_page import legend, page_of
from kpis.services.reporting import approve_report, correct_report, current, file_name, remark_on

PER_PAGE = 24


@requires("kpis.view_monthlyreport")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, newest first."""
    page = Paginator(MonthlyReport.objects.defer("snapshot"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "report": one,
            "name": words.month_name(one.month),
            "url": reverse("kpis:report", args=[str(Month.of(one.month))]) + f"?versie={one.version}",
        }
        for one in page
    ]
    return render(request, "kpis/reports.html", {"page": page, "rows": rows})


@requires("kpis.view_monthlyreport")
@require_GET
def report(request: HttpRequest, month: Month) -> HttpResponse:
    """One report as it is read; with the button for whoever may approve."""
    found = get_report_or_404(month, version=request.GET.get("versie", ""))
    return render(request, "kpis/report.html", _context(found, CommentForm()))


def _context(found: MonthlyReport, form: CommentForm) -> dict[str, Any]:
    page = page_of(current(found), version=found.version, changes=found.changes)
    return {
        "report": found,
        "page": page,
        "form": form,
        "legend": [(words.status_mark(code) if code else None, text) for code, text in legend()],
        "is_waiting": found.state == MonthlyReport.State.DRAFTED,
        "month": str(page.month),
        "file_name": file_name(found),
    }


@requires("kpis.approve_monthlyreport")
@require_POST
def approve(request: HttpRequest, month: Month) -> HttpResponse:
    """Approve the report in force; it is mailed in the background."""
    found = get_report_or_404(month)
    try:
        approve_report(report=found, by=request.user, at=timezone.now())
    except CommentMissing as refusal:
        names = ", ".join(refusal.missing)
        messages.error(request, _("Not approved yet: an explanation is missing for %(names)s.") % {"names": names})
    except MoveNotAllowed:
        messages.error(request, _("This report does not wait for approval (any more)."))
    else:
        messages.success(
            request, _("Approved. The report goes to the managers by mail in a few minutes, with the PDF.")
        )
    return redirect("kpis:report", month=month)


@requires("kpis.add_reportcomment")
@require_POST
def remark(request: HttpRequest, month: Month) -> HttpResponse:
    """Say something about the report as a whole, while it waits for approval."""
    found = get_report_or_404(month)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            remark_on(report=found, text=form.cleaned_data["text"], author=request.user, at=timezone.now())
        except TooManyWords as refusal:
            form.add_error("text", _("This is %(words)d words; 80 fit.") % {"words": refusal.words})
        except MoveNotAllowed:
            form.add_error(None, _("This report has been approved; a comment cannot be added any more."))
        else:
            messages.success(request, _("Your comment was added."))
            return redirect("kpis:report", month=month)
    return render(request, "kpis/report.html", _context(found, form))


@requires("kpis.change_monthlyreport")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, month: Month) -> HttpResponse:
    """Make the next version when numbers were wrong; it waits for approval again."""
    found = get_report_or_404(month)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = correct_report(report=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except (NothingCorrected, NothingToReport):
            form.add_error(None, _("The stored numbers are the same as in this version; there is nothing to correct."))
        except MoveNotAllowed:
            form.add_error(None, _("This version was replaced already."))
        else:
            messages.success(request, _("Version %(version)d waits for approval.") % {"version": new.version})
            return redirect("kpis:report", month=month)
    context = {
        "form": form,
        "heading": _("Correct the report of %(month)s") % {"month": words.month_name(month)},
        "back_label": _("Report"),
        "back_url": reverse("kpis:report", args=[str(month)]),
    }
    return render(request, "kpis/form.html", context)


@requires("kpis.view_monthlyreport")
@require_GET
def pdf(request: HttpRequest, month: Month, version: int) -> FileResponse:
    """The file as it was approved and mailed."""
    found = get_report_or_404(month, version=str(version))
    if not found.pdf:
        raise Http404
    return FileResponse(found.pdf.open("rb"), as_attachment=True, filename=file_name(found))
