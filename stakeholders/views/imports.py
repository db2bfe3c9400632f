"""Pages of an import with choices: the file, its columns, what each row would do, decisions, and the import."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from stakeholders import access
from stakeholders.forms.imports import ColumnsForm, ListFileForm
from stakeholders.models import ImportRow, ImportRun
from stakeholders.models.imports import Decision, ListKind, RowState
from stakeholders.queries.merging import shown_records
from stakeholders.services import list_reading, list_writing

PER_PAGE = 25
_SLUGS = {"organisaties": ListKind.ORGANISATIONS, "personen": ListKind.PERSONS}
_SHOWN: dict[str, dict[str, Any]] = {
    "wachten": {"state__in": [RowState.ASK, RowState.PROBLEM], "decision": Decision.NONE},
    "opnieuw": {"look_again": True},
    "misschien": {"state": RowState.ASK},
    "fouten": {"state": RowState.PROBLEM},
    "nieuw": {"state": RowState.NEW},
    "gewijzigd": {"state": RowState.CHANGED},
    "gelijk": {"state": RowState.UNCHANGED},
}


def get_run_for(user: Any, pk: UUID) -> ImportRun:
    """The one door to an import: its starter's, with the permission for what it is about; else 404 or 403."""
    run = get_object_or_404(ImportRun.objects.select_related("job"), pk=pk, started_by=user)
    _must(user, run.kind)
    return run


def _must(user: Any, kind: str) -> None:
    if not user.has_perm(access.VIEW_PERSONS if kind == ListKind.PERSONS else access.VIEW):
        raise PermissionDenied


def _crumbs(kind: str) -> dict[str, Any]:
    persons = kind == ListKind.PERSONS
    return {
        "list_label": _("Persons") if persons else _("Organisations"),
        "list_url": reverse("stakeholders:persons" if persons else "stakeholders:organisations"),
        "persons": persons,
    }


