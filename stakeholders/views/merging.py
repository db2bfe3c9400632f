"""Pages of merging: likely duplicates, two records side by side, one merge and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.jobs import start_job
from core.undo import offer_undo
from stakeholders import access
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.models import LikelyDuplicate, Merge
from stakeholders.models.merging import RecordKind
from stakeholders.queries.merging import likely_duplicates, shown_pairs, shown_records
from stakeholders.services import duplicates as finding
from stakeholders.services import merging, unmerging
from stakeholders.undo import DIFFERENT

PER_PAGE = 20


def _record(user: Any, kind: str, pk: int) -> Any:
    """A record that the user may merge: 403 without the permission, 404 when it does not exist."""
    if not user.has_perm(access.MERGE):
        raise PermissionDenied
    return access.get_person_for(user, pk) if kind == RecordKind.PERSON else access.get_organisation_for(user, pk)


def get_merge_for(user: Any, pk: int) -> Merge:
    """A merge of records that the user may see."""
    merge = get_object_or_404(Merge.objects.select_related("merged_by", "undone_by"), pk=pk)
    if not user.has_perm(access.VIEW_PERSONS if merge.kind == RecordKind.PERSON else access.VIEW):
        raise PermissionDenied
    return merge


def _context(kind: str) -> dict[str, Any]:
    persons = kind == RecordKind.PERSON
    return {
        "kind": kind,
        "persons": persons,
        "list_label": _("Persons") if persons else _("Organisations"),
        "list_url": reverse("stakeholders:persons" if persons else "stakeholders:organisations"),
        "duplicates_url": reverse(f"stakeholders:{kind}-duplicates"),
        "merge_name": f"stakeholders:{kind}-merge",
        "choose_name": f"stakeholders:{kind}-merge-choose",
    }


@requires(access.MERGE)
@require_safe
def duplicates(request: HttpRequest, kind: str) -> HttpResponse:
    """Pairs that look alike, the most alike first."""
    _must_see(request.user, kind)
    dismissed = request.GET.get("toon") == "verschillend"
    found = likely_duplicates(kind=kind, dismissed=dismissed)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    latest = LikelyDuplicate.objects.filter(kind=kind).order_by("-found_at").first()
    context = {
        "page": page,
        "pairs": shown_pairs(kind=kind, pairs=page.object_list),
        "dismissed": dismissed,
        "found_at": latest.found_at if latest else None,
        "find_url": reverse(f"stakeholders:{kind}-duplicates-find"),
        **_context(kind),
    }
    return render(request, "stakeholders/merging/duplicates.html", context)


def _must_see(user: Any, kind: str) -> None:
    if not user.has_perm(access.VIEW_PERSONS if kind == RecordKind.PERSON else access.VIEW):
        raise PermissionDenied


@requires(access.MERGE)
@require_POST
def find(request: HttpRequest, kind: str) -> HttpResponse:
    """Look through all records for likely duplicates, in a job."""
    _must_see(request.user, kind)
    job = start_job(
        kind=merging.FIND,
        title=_("Likely duplicates among: %(list)s") % {"list": _context(kind)["list_label"]},
        user=request.user,
        at=timezone.now(),
        parameters={"kind": kind},
    )
    return redirect("job", job_id=job.pk)


@requires(access.MERGE)
@require_POST
def different(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that these two are not the same; can be taken back."""
    pair = get_object_or_404(LikelyDuplicate, pk=pk)
    _must_see(request.user, pair.kind)
    finding.say_different(pair=pair, by=request.user, at=timezone.now())
    offer_undo(request, name=DIFFERENT, payload={"pk": pair.pk}, text=_("Remembered: these two are not the same."))
    return redirect(f"stakeholders:{pair.kind}-duplicates")


