"""Pages of contact moments: recording one in half a minute, list, export, one moment, changing, archiving."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.drafts import OpenDraft
from core.jobs import start_job
from core.listing import RequestConfig
from core.periods import local_date
from core.registry import follow_ups
from core.tables import stream_csv
from core.undo import offer_undo
from stakeholders import access, access_contact, exports_contact, undo_contact
from stakeholders.access_contact import RECORD, VIEW_CONTACT, get_moment_for
from stakeholders.exceptions import InTwoPlaces, NoOrganisation
from stakeholders.filters.moments import MomentFilter
from stakeholders.forms.moments import FollowUpForm, MomentForm
from stakeholders.models import ContactMoment, Organisation
from stakeholders.queries import contact as reads
from stakeholders.services import moments as services
from stakeholders.tables.moments import MomentTable

from .editing import edit

PER_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]
_FORM = "stakeholders/moments/form.html"
_DRAFT = re.compile(r"^ics:[0-9a-f]{16}$")


@requires(VIEW_CONTACT)
@require_safe
def moment_list(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort; newest first."""
    found = MomentFilter(request.GET, queryset=reads.moment_list(), request=request)
    table = MomentTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": found,
        "table": table,
        "query": query.urlencode(),
        "is_empty": not ContactMoment.objects.exists(),
        "waiting": reads.waiting_mail().count() if request.user.has_perm(RECORD) else 0,
    }
    return render(request, "stakeholders/moments/list.html", context)


@requires(VIEW_CONTACT)
@require_http_methods(["GET", "POST"])
def moment_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is shown: CSV at once, a workbook (POST) by a job."""
    query = request.GET.copy()
    form = query.pop("vorm_bestand", ["csv"])[-1]
    if request.method == "POST":
        job = start_job(
            kind=exports_contact.KIND,
            title=_("Contact moments as workbook"),
            user=request.user,
            at=timezone.now(),
            parameters={"query": query.urlencode()},
        )
        return redirect("job", job_id=job.pk)
    rows = exports_contact.moment_rows(query=query, user=request.user)
    response = StreamingHttpResponse(
        stream_csv(exports_contact.HEADER, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="contactmomenten.csv"'
    return response


@requires(VIEW_CONTACT)
@require_safe
def moment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, who was there, and what became of it."""
    moment = get_moment_for(request.user, pk)
    context = {
        "moment": moment,
        "participants": list(moment.participants.all()),
        "became": reads.became_of(record=moment, user=request.user),
        "attachments": reads.attachments_of(record=moment),
        "kinds": [kind for kind in follow_ups if request.user.has_perm(kind.permission)],
        "topics": list(moment.topics.all()),
    }
    return render(request, "stakeholders/moments/detail.html", context)


@requires(access.VIEW, RECORD)
@require_safe
def moment_begin(request: HttpRequest) -> HttpResponse:
    """With whom? The own organisations, and those found by typing."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context = {
        "words": words,
        "found": list(Organisation.objects.active().matching(words)[:12]) if words else [],
        "own": reads.suggested_organisations(user=request.user, on=local_date(timezone.now())),
    }
    part = "stakeholders/moments/_found.html"
    return render(request, part if request.headers.get("HX-Request") else "stakeholders/moments/begin.html", context)


@requires(access.VIEW, RECORD)
@require_http_methods(_METHODS)
def moment_add(request: HttpRequest) -> HttpResponse:
    """Record a contact moment: form, day, what was said; the rest waits behind "more"."""
    today = local_date(timezone.now())
    name = request.GET.get("concept", "")
    chosen = reads.chosen_organisations(request.GET.getlist("organisatie"), request.GET.get("persoon", ""), on=today)
    key = f"moment:{name}" if _DRAFT.match(name) else f"moment:new:{chosen[0].pk if chosen else 0}"
    draft = drafts.open_draft(user=request.user, key=key)
    if not chosen and not draft.exists and request.method != "POST":
        return redirect("stakeholders:moment-begin")
    initial = {
        "organisations": [organisation.pk for organisation in chosen],
        "persons": [request.GET["persoon"]] if request.GET.get("persoon", "").isdecimal() else [],
        "held_on": today,
        "colleagues": [request.user.pk],
    }
    source = {"source": "calendar", "calendar_uid": draft.data.get("calendar_uid", [""])[0][:255]}
    extra = source if _DRAFT.match(name) else {}
    return _moment_form(
        request,
        form=_form(request, draft, initial=initial),
        record=ContactMoment(),
        draft=draft,
        save=lambda form: services.record_moment(
            values={**form.values, **extra},
            organisations=form.cleaned_data["organisations"],
            attendance=form.attendance,
            by=request.user,
            at=timezone.now(),
        ),
        context={
            "heading": _("Record contact"),
            "over": chosen[0].name if len(chosen) == 1 else "",
            "back_url": chosen[0].get_absolute_url() if chosen else reverse("stakeholders:moments"),
        },
    )


@requires(VIEW_CONTACT, RECORD)
@require_http_methods(_METHODS)
def moment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contact moment, its organisations and who was there."""
    moment = get_moment_for(request.user, pk, permission=RECORD)
    draft = drafts.open_draft(user=request.user, key=f"moment:{pk}")
    return _moment_form(
        request,
        form=_form(request, draft, instance=moment),
        record=moment,
        draft=draft,
        save=lambda form: services.change_moment(
            moment=moment,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            organisations=form.cleaned_data["organisations"],
            attendance=form.attendance,
        ),
        context={
            "heading": _("Change contact moment"),
            "over": moment.title,
            "back_url": moment.get_absolute_url(),
            "open_more": True,
        },
    )


