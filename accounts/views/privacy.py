"""Pages of privacy requests: the list, a new one, one request with what can be done next."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import get_privacy_request_for
from accounts.exceptions import NoPackage, NotThisMove, TermTooLong
from accounts.filters import PrivacyRequestFilter
from accounts.forms_privacy import EraseForm, MoreTimeForm, ReasonForm, RequestForm
from accounts.models import PrivacyFile, PrivacyRequest
from accounts.models.privacy import FINISHED, Kind, RequestState
from accounts.queries import job_of, steps_of
from accounts.services import privacy_requests as services
from accounts.tables import PrivacyRequestTable
from core.access import requires
from core.listing import RequestConfig
from core.models import Job
from core.periods import local_date

HANDLE = "accounts.handle_privacy_requests"
_METHODS = ["GET", "HEAD", "POST"]


@requires(HANDLE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All requests, the most urgent first."""
    found = PrivacyRequestFilter(request.GET, queryset=PrivacyRequest.objects.select_related("handled_by"))
    table = PrivacyRequestTable(found.qs, today=local_date(timezone.now()))
    RequestConfig(request, paginate={"per_page": 25, "silent": True}).configure(table)
    return render(request, "accounts/privacy/index.html", {"filter": found, "table": table})


@requires(HANDLE)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as shown; who a request is about is not in it."""
    found = PrivacyRequestFilter(request.GET, queryset=PrivacyRequest.objects.select_related("handled_by"))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="privacyverzoeken.csv"'
    writer = csv.writer(response, delimiter=";")
    response.write("\ufeff")
    writer.writerow(["number", "kind", "ground", "asked_by", "asked_on", "due_on", "state", "finished_at"])
    for item in found.qs:
        writer.writerow(
            [item.pk, item.kind, item.ground, item.asked_by, item.asked_on, item.due_on, item.state, item.finished_at]
        )
    return response


@requires(HANDLE)
@require_http_methods(_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Record a request. No draft is kept: it would be one more place with a name."""
    now = timezone.now()
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        today=local_date(now),
        initial={"asked_on": local_date(now)},
    )
    if request.method == "POST" and form.is_valid():
        stored = services.record_request(values=form.cleaned_data, by=_user(request), at=now, origin=_origin(request))
        messages.success(request, _("The request is recorded."))
        return redirect(stored)
    return render(request, "accounts/privacy/add.html", {"form": form}, status=422 if form.errors else 200)


@requires(HANDLE)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: who it may be about, what was prepared, what can be done now, and its steps."""
    item = get_privacy_request_for(request.user, pk)
    now = timezone.now()
    file = PrivacyFile.objects.filter(request=item, expires_at__gt=now).defer("package").first()
    chosen = set(file.chosen) if file else set()
    people = [] if item.is_finished else services.candidates(item)
    job = job_of(item)
    is_busy = item.state in (RequestState.PREPARING, RequestState.ERASING) and job is not None and not job.is_finished
    context = {
        "item": item,
        "file": file,
        "people": [
            {"identity": identity, "ticked": identity.key in chosen if file else services.is_sure(identity, item)}
            for identity in people
        ],
        "is_overdue": item.is_overdue(local_date(now)),
        "is_access": item.kind == Kind.ACCESS,
        "is_prepared": item.state == RequestState.PREPARED and file is not None,
        "is_busy": is_busy,
        "failed": job.message if job is not None and job.state == Job.State.FAILED and not item.is_finished else "",
        "can_prepare": not item.is_finished and not is_busy,
        "code": request.session.pop(_code_key(pk), ""),
        "steps": steps_of(item),
    }
    return render(request, "accounts/privacy/detail.html", context)


def _code_key(pk: int) -> str:
    return f"privacy-code-{pk}"


def _user(request: HttpRequest) -> Any:
    return request.user


def _origin(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _done(request: HttpRequest, item: PrivacyRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do it and say so, or say why it cannot be done."""
    try:
        act()
    except NotThisMove as refusal:
        messages.error(request, _("This cannot be done now: the request is “%(state)s”.") % {"state": refusal})
    except NoPackage:
        messages.error(request, _("There is no file for this any more, or no address to send it to. Prepare it anew."))
    else:
        messages.success(request, said)
    return redirect(item)


@requires(HANDLE)
@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Gather the file, or look ahead at an erasure, for the ticked places."""
    item = get_privacy_request_for(request.user, pk)
    chosen = request.POST.getlist("chosen")
    return _done(
        request,
        item,
        lambda: services.prepare(
            request=item, chosen=chosen, by=_user(request), at=timezone.now(), origin=_origin(request)
        ),
        _("We are preparing it. Reload this page in a moment."),
    )


@requires(HANDLE)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the link; the code is shown once."""
    item = get_privacy_request_for(request.user, pk)

    def act() -> None:
        code = services.release(request=item, by=_user(request), at=timezone.now(), origin=_origin(request))
        request.session[_code_key(pk)] = code

    return _done(request, item, act, _("The link goes out by e-mail in two minutes."))