@requires(access.MERGE)
@require_safe
def choose(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Find the other record to merge with this one."""
    record = _record(request.user, kind, pk)
    words = request.GET.get("q", "")[:100]
    manager = merging.MODELS[kind].objects.active()
    found = list(manager.matching(words).exclude(pk=pk).values_list("pk", flat=True)[:20]) if words.strip() else []
    records = shown_records(kind=kind, keys=found)
    context = {
        "record": record,
        "q": words,
        "asked": bool(words.strip()),
        "found": [records[key] for key in found],
        **_context(kind),
    }
    return render(request, "stakeholders/merging/choose.html", context)


@requires(access.MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def side_by_side(request: HttpRequest, kind: str, pk: int, other: int) -> HttpResponse:
    """Two records side by side: choose per field what stays, see what moves, merge."""
    winner, loser = _record(request.user, kind, pk), _record(request.user, kind, other)
    context = {"winner": winner, "loser": loser, **_context(kind)}
    now = timezone.now()
    try:
        if request.method == "POST":
            outcome = merging.merge(
                kind=kind,
                winner=winner,
                loser=loser,
                choices={
                    field.name: request.POST.get(f"field_{field.name}", "") for field in merging.choosable_fields(kind)
                },
                by=request.user,
                at=now,
                versions=_versions(request),
                take=request.POST.getlist("take"),
            )
            messages.success(request, _("“%(loser)s” went up in “%(winner)s”.") % {"loser": loser, "winner": winner})
            return redirect("stakeholders:merge", pk=outcome.merge.pk if outcome.merge else 0)
        context["outcome"] = merging.preview(kind=kind, winner=winner, loser=loser, at=now)
    except merging.MergeRefused as refusal:
        context["refusal"] = str(refusal)
        return render(request, "stakeholders/merging/side_by_side.html", context, status=422)
    except EditedMeanwhile:
        messages.error(request, _("Somebody changed one of these two meanwhile. Look again at what stands here now."))
        return redirect(f"stakeholders:{kind}-merge", pk=pk, other=other)
    context["fields"] = _fields(kind, winner, loser)
    return render(request, "stakeholders/merging/side_by_side.html", context)


def _versions(request: HttpRequest) -> tuple[int, int]:
    try:
        return int(request.POST.get("winner_version", "")), int(request.POST.get("loser_version", ""))
    except ValueError:
        return 0, 0


def _fields(kind: str, winner: Any, loser: Any) -> list[dict[str, Any]]:
    """Fields in which the two differ, and whose value is proposed: what is filled in, and “do not invite”."""
    found = []
    for field in merging.choosable_fields(kind):
        mine, theirs = getattr(winner, field.attname), getattr(loser, field.attname)
        if mine == theirs or field.name in merging.FOLLOWS:
            continue
        takes_theirs = (
            theirs is True if field.name == "do_not_invite" else mine in ("", None) and theirs not in ("", None)
        )
        found.append(
            {
                "name": field.name,
                "label": field.verbose_name,
                "mine": _words(winner, field),
                "theirs": _words(loser, field),
                "takes_theirs": takes_theirs,
            }
        )
    return found


def _words(record: Any, field: Any) -> str:
    value = getattr(record, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(record, f"get_{field.name}_display"):
        value = getattr(record, f"get_{field.name}_display")()
    return "–" if value in ("", None) else str(value)


@requires(access.VIEW)
@require_safe
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: who, when, what moved, what stayed, and whether it can be undone."""
    merge = get_merge_for(request.user, pk)
    context = {"merge": merge, "moved": _moved(merge), **_context(merge.kind), **_records(merge)}
    if not merge.undone_at and request.user.has_perm(access.MERGE):
        try:
            context["undo"] = unmerging.preview_undo(merge=merge, at=timezone.now())
        except merging.MergeRefused as refusal:
            context["refusal"] = str(refusal)
    return render(request, "stakeholders/merging/merge.html", context)


def _records(merge: Merge) -> dict[str, Any]:
    records = shown_records(kind=merge.kind, keys=[merge.winner_id, merge.loser_id])
    return {"winner": records.get(merge.winner_id), "loser": records.get(merge.loser_id)}


def _moved(merge: Merge) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    labels = {relation.model._meta.label: relation.label for relation in merging.relations_of(merge.kind)}
    for table in merge.moves.values_list("table", flat=True):
        label = labels.get(table, table)
        counts[label] = counts.get(label, 0) + 1
    return sorted(counts.items())


@requires(access.MERGE)
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back, as far as later changes allow."""
    merge = get_merge_for(request.user, pk)
    try:
        outcome = unmerging.undo(merge=merge, by=request.user, at=timezone.now())
    except merging.MergeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stakeholders:merge", pk=merge.pk)
    messages.success(request, _("The merge is undone: both records are there again."))
    for text in outcome.impossible:
        messages.warning(request, text)
    return redirect("stakeholders:merge", pk=merge.pk)
