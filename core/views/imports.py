"""Pages for importing a list: choose a file, see on the job's page what it would do, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.access import signed_in
from core.imports import CHECK, IMPORT
from core.jobs import start_job
from core.registry import ImportKind, import_kinds

from .jobs import get_job_for


class UploadForm(forms.Form):
    """The file to import. What is in it is judged by a job, not here."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A CSV file or an Excel workbook (.xlsx), at most 25 MB."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too big before a job is started for it."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB. Split it and import the parts one by one.")
                % {"size": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
            )
        return file


def get_import_kind_for(request: HttpRequest, name: str) -> ImportKind:
    """The declared import of this name: 404 when there is none, 403 without its permission."""
    if name not in import_kinds:
        raise Http404
    kind = import_kinds[name]
    if not request.user.has_perm(kind.permission):
        raise PermissionDenied
    return kind


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest, name: str) -> HttpResponse:
    """Choose the file; a job goes through it and shows what it would do."""
    kind = get_import_kind_for(request, name)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = start_job(
            kind=CHECK,
            title=_("Check of: %(list)s") % {"list": kind.label},
            user=request.user,
            at=timezone.now(),
            parameters={"kind": kind.name, "file_name": form.cleaned_data["file"].name},
            upload=form.cleaned_data["file"],
        )
        return redirect("job", job_id=job.pk)
    return render(
        request, "core/imports/upload.html", {"kind": kind, "form": form}, status=422 if form.errors else 200
    )


@signed_in
@require_POST
def import_confirm(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Import exactly what the preview showed."""
    check = get_job_for(request.user, job_id)
    if check.kind != CHECK or not check.result.get("may_import"):
        raise Http404
    kind = get_import_kind_for(request, check.parameters["kind"])
    job = start_job(
        kind=IMPORT,
        title=_("Import of: %(list)s") % {"list": kind.label},
        user=request.user,
        at=timezone.now(),
        parameters={"kind": kind.name, "check": str(check.pk), "file_name": check.parameters.get("file_name", "")},
    )
    return redirect("job", job_id=job.pk)