@requires(HANDLE)
@require_POST
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Another code for a released file."""
    item = get_privacy_request_for(request.user, pk)

    def act() -> None:
        code = services.renew_code(request=item, by=_user(request), at=timezone.now(), origin=_origin(request))
        request.session[_code_key(pk)] = code

    return _done(request, item, act, _("There is a new code; the old one no longer works."))


@requires(HANDLE)
@require_http_methods(_METHODS)
def open_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the file oneself, with a reason that goes into the access log."""
    item = get_privacy_request_for(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            content = services.open_package(
                request=item,
                reason=form.cleaned_data["reason"],
                by=_user(request),
                at=timezone.now(),
                origin=_origin(request),
            )
        except NoPackage:
            messages.error(request, _("There is no file of this request any more."))
            return redirect(item)
        return as_download(content, item.pk)
    return _question(
        request,
        item,
        form,
        heading=_("Open the file yourself"),
        text=_(
            "The content is for the person. Open it only to hand it over on paper, or to check that nothing of others "
            "is in it. Your reason goes into the access log."
        ),
        confirm_text=_("Download"),
    )


def as_download(content: bytes, number: int) -> HttpResponse:
    """The zip as a file that no cache keeps."""
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="gegevens-{number}.zip"'
    response["Cache-Control"] = "no-store"
    return response


def _question(request: HttpRequest, item: PrivacyRequest, form: Any, **words: str) -> HttpResponse:
    context = {"item": item, "form": form, "back_url": item.get_absolute_url(), **words}
    return render(request, "accounts/privacy/question.html", context, status=422 if form.errors else 200)


@requires(HANDLE)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The person has the file on paper."""
    item = get_privacy_request_for(request.user, pk)
    return _done(
        request,
        item,
        lambda: services.handed_over(request=item, by=_user(request), at=timezone.now(), origin=_origin(request)),
        _("The request is done. The file is removed."),
    )


@requires(HANDLE)
@require_http_methods(_METHODS)
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Take more time, with the reason that the person hears too."""
    item = get_privacy_request_for(request.user, pk)
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.take_more_time(
                request=item, by=_user(request), at=timezone.now(), origin=_origin(request), **values
            )
        except (NotThisMove, TermTooLong):
            messages.error(request, _("This request cannot get more time."))
        else:
            messages.success(request, _("Saved. Tell the person within one month after the request, with the reason."))
        return redirect(item)
    return _question(
        request,
        item,
        form,
        heading=_("Take more time"),
        text=_("Only for a complex request, or many at once. The person must hear it within the first month."),
        confirm_text=_("Save"),
    )


@requires(HANDLE)
@require_http_methods(_METHODS)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse the request with a reason."""
    return _end(request, pk, RequestState.REFUSED)


@requires(HANDLE)
@require_http_methods(_METHODS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person takes the request back."""
    return _end(request, pk, RequestState.WITHDRAWN)


def _end(request: HttpRequest, pk: int, state: RequestState) -> HttpResponse:
    item = get_privacy_request_for(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            item,
            lambda: services.end_without_doing(
                request=item,
                state=state,
                reason=form.cleaned_data["reason"],
                by=_user(request),
                at=timezone.now(),
                origin=_origin(request),
            ),
            _("Saved. Who it was about is no longer in this request: answer the person first."),
        )
    refused = state == RequestState.REFUSED
    return _question(
        request,
        item,
        form,
        heading=_("Refuse the request") if refused else _("The request is withdrawn"),
        text=_(
            "Name and address disappear from this request. Have you answered the person, with the right to complain?"
        ),
        confirm_text=_("Refuse") if refused else _("Save"),
    )


@requires(HANDLE)
@require_http_methods(_METHODS)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The second look: what goes, what stays and why; then the erasure starts."""
    item = get_privacy_request_for(request.user, pk)
    file = PrivacyFile.objects.filter(request=item, expires_at__gt=timezone.now()).first()
    if file is None or item.kind != Kind.ERASURE or item.state in FINISHED:
        messages.error(request, _("Prepare this request first."))
        return redirect(item)
    form = EraseForm(request.POST if request.method == "POST" else None, number=item.pk, look=file.look)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            item,
            lambda: services.start_erasing(
                request=item,
                keep=form.kept_tables,
                why_kept=form.cleaned_data.get("why_kept", ""),
                by=_user(request),
                at=timezone.now(),
                origin=_origin(request),
            ),
            _("The person is being erased. Reload this page in a moment."),
        )
    context = {"item": item, "file": file, "look": file.look, "form": form}
    return render(request, "accounts/privacy/erase.html", context, status=422 if form.errors else 200)
