"""Who may see what: roles and permissions in words, per user, signed off, downloadable."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import SignOffForm
from accounts.models import AccessReview
from accounts.queries import access_fingerprint, access_rows, permission_lines
from accounts.roles import ROLES
from accounts.services import audit, sign_access_report
from core.access import requires
from core.tables.writing import stream_csv

from . import acting_user, origin_of


@requires("accounts.view_access_report")
def who_may_what(request: HttpRequest) -> HttpResponse:
    """The whole report on one page."""
    reviews = list(AccessReview.objects.select_related("reviewed_by")[:5])
    context = {
        "lines": [
            {"words": line.words, "roles": [str(ROLES[role]) for role in line.roles]} for line in permission_lines()
        ],
        "people": list(access_rows()),
        "reviews": reviews,
        "changed_since": bool(reviews) and reviews[0].fingerprint != access_fingerprint(),
        "form": SignOffForm(),
    }
    return render(request, "accounts/access_report.html", context)


@requires("accounts.view_access_report")
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Record that this person has seen the report."""
    form = SignOffForm(request.POST)
    if form.is_valid():
        sign_access_report(
            by=acting_user(request),
            at=timezone.now(),
            remark=form.cleaned_data["remark"],
            origin=origin_of(request),
        )
        messages.success(request, _("Recorded: you have seen this report today."))
    else:
        messages.error(request, _("The remark is too long: at most 300 characters."))
    return redirect("accounts:access-report")


@requires("accounts.view_access_report")
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The report as CSV for Excel: one row for each user, role and permission."""
    header = [_("Name"), _("E-mail address"), _("Role"), _("Right")]
    audit(
        action="export",
        at=timezone.now(),
        actor=request.user,
        subject=_("Who may see what"),
        origin=origin_of(request),
    )
    response = StreamingHttpResponse(
        stream_csv(header, _rows(), for_excel=True), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="wie-mag-wat.csv"'
    return response


def _rows() -> Iterator[list[str]]:
    lines = permission_lines()
    for user, _labels, _count in access_rows():
        for role in user.role_names:
            for line in lines:
                if role in line.roles:
                    yield [user.name, user.email, str(ROLES[role]), line.words]
