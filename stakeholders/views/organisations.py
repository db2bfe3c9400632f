"""Pages of organisations: list, export, one organisation, adding, changing, archiving."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.jobs import start_job
from core.listing import RequestConfig
from core.periods import local_date
from core.tables import stream_csv
from core.undo import offer_undo
from stakeholders import access, exports, queries, services, undo
from stakeholders.filters import OrganisationFilter
from stakeholders.forms import OrganisationForm
from stakeholders.models import AccountAssignment, Organisation
from stakeholders.models.merging import RecordKind
from stakeholders.queries.meeting_sheet import coming_for, open_items_of
from stakeholders.queries.merging import merges_around
from stakeholders.services.merging import went_up_in
from stakeholders.tables import OrganisationTable

from .editing import edit

PER_PAGE = 25
LINES_PER_PAGE = 20
_ESTIMATES = 5
_OPEN = 8
_RELATIONS = ("kinds", "domains", "topics", "tags")


@requires(access.VIEW)
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort; each row says who the fixed contact is."""
    today = local_date(timezone.now())
    found = OrganisationFilter(request.GET, queryset=queries.organisation_list(on=today), request=request)
    table = OrganisationTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "stakeholders/organisation_list.html",
        {"filter": found, "table": table, "query": query.urlencode(), "is_empty": not Organisation.objects.exists()},
    )


@requires(access.VIEW)
@require_http_methods(["GET", "POST"])
def organisation_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is shown: CSV at once, a workbook (POST) by a job."""
    query = request.GET.copy()
    form = query.pop("vorm", ["csv"])[-1]
    now = timezone.now()
    if request.method == "POST":
        job = start_job(
            kind=exports.KIND,
            title=_("Organisations as workbook"),
            user=request.user,
            at=now,
            parameters={"query": query.urlencode()},
        )
        return redirect("job", job_id=job.pk)
    rows = exports.organisation_rows(query=query, user=request.user, on=local_date(now))
    response = StreamingHttpResponse(
        stream_csv(exports.HEADER, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="organisaties.csv"'
    return response


@requires(access.VIEW)
@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom do I call, and everything that happened around this organisation."""
    organisation = access.get_organisation_for(request.user, pk)
    went_up = went_up_in(RecordKind.ORGANISATION, pk) if organisation.is_archived else None
    if went_up and "archief" not in request.GET:
        return redirect("stakeholders:organisation", pk=went_up.winner_id)
    reachability = queries.reachability(organisation=organisation, on=local_date(timezone.now()))
    kinds = queries.story_kinds(user=request.user)
    kind = request.GET.get("wat", "")
    kind = kind if kind in {source.name for source in kinds} else ""
    now = timezone.now()
    open_items = open_items_of([pk], user=request.user, at=now)
    lines = queries.story(organisation=organisation, user=request.user, kind=kind)
    assignments = AccountAssignment.objects.filter(organisation=organisation).select_related("user")
    return render(
        request,
        "stakeholders/organisation_detail.html",
        {
            "organisation": organisation,
            "went_up": went_up,
            "merges": merges_around(kind=RecordKind.ORGANISATION, key=pk),
            "reachability": reachability,
            "open_handovers": queries.handovers.handover_list().open().filter(organisation=organisation),
            "open_items": open_items[:_OPEN],
            "coming": coming_for([pk], user=request.user, at=now)[:_OPEN],
            "assignments": assignments,
            "standings": organisation.standings.all()[:_ESTIMATES],
            "parts": queries.parts_of(organisation),
            "links": queries.linked_to(organisation, user=request.user),
            "story": Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page")),
            "kinds_of_story": kinds,
            "kind": kind,
        },
    )


@requires(access.VIEW, access.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation by hand."""
    form = OrganisationForm(request.POST or None)
    return edit(
        request,
        form=form,
        record=form.instance,
        draft=drafts.open_draft(user=request.user, key="organisation:new"),
        save=lambda: services.create_organisation(
            values=form.values, **{name: form.cleaned_data[name] for name in _RELATIONS}
        ),
        context={"heading": _("New organisation"), "back_url": reverse("stakeholders:organisations")},
    )


@requires(access.VIEW, access.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    form = OrganisationForm(request.POST or None, instance=organisation)
    return edit(
        request,
        form=form,
        record=organisation,
        draft=drafts.open_draft(user=request.user, key=f"organisation:{pk}"),
        save=lambda: services.change_organisation(
            organisation=organisation,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            **{name: form.cleaned_data[name] for name in _RELATIONS},
        ),
        context={
            "heading": _("Change organisation"),
            "over": organisation.name,
            "back_url": organisation.get_absolute_url(),
        },
    )


@requires(access.VIEW, access.EDIT)
@require_POST
def organisation_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an organisation out of use; can be undone."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    services.archive(record=organisation, at=timezone.now())
    text = _("“%(name)s” is archived.") % {"name": organisation}
    offer_undo(request, name=undo.ARCHIVE, payload=undo.payload_of(organisation), text=text)
    return redirect("stakeholders:organisations")


@requires(access.VIEW, access.EDIT)
@require_POST
def organisation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived organisation into use again."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    services.restore(record=organisation)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": organisation})
    return redirect(organisation)
