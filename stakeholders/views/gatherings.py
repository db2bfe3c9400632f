"""Pages of gatherings: lists, one gathering, planning, changing, cancelling, standing meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.jobs import start_job
from core.listing import RequestConfig
from core.periods import AMSTERDAM, local_date
from core.tables import stream_csv
from core.undo import offer_undo
from stakeholders import access, gathering_access, gathering_exports, gathering_undo
from stakeholders.exceptions import InTwoPlaces
from stakeholders.filters.gatherings import ActionFilter, GatheringFilter
from stakeholders.forms.gatherings import CancelForm, GatheringForm, NextForm, SeriesForm
from stakeholders.gathering_calendar import PUBLISH, calendar_file
from stakeholders.gathering_exceptions import GatheringNotPlanned, SeriesEnded
from stakeholders.models import ActionItem, Gathering, GatheringSeries
from stakeholders.queries.gatherings import action_list, gathering_list, next_of_series
from stakeholders.services import gatherings as services
from stakeholders.services.gathering_invitations import not_yet_invited
from stakeholders.services.gathering_minutes import possible_follow_ups
from stakeholders.tables.gatherings import ActionTable, GatheringTable

from .editing import edit, save_or_explain

PER_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]
FORM = "stakeholders/gathering_form.html"
PLAN = "stakeholders/gathering_plan.html"


@requires(gathering_access.VIEW)
@require_safe
def gathering_index(request: HttpRequest) -> HttpResponse:
    """Coming gatherings, soonest first; past ones by the filter."""
    found = GatheringFilter(request.GET, queryset=gathering_list(), request=request)
    context = {"filter": found, "is_empty": not Gathering.objects.exists()}
    return _list_page(request, GatheringTable(found.qs), context, "stakeholders/gathering_list.html")


@requires(gathering_access.VIEW)
@require_safe
def action_index(request: HttpRequest) -> HttpResponse:
    """Open actions of both sides, by date."""
    found = ActionFilter(request.GET, queryset=action_list(), request=request)
    context = {"filter": found, "is_empty": not ActionItem.objects.exists()}
    return _list_page(request, ActionTable(found.qs), context, "stakeholders/action_list.html")


@requires(gathering_access.VIEW)
@require_safe
def series_index(request: HttpRequest) -> HttpResponse:
    """Standing meetings, those that ended last."""
    found = GatheringSeries.objects.order_by("status", "title", "pk")
    return render(request, "stakeholders/series_list.html", {"series": found})


def _list_page(request: HttpRequest, table: Any, context: dict[str, Any], template: str) -> HttpResponse:
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, template, {"table": table, "query": query.urlencode(), **context})


@requires(gathering_access.VIEW)
@require_http_methods(["GET", "POST"])
def gathering_export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Gatherings or actions as shown: CSV at once, a workbook (POST) by a job."""
    if name not in ("overleggen", "acties"):
        raise Http404
    return export(request, gathering_exports.LISTS[name])


