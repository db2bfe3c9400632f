"""Pages of handovers: the list, its export, and one organisation with what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from core.jobs import start_job
from core.listing import RequestConfig
from core.periods import local_date
from core.tables import stream_csv
from core.undo import offer_undo
from stakeholders import access, handover_exports, handover_undo, queries
from stakeholders.exceptions import HandoverMoveNotAllowed, ItemsNotAccepted, NotTheSuccessor
from stakeholders.filters import HandoverFilter
from stakeholders.forms.handovers import AcceptForm, MetForm, StopForm, ToldForm
from stakeholders.models import Handover
from stakeholders.models.handover import HandoverState, ToldHow
from stakeholders.services import handovers as services
from stakeholders.tables import HandoverTable
from stakeholders.tables.handovers import state_badge

from .editing import save_or_explain

_METHODS = ["GET", "HEAD", "POST"]
_PER_PAGE = 25


@requires(access.VIEW)
@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort; what is due first stands first."""
    today = local_date(timezone.now())
    queryset = queries.handovers.handover_list().by_due()
    found = HandoverFilter(request.GET, queryset=queryset, request=request)
    table = HandoverTable(found.qs, today=today)
    RequestConfig(request, paginate={"per_page": _PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": found,
        "table": table,
        "query": query.urlencode(),
        "late": Handover.objects.open().late(today).count(),
        "is_empty": not Handover.objects.exists(),
    }
    return render(request, "stakeholders/handover_list.html", context)


@requires(access.VIEW)
@require_http_methods(["GET", "POST"])
def handover_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is shown: CSV at once, a workbook (POST) by a job."""
    query = request.GET.copy()
    form = query.pop("vorm", ["csv"])[-1]
    if request.method == "POST":
        job = start_job(
            kind=handover_exports.KIND,
            title=_("Handovers as workbook"),
            user=request.user,
            at=timezone.now(),
            parameters={"query": query.urlencode()},
        )
        return redirect("job", job_id=job.pk)
    rows = handover_exports.handover_rows(query=query, user=request.user)
    response = StreamingHttpResponse(
        stream_csv(handover_exports.HEADER, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="overdrachten.csv"'
    return response


@requires(access.VIEW)
@require_safe
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do next, by whom, by when; and what happened."""
    handover = access.get_handover_for(request.user, pk)
    now = timezone.now()
    if services.sync_announcements(at=now, departure=handover.departure):
        handover = access.get_handover_for(request.user, pk)
    today = local_date(now)
    notices = queries.handovers.notices_of([handover])[handover.pk]
    may_act = request.user.has_perm(access.ASSIGN) and handover.is_open
    is_under_way = queries.handovers.is_under_way(notices)
    state = handover.state
    context = {
        "handover": handover,
        "badge": state_badge(handover, today=today),
        "steps": queries.handovers.checklist(handover, today=today),
        "items": queries.handovers.items_to_accept(handover, at=now) if handover.is_open else [],
        "notices": notices,
        "is_under_way": is_under_way,
        "moves": handover.moves.select_related("by"),
        "may_act": may_act,
        "may_announce": may_act and state == HandoverState.PLANNED and not is_under_way,
        "may_tell": may_act and state == HandoverState.PLANNED,
        "may_introduce": may_act and state == HandoverState.ANNOUNCED,
        "may_accept": handover.is_open and handover.accepted_at is None and handover.successor_id == request.user.pk,
        "sees_persons": request.user.has_perm(access.VIEW_PERSONS),
        "by_mail": handover.announced_how == ToldHow.MAIL,
    }
    return render(request, "stakeholders/handover.html", context)


def _step(
    request: HttpRequest,
    handover: Handover,
    *,
    form: Any,
    do: Callable[[], None],
    heading: str,
    lead: str,
    done: str,
) -> HttpResponse:
    """Show or carry out one step that is recorded with a form; it can be taken back."""

    def save() -> bool:
        do()
        return True

    if request.method == "POST" and form.is_valid():
        try:
            saved = save_or_explain(form, save)
        except HandoverMoveNotAllowed:
            messages.error(request, _("This step does not fit any more; look what the state is now."))
            return redirect(handover)
        if saved:
            offer_undo(request, name=handover_undo.STEP, payload={"pk": handover.pk, "to": handover.state}, text=done)
            return redirect(handover)
    context = {
        "form": form,
        "heading": heading,
        "over": handover.organisation.name,
        "lead": lead,
        "back_url": handover.get_absolute_url(),
    }
    return render(request, "stakeholders/handover_form.html", context, status=422 if form.errors else 200)


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def handover_told(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation was told without a mail from here."""
    handover = access.get_handover_for(request.user, pk, permission=access.ASSIGN)
    now = timezone.now()
    form = ToldForm(request.POST or None, initial={"on": local_date(now)})
    return _step(
        request,
        handover,
        form=form,
        do=lambda: services.tell_otherwise(handover=handover, **form.cleaned_data, by=request.user, at=now),
        heading=_("Told otherwise"),
        lead=_("Record how the organisation heard who its new contact is."),
        done=_("Recorded: the organisation was told."),
    )


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def handover_introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """The successor met the stakeholder."""
    handover = access.get_handover_for(request.user, pk, permission=access.ASSIGN)
    now = timezone.now()
    form = MetForm(request.POST or None, initial={"on": local_date(now)})
    return _step(
        request,
        handover,
        form=form,
        do=lambda: services.introduce(handover=handover, **form.cleaned_data, by=request.user, at=now),
        heading=_("Introduction held"),
        lead=_("%(name)s met the organisation.") % {"name": handover.successor},
        done=_("Recorded: the introduction was held."),
    )


@requires(access.VIEW)
@require_http_methods(_METHODS)
def handover_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The successor ticks every open promise and signal, and takes them over."""
    handover = access.get_handover_to_accept(request.user, pk)
    now = timezone.now()
    items = queries.handovers.items_to_accept(handover, at=now)
    form = AcceptForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        references = form.cleaned_data["items"]
        try:
            count = services.accept(handover=handover, references=references, by=request.user, at=now)
        except ItemsNotAccepted as refusal:
            words = {"items": "; ".join(item.title for item in refusal.items)}
            text = _("Not ticked yet: %(items)s. Tick it, or let it get another owner first.")
            form.add_error("items", text % words)
        except (HandoverMoveNotAllowed, NotTheSuccessor):
            messages.error(request, _("This was accepted already, or the handover was stopped."))
            return redirect(handover)
        else:
            text = ngettext("You took over %(n)d open item.", "You took over %(n)d open items.", count) % {"n": count}
            messages.success(request, text if count else _("Accepted: nothing was open."))
            return redirect(handover)
    context = {"form": form, "handover": handover, "items": items}
    return render(request, "stakeholders/handover_accept.html", context, status=422 if form.errors else 200)


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def handover_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the handover of one organisation."""
    handover = access.get_handover_for(request.user, pk, permission=access.ASSIGN)
    form = StopForm(request.POST or None)

    def stop() -> int:
        reason = form.cleaned_data["reason"]
        return services.cancel(handovers=[handover], reason=reason, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid():
        try:
            stopped = save_or_explain(form, stop)
        except HandoverMoveNotAllowed:
            messages.error(request, _("This handover is finished or was stopped already."))
            return redirect(handover)
        if stopped:
            messages.success(request, _("The handover is stopped."))
            return redirect(handover)
    before = handover.changes_on > local_date(timezone.now())
    context = {
        "form": form,
        "heading": _("Stop the handover"),
        "over": handover.organisation.name,
        "lead": _("The fixed contact stays as it was.") if before else _("The successor stays the fixed contact."),
        "back_url": handover.get_absolute_url(),
    }
    return render(request, "stakeholders/handover_form.html", context, status=422 if form.errors else 200)