@requires(access.IMPORT_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def list_upload(request: HttpRequest, slug: str, replaces: UUID | None = None) -> HttpResponse:
    """Choose the file; a job reads it. With `replaces`: a corrected file, which takes over what was decided."""
    if slug not in _SLUGS:
        raise Http404
    kind = _SLUGS[slug]
    _must(request.user, kind)
    earlier = get_run_for(request.user, replaces) if replaces else None
    form = ListFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = list_reading.start_import(
            kind=kind, file=form.cleaned_data["file"], by=request.user, at=timezone.now(), replaces=earlier
        )
        return redirect("job", job_id=run.job.pk if run.job else "")
    runs = ImportRun.objects.filter(started_by_id=request.user.pk, kind=kind).exclude(state=ImportRun.State.DONE)[:10]
    context = {"form": form, "runs": runs, "slug": slug, "earlier": earlier, **_crumbs(kind)}
    return render(request, "stakeholders/imports/upload.html", context, status=422 if form.errors else 200)


@requires(access.IMPORT_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def list_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which of their columns is which of ours."""
    run = get_run_for(request.user, pk)
    if run.state in (ImportRun.State.READING, ImportRun.State.DONE):
        return redirect("stakeholders:list-import", pk=run.pk)
    form = ColumnsForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid():
        try:
            job = list_reading.match_columns(run=run, mapping=form.mapping, by=request.user, at=timezone.now())
        except list_reading.ColumnsRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("job", job_id=job.pk)
    context = {"form": form, "run": run, **_crumbs(run.kind)}
    return render(request, "stakeholders/imports/columns.html", context, status=422 if form.errors else 200)


@requires(access.IMPORT_LISTS)
@require_safe
def list_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each row would do; likely duplicates side by side, with a decision per row."""
    run = get_run_for(request.user, pk)
    if run.job and not run.job.is_finished:
        return redirect("job", job_id=run.job.pk)
    if run.state in (ImportRun.State.MAPPING, ImportRun.State.COMPARING):
        return redirect("stakeholders:list-columns", pk=run.pk)
    left = list_writing.waiting(run) if run.state == ImportRun.State.READY else 0
    again = ImportRow.objects.filter(run=run, look_again=True).count()
    chosen = request.GET.get("toon") or ("opnieuw" if again else "wachten" if left else "alle")
    rows = ImportRow.objects.filter(run=run, **_SHOWN.get(chosen, {}))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    records = shown_records(
        kind=run.kind,
        keys={item["id"] for row in shown for item in row.candidates}
        | {row.matched_id for row in shown if row.matched_id},
    )
    context = {
        "run": run,
        "page": page,
        "rows": [_described(row, records) for row in shown],
        "chosen": chosen,
        "tabs": _tabs(run, left, again),
        "left": left,
        "again": again,
        "failed": run.job.message if run.job and run.job.state == "failed" else "",
        **_crumbs(run.kind),
    }
    return render(request, "stakeholders/imports/preview.html", context)


def _tabs(run: ImportRun, left: int, again: int) -> list[tuple[str, str, int]]:
    counts = run.counts
    tabs = [
        ("wachten", _("Waiting for you"), left),
        ("opnieuw", _("Came out otherwise"), again),
        ("misschien", _("Perhaps known already"), counts.get(RowState.ASK, 0)),
        ("fouten", _("With problems"), counts.get(RowState.PROBLEM, 0)),
        ("nieuw", _("New"), counts.get(RowState.NEW, 0)),
        ("gewijzigd", _("Changed"), counts.get(RowState.CHANGED, 0)),
        ("gelijk", _("Unchanged"), counts.get(RowState.UNCHANGED, 0)),
    ]
    every = sum(counts.get(state, 0) for state in RowState.values)
    return [tab for tab in tabs if tab[2]] + [("alle", _("All rows"), every)]


def _described(row: ImportRow, records: dict[int, Any]) -> dict[str, Any]:
    options = [
        {**item, "record": records[item["id"]], "percent": round(item["likeness"] * 100)}
        for item in row.candidates
        if item["id"] in records
    ]
    return {"row": row, "options": options, "match": records.get(row.matched_id or 0)}


@requires(access.IMPORT_LISTS)
@require_POST
def list_decide(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    """Store the decision about one row."""
    run = get_run_for(request.user, pk)
    staged = get_object_or_404(ImportRow, run=run, pk=row)
    word, _sign, target = request.POST.get("decision", "").partition(":")
    if word not in Decision.values or (target and not target.isdigit()):
        raise Http404
    try:
        list_writing.decide(row=staged, decision=word, target=int(target or 0) or None, at=timezone.now())
    except list_writing.DecisionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, run, f"#regel-{staged.line}"))


@requires(access.IMPORT_LISTS)
@require_POST
def list_decide_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide about all rows that wait in one go."""
    run = get_run_for(request.user, pk)
    word = request.POST.get("decision", "")
    if word not in (Decision.UPDATE, Decision.NEW, Decision.SKIP):
        raise Http404
    try:
        count = list_writing.decide_all(run=run, decision=word, at=timezone.now())
        messages.success(request, _("Decided about %(count)d rows.") % {"count": count})
    except list_writing.DecisionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, run, ""))


def _back(request: HttpRequest, run: ImportRun, anchor: str) -> str:
    query = request.POST.get("terug", "")
    allowed = all(sign.isalnum() or sign in "=&-" for sign in query) and len(query) < 60
    return f"{reverse('stakeholders:list-import', args=[run.pk])}{'?' + query if query and allowed else ''}{anchor}"


@requires(access.IMPORT_LISTS)
@require_POST
def list_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import exactly what was shown."""
    run = get_run_for(request.user, pk)
    try:
        job = list_writing.start_writing(run=run, by=request.user, at=timezone.now())
    except list_writing.DecisionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stakeholders:list-import", pk=run.pk)
    return redirect("job", job_id=job.pk)


@requires(access.IMPORT_LISTS)
@require_POST
def list_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw an import away, with the rows of its file."""
    run = get_run_for(request.user, pk)
    slug = "personen" if run.is_about_persons else "organisaties"
    run.delete()
    messages.success(request, _("The list was thrown away; nothing was imported from it."))
    return redirect("stakeholders:list-upload", slug=slug)