def export(request: HttpRequest, chosen: gathering_exports.ListExport) -> HttpResponseBase:
    """A list as shown, under the filter in the address."""
    query = request.GET.copy()
    form = query.pop("vorm", ["csv"])[-1]
    if request.method == "POST":
        job = start_job(
            kind=gathering_exports.KIND,
            title=_("%(list)s as workbook") % {"list": chosen.title},
            user=request.user,
            at=timezone.now(),
            parameters={"list": chosen.name, "query": query.urlencode()},
        )
        return redirect("job", job_id=job.pk)
    rows = chosen.rows(query=query, user=request.user)
    response = StreamingHttpResponse(
        stream_csv(chosen.header, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{chosen.name}.csv"'
    return response


@requires(gathering_access.VIEW, access.VIEW_PERSONS)
@require_safe
def gathering_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """When, with whom, who comes, the agenda, what was agreed."""
    gathering = gathering_access.get_gathering_for(request.user, pk)
    now = timezone.now()
    participants = list(gathering.participants.select_related("person", "colleague", "organisation"))
    actions = action_list().filter(gathering=gathering)
    context = {
        "gathering": gathering,
        "organisations": gathering.organisations.all(),
        "ours": [one for one in participants if one.colleague_id],
        "theirs": [one for one in participants if one.person_id],
        "waiting": not_yet_invited(gathering).count() if gathering.is_planned else 0,
        "agenda": gathering.agenda.all(),
        "actions": actions,
        "carried": action_list().carried_to(gathering),
        "follow_ups": possible_follow_ups(request.user),
        "today": local_date(now),
        "is_over": gathering.ends_at < now,
        "has_begun": gathering.starts_at < now,
    }
    return render(request, "stakeholders/gathering_detail.html", context)


@requires(gathering_access.VIEW)
@require_safe
def gathering_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The gathering for one's own calendar."""
    gathering = gathering_access.get_gathering_for(request.user, pk)
    text = calendar_file(gathering, method=PUBLISH, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    return response


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def gathering_add(request: HttpRequest) -> HttpResponse:
    """Plan a gathering; from the page of an organisation it is with that one."""
    begun = _organisation_in(request)
    form = GatheringForm(request.POST or None, initial={"organisations": begun})
    form.offer(user=request.user, on=local_date(timezone.now()), chosen=begun)

    def save() -> str:
        gathering = services.plan_gathering(
            values=form.values,
            organisations=form.cleaned_data["organisations"],
            owner=request.user,
            rhythm=form.rhythm,
        )
        return reverse("stakeholders:gathering-participants", args=[gathering.pk])

    return _edit(
        request,
        form,
        save=save,
        key="gathering:new",
        heading=_("Plan a gathering"),
        back_url=reverse("stakeholders:gatherings"),
    )


def _organisation_in(request: HttpRequest) -> list[int]:
    number = request.GET.get("organisatie", "")
    return [int(number)] if number.isascii() and number.isdigit() and len(number) < 10 else []


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def gathering_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or move a gathering; who was invited hears of another time or place."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    form = GatheringForm(request.POST or None, instance=gathering)
    form.offer(user=request.user, on=local_date(timezone.now()), chosen=form.initial["organisations"])

    def save() -> Gathering:
        try:
            return services.change_gathering(
                gathering=gathering,
                version=form.cleaned_data["version"] or 0,
                values=form.values,
                organisations=form.cleaned_data["organisations"],
                by=request.user,
                at=timezone.now(),
            )
        except InTwoPlaces as refusal:
            raise ValidationError(str(refusal)) from refusal

    invited = gathering.is_planned and gathering.participants.filter(invited_at__isnull=False).exists()
    return _edit(
        request,
        form,
        save=save,
        key=f"gathering:{pk}",
        heading=_("Change gathering"),
        over=gathering.title,
        lead=_("Whoever was invited gets a mail when time or place change.") if invited else "",
        back_url=gathering.get_absolute_url(),
    )


def _edit(request: HttpRequest, form: GatheringForm, *, save: Any, key: str, **context: Any) -> HttpResponse:
    draft = drafts.open_draft(user=request.user, key=key)
    if form.only_searches:
        return render(request, PLAN, {"form": form.without_errors(), "draft": draft, **context})
    return edit(request, form=form, record=form.instance, draft=draft, save=save, context=context, template=PLAN)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def gathering_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a gathering off; can be undone."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_gathering(
                gathering=gathering, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except GatheringNotPlanned:
            messages.error(request, _("This gathering was held or cancelled already."))
        else:
            text = _("“%(name)s” is cancelled. Mail about it waits two minutes.") % {"name": gathering}
            offer_undo(request, name=gathering_undo.CANCELLED, payload={"pk": gathering.pk}, text=text)
        return redirect(gathering)
    return _page(request, form, gathering, _("Cancel gathering"), button=_("Cancel the gathering"))


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_POST
def gathering_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a cancelled gathering go on after all."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    text = gathering_undo.uncancel(request.user, {"pk": gathering.pk})
    messages.success(request, text)
    return redirect(gathering)


@requires(gathering_access.VIEW)
@require_safe
def series_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The rhythm, the gatherings so far, what is still open."""
    series = gathering_access.get_series_for(request.user, pk)
    context = {
        "series": series,
        "gatherings": gathering_list().filter(series=series).order_by("-starts_at")[:50],
        "actions": action_list().open().filter(gathering__series=series),
        "next": None if series.is_archived else next_of_series(series=series),
        "today": local_date(timezone.now()),
    }
    return render(request, "stakeholders/series_detail.html", context)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def series_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the next gathering; the day by the rhythm is proposed."""
    series = gathering_access.get_series_for(request.user, pk, permission=gathering_access.KEEP)
    proposed = None if series.is_archived else next_of_series(series=series)
    if proposed is None:
        messages.error(request, _("This standing meeting has ended."))
        return redirect(series)
    following, starts_at = proposed
    form = NextForm(
        request.POST or None,
        initial={"day": following.day, "begins": starts_at.astimezone(AMSTERDAM).time()},
    )
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]

        def plan() -> Gathering:
            return services.plan_next(
                series=series,
                starts_at=form.starts_at,
                rhythm_on=following.by_rhythm if day == following.day else day,
                by=request.user,
            )

        try:
            planned = save_or_explain(form, plan)
        except SeriesEnded:
            planned = series
        if planned:
            return redirect(planned)
    lead = _("By the rhythm it would be on a day nobody works, so the next working day is proposed.")
    return _page(request, form, series, _("Plan the next one"), lead=lead if following.is_moved else "")


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the rhythm."""
    series = gathering_access.get_series_for(request.user, pk, permission=gathering_access.KEEP)
    form = SeriesForm(request.POST or None, instance=series)
    if (
        request.method == "POST"
        and form.is_valid()
        and save_or_explain(form, lambda: services.change_rhythm(series=series, values=form.cleaned_data))
    ):
        messages.success(request, _("Saved."))
        return redirect(series)
    return _page(request, form, series, _("Change standing meeting"))


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_POST
def series_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a standing meeting end; can be undone."""
    series = gathering_access.get_series_for(request.user, pk, permission=gathering_access.KEEP)
    services.end_series(series=series, at=timezone.now())
    text = _("“%(name)s” has ended.") % {"name": series}
    offer_undo(request, name=gathering_undo.SERIES, payload={"pk": series.pk}, text=text)
    return redirect(series)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_POST
def series_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an ended standing meeting go on."""
    series = gathering_access.get_series_for(request.user, pk, permission=gathering_access.KEEP)
    messages.success(request, gathering_undo.resume(request.user, {"pk": series.pk}))
    return redirect(series)


def _page(
    request: HttpRequest, form: Any, record: Any, heading: str, *, lead: str = "", button: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "over": str(record),
        "lead": lead,
        "button": button,
        "back_url": record.get_absolute_url(),
    }
    return render(request, FORM, context, status=422 if form.errors else 200)