def _form(request: HttpRequest, draft: OpenDraft, **kwargs: Any) -> MomentForm:
    """The form as it was sent, or with everything typed so far when only somebody was looked for."""
    kwargs["on"] = local_date(timezone.now())
    if request.method == "POST" and "find" not in request.POST:
        return MomentForm(request.POST, **kwargs)
    if request.method == "POST":
        typed = OpenDraft(key=draft.key, saved_at=timezone.now(), data=dict(request.POST.lists()))
        form = MomentForm(typed=typed.data, **kwargs)
        for name in ("organisations", "persons", "colleagues"):
            form.initial[name] = []
        typed.restore(form)
        return form
    return MomentForm(typed=draft.data, **kwargs)


def _moment_form(
    request: HttpRequest,
    *,
    form: MomentForm,
    record: ContactMoment,
    draft: OpenDraft,
    save: Callable[[MomentForm], ContactMoment],
    context: dict[str, Any],
) -> HttpResponse:
    def save_or_refuse() -> ContactMoment:
        try:
            return save(form)
        except NoOrganisation as refusal:
            raise ValidationError({"organisations": str(refusal)}) from refusal
        except InTwoPlaces as refusal:
            raise ValidationError({"starts_at": str(refusal)}) from refusal

    context["looked_for"] = "find" in request.POST
    context["open_more"] = (
        context.get("open_more") or "find" in request.POST or any(name in form.errors for name in form.MORE)
    )
    if "find" in request.POST:
        return render(request, _FORM, {"form": form, "draft": draft, **context})
    return edit(request, form=form, record=record, draft=draft, save=save_or_refuse, context=context, template=_FORM)


@requires(VIEW_CONTACT, RECORD)
@require_POST
def moment_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a contact moment out of use; can be undone."""
    moment = get_moment_for(request.user, pk, permission=RECORD)
    services.archive_moment(moment=moment, at=timezone.now())
    text = _("“%(name)s” is archived.") % {"name": moment}
    offer_undo(request, name=undo_contact.ARCHIVE, payload={"pk": moment.pk}, text=text)
    return redirect("stakeholders:moments")


@requires(VIEW_CONTACT, RECORD)
@require_POST
def moment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived contact moment into use again."""
    moment = get_moment_for(request.user, pk, permission=RECORD)
    services.restore_moment(moment=moment)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": moment})
    return redirect(moment)


@requires(VIEW_CONTACT, RECORD)
@require_http_methods(_METHODS)
def moment_follow_up(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Make a signal (or what other rooms offer) of something that was said."""
    moment = get_moment_for(request.user, pk, permission=RECORD)
    kind = access_contact.get_follow_up_for(request.user, name)
    draft = drafts.open_draft(user=request.user, key=f"moment:{pk}:{name}"[:120].lower())
    form = FollowUpForm(request.POST or None, moment=moment)
    if request.method == "POST" and form.is_valid():
        try:
            record: Any = services.follow_up(
                moment=moment, kind=kind, owner=request.user, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error("text", "; ".join(refusal.messages))
        else:
            drafts.discard_draft(user=request.user, key=draft.key)
            messages.success(
                request, _("“%(name)s” is recorded and linked to this contact moment.") % {"name": record}
            )
            return redirect(moment)
    draft.restore(form)
    context = {"form": form, "draft": draft, "moment": moment, "kind": kind}
    return render(request, "stakeholders/moments/follow_up.html", context, status=422 if form.errors else 200)
