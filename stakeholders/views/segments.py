"""Pages of segments: list, who is in one and why, making with a preview, picking by hand, archiving, export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.listing import RequestConfig
from core.periods import local_date
from core.tables import stream_csv
from core.undo import offer_undo
from stakeholders import access
from stakeholders.filters.segments import SegmentFilter
from stakeholders.forms.segments import PickForm, SegmentForm
from stakeholders.models import Organisation, Person, Segment
from stakeholders.models.segment import SegmentOf, Way
from stakeholders.queries import segments as queries
from stakeholders.services import segments as services
from stakeholders.slots.segments import ARCHIVE_SEGMENT
from stakeholders.tables.segments import SegmentTable

from .editing import edit

PER_PAGE = 25
PREVIEWED = 10
FOUND = 10
TEMPLATE = "stakeholders/segment_form.html"
_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW_SEGMENTS)
@require_safe
def segment_list(request: HttpRequest) -> HttpResponse:
    """The saved selections."""
    found = SegmentFilter(request.GET, queryset=Segment.objects.all(), request=request)
    table = SegmentTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "is_empty": not Segment.objects.exists()}
    return render(request, "stakeholders/segment_list.html", context)


@requires(access.VIEW_SEGMENTS)
@require_safe
def segment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it and why, and who is left out; a picked segment is filled here."""
    segment = access.get_segment_for(request.user, pk)
    definition = queries.definition_of(segment)
    page = Paginator(queries.candidates(definition, on=_today()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "segment": segment,
        "definition": definition,
        "rules": [(rule.label, rule.words(values)) for rule, values in definition.chosen],
        "page": page,
        **_shown(definition, list(page.object_list)),
        **_reach(definition),
    }
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if segment.way == Way.PICKED and words:
        model: Any = Person if segment.is_of_persons else Organisation
        found = model.objects.active().exclude(segment_picks__segment=segment).matching(words)[:FOUND]
        context |= {"words": words, "found": list(found)}
    return render(request, "stakeholders/segment_detail.html", context)


def _shown(definition: queries.Definition, members: list[Any]) -> dict[str, Any]:
    """Members for the page: (record, why it is in, why it is left out of mail)."""
    why = queries.reasons(definition, members, on=_today())
    rows = []
    for member in members:
        out = queries.why_left_out(member) if isinstance(member, Person) else ""
        if isinstance(member, Organisation) and member.is_archived:
            out = _("archived")
        rows.append((member, why[member.pk], out))
    return {"rows": rows}


def _reach(definition: queries.Definition) -> dict[str, Any]:
    """How many are in it, and how many persons can be written to."""
    persons = queries.persons_of(definition, on=_today())
    invitable = Q(pk__in=Person.objects.invitable().values("pk"))
    found = persons.order_by().aggregate(total=Count("pk"), reached=Count("pk", filter=invitable))
    total, reached = found["total"], found["reached"]
    is_persons = definition.of == SegmentOf.PERSONS
    count = total if is_persons else queries.candidates(definition, on=_today()).count()
    return {"count": count, "persons": total, "reached": reached, "left_out": total - reached}


def _today() -> Any:
    return local_date(timezone.now())


@requires(access.VIEW_SEGMENTS, access.EDIT_SEGMENTS)
@require_http_methods(_METHODS)
def segment_add(request: HttpRequest) -> HttpResponse:
    """Make a segment."""
    form = SegmentForm(request.POST or None)
    return _edit(
        request,
        form,
        draft=drafts.open_draft(user=request.user, key="segment:new"),
        save=lambda: services.create_segment(values=form.values, by=request.user, at=timezone.now()),
        context={"heading": _("New segment"), "back_url": reverse("stakeholders:segments")},
    )


@requires(access.VIEW_SEGMENTS, access.EDIT_SEGMENTS)
@require_http_methods(_METHODS)
def segment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a segment."""
    segment = access.get_segment_for(request.user, pk, permission=access.EDIT_SEGMENTS)
    form = SegmentForm(request.POST or None, instance=segment)
    return _edit(
        request,
        form,
        draft=drafts.open_draft(user=request.user, key=f"segment:{pk}"),
        save=lambda: services.change_segment(
            segment=segment, version=form.cleaned_data["version"] or 0, values=form.values
        ),
        context={"heading": _("Change segment"), "over": segment.name, "back_url": segment.get_absolute_url()},
    )


def _edit(request: HttpRequest, form: SegmentForm, *, draft: Any, save: Any, context: dict[str, Any]) -> HttpResponse:
    """The form; with "Preview" it shows who would be in it and saves nothing."""
    if request.method == "POST" and "voorbeeld" in request.POST and form.is_valid():
        members = list(queries.candidates(form.definition, on=_today())[:PREVIEWED])
        preview = {"is_preview": True, **_shown(form.definition, members), **_reach(form.definition)}
        return render(request, TEMPLATE, {"form": form, "draft": draft, **context, **preview})
    return edit(request, form=form, record=form.instance, draft=draft, save=save, context=context, template=TEMPLATE)


@requires(access.VIEW_SEGMENTS, access.EDIT_SEGMENTS)
@require_POST
def segment_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a segment out of use; can be undone."""
    segment = access.get_segment_for(request.user, pk, permission=access.EDIT_SEGMENTS)
    services.archive_segment(segment=segment, at=timezone.now())
    text = _("“%(name)s” is archived.") % {"name": segment}
    offer_undo(request, name=ARCHIVE_SEGMENT, payload={"pk": segment.pk}, text=text)
    return redirect("stakeholders:segments")


@requires(access.VIEW_SEGMENTS, access.EDIT_SEGMENTS)
@require_POST
def segment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived segment into use again."""
    segment = access.get_segment_for(request.user, pk, permission=access.EDIT_SEGMENTS)
    services.restore_segment(segment=segment)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": segment})
    return redirect(segment)


@requires(access.VIEW_SEGMENTS, access.EDIT_SEGMENTS)
@require_POST
def segment_pick(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Add somebody to a picked segment, or take somebody out."""
    segment = access.get_segment_for(request.user, pk, permission=access.EDIT_SEGMENTS)
    form = PickForm(request.POST)
    model: Any = Person if segment.is_of_persons else Organisation
    record = model.objects.filter(pk=form.cleaned_data["record"]).first() if form.is_valid() else None
    if record is None or segment.way != Way.PICKED:
        messages.error(request, _("That could not be done. Look at the list again."))
    elif act == "eruit":
        services.unpick(segment=segment, record=record)
        messages.success(request, _("“%(name)s” was taken out.") % {"name": record})
    elif services.pick(segment=segment, record=record):
        messages.success(request, _("“%(name)s” was added.") % {"name": record})
    else:
        messages.info(request, _("“%(name)s” was in it already.") % {"name": record})
    return redirect(segment)


@requires(access.VIEW_SEGMENTS)
@require_safe
def segment_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The members as CSV, with why each is in it, and those left out with the reason."""
    segment = access.get_segment_for(request.user, pk)
    header = (_("name"), _("organisation"), _("e-mail address"), _("language"), _("left out because"))

    def rows() -> Iterator[tuple[Any, ...]]:
        found = queries.members(segment, on=_today())
        for item in found.addressees:
            yield (item.name, item.organisation, item.email, item.language, "")
        for out in found.left_out:
            yield (out.name, "", "", "", out.reason)

    response = StreamingHttpResponse(
        stream_csv(header, rows(), for_excel=request.GET.get("vorm") == "excel"),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="segment-{segment.pk}.csv"'
    return response
