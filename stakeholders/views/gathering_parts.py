"""Pages for the parts of a gathering: participants, invitation, agenda, minutes, actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from core.access import requires
from stakeholders import access, gathering_access, queries
from stakeholders.exceptions import InTwoPlaces
from stakeholders.forms.gatherings import (
    AgendaFormSet,
    CloseActionForm,
    DoerForm,
    HeldForm,
    InviteForm,
    ParticipantsForm,
)
from stakeholders.gathering_exceptions import AlreadyClosed, FollowUpUnknown, GatheringNotPlanned, NobodyToInvite
from stakeholders.grants import ACCOUNT_ROLES
from stakeholders.models import ActionItem, Gathering
from stakeholders.queries.gatherings import positions_at
from stakeholders.services import gathering_invitations, gathering_minutes, gatherings

from .editing import edit, save_or_explain

_METHODS = ["GET", "HEAD", "POST"]
FORM = "stakeholders/gathering_form.html"


def _colleagues(gathering: Gathering | None = None) -> Any:
    """Who can take part or do something: colleagues who keep relations, and those who take part already."""
    found = queries.possible_account_managers(roles=ACCOUNT_ROLES)
    if gathering is None:
        return found
    present = gathering.participants.exclude(colleague=None).values("colleague")
    everybody = found.model._default_manager.filter(Q(pk__in=found.values("pk")) | Q(pk__in=present))
    return everybody.order_by("name")


def _page(request: HttpRequest, form: Any, gathering: Gathering, heading: str, **context: Any) -> HttpResponse:
    context |= {
        "form": form,
        "heading": heading,
        "over": gathering.title,
        "back_url": gathering.get_absolute_url(),
    }
    return render(request, FORM, context, status=422 if form.errors else 200)


@requires(gathering_access.VIEW, gathering_access.KEEP, access.VIEW_PERSONS)
@require_http_methods(_METHODS)
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who takes part, of both sides."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    now = timezone.now()
    positions = positions_at(gathering, at=now)
    present = list(gathering.participants.all())
    chosen = {(one.organisation_id, one.person_id) for one in present}
    form = ParticipantsForm(
        request.POST or None,
        positions=positions,
        colleagues=_colleagues(gathering),
        initial={
            "persons": [str(one.pk) for one in positions if (one.organisation_id, one.person_id) in chosen],
            "colleagues": [one.colleague_id for one in present if one.colleague_id],
        },
    )
    if request.method == "POST" and form.is_valid():
        gatherings.set_participants(
            gathering=gathering,
            colleagues=form.cleaned_data["colleagues"],
            positions=form.chosen,
            by=request.user,
            at=now,
        )
        messages.success(request, _("Saved."))
        return redirect(gathering)
    lead = "" if positions else _("No contact person is known at these organisations. Add them on their page first.")
    return _page(request, form, gathering, _("Who takes part?"), lead=lead)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets an invitation, who cannot, and a few own words."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mailing = gathering_invitations.invite(
                gathering=gathering, message=form.cleaned_data["message"], by=request.user, at=timezone.now()
            )
        except NobodyToInvite:
            form.add_error(None, _("Nobody is left to invite: everybody was invited, or has no e-mail address."))
        except GatheringNotPlanned:
            form.add_error(None, _("This gathering was held or cancelled already."))
        else:
            if mailing.state == mailing.State.NEEDS_RELEASE:
                messages.success(request, _("A second person must release these invitations."))
            else:
                messages.success(
                    request, _("The invitations go out in two minutes. Until then you can call them back.")
                )
            return redirect(gathering)
    waiting = list(gathering_invitations.not_yet_invited(gathering))
    context = {
        "gathering": gathering,
        "form": form,
        "reachable": [one for one in waiting if one.email],
        "unreachable": [one for one in waiting if not one.email],
    }
    return render(request, "stakeholders/gathering_invite.html", context, status=422 if form.errors else 200)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The points of the agenda, in order, with who brings them in."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    initial = [
        {"title": item.title, "brought_by": item.brought_by, "minutes": item.minutes, "place": item.order}
        for item in gathering.agenda.all()
    ]
    formset = AgendaFormSet(request.POST or None, initial=initial)
    if request.method == "POST" and formset.is_valid():
        points = [form.cleaned_data for form in formset if form.cleaned_data.get("title")]
        # What was given no place comes last, in the order in which it stands.
        points.sort(key=lambda point: point.get("place") or len(points) + 99)
        gatherings.set_agenda(gathering=gathering, points=points)
        messages.success(request, _("Saved."))
        return redirect(gathering)
    context = {"gathering": gathering, "formset": formset}
    return render(request, "stakeholders/gathering_agenda.html", context, status=422 if formset.is_bound else 200)


@requires(gathering_access.VIEW, gathering_access.KEEP, access.VIEW_PERSONS)
@require_http_methods(_METHODS)
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there and what was said; afterwards it is a contact moment of each organisation."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    if gathering.state == Gathering.State.CANCELLED:
        messages.error(request, _("This gathering was cancelled."))
        return redirect(gathering)
    form = HeldForm(request.POST or None, instance=gathering)

    def save() -> Gathering:
        try:
            return gathering_minutes.hold_gathering(
                gathering=gathering,
                version=form.cleaned_data["version"] or 0,
                present=[int(key) for key in form.cleaned_data["present"]],
                summary=form.cleaned_data["summary"],
                by=request.user,
                at=timezone.now(),
            )
        except InTwoPlaces as refusal:
            raise ValidationError({"present": str(refusal)}) from refusal

    return edit(
        request,
        form=form,
        record=gathering,
        draft=drafts.open_draft(user=request.user, key=f"gathering-held:{pk}"),
        save=save,
        context={
            "heading": _("Attendance and minutes"),
            "over": gathering.title,
            "back_url": gathering.get_absolute_url(),
        },
        template=FORM,
    )


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def action_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who does what by when."""
    gathering = gathering_access.get_gathering_for(request.user, pk, permission=gathering_access.KEEP)
    form = _doer_form(request, gathering, initial={})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if save_or_explain(form, lambda: gathering_minutes.add_action(gathering=gathering, at=now, **form.values)):
            messages.success(request, _("Saved."))
            return redirect(request.path if "nog-een" in request.POST else gathering)
    return _page(request, form, gathering, _("New action"), another=True)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what, who or by when."""
    action = gathering_access.get_action_for(request.user, pk)
    form = _doer_form(request, action.gathering, initial=DoerForm.initial_of(action))

    def save() -> ActionItem:
        return gathering_minutes.change_action(action=action, values=form.values)

    if request.method == "POST" and form.is_valid():
        try:
            saved = save_or_explain(form, save)
        except AlreadyClosed:
            messages.error(request, _("This action was closed already."))
            saved = action
        if saved:
            return redirect(action.gathering)
    return _page(request, form, action.gathering, _("Change action"))


def _doer_form(request: HttpRequest, gathering: Gathering, initial: dict[str, Any]) -> DoerForm:
    return DoerForm(
        request.POST or None,
        initial=initial,
        colleagues=_colleagues(gathering),
        organisations=list(gathering.organisations.all()),
    )


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_http_methods(_METHODS)
def action_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Done or dropped."""
    action = gathering_access.get_action_for(request.user, pk)
    form = CloseActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            gathering_minutes.close_action(action=action, state=data["state"], note=data["note"], at=timezone.now())
        except AlreadyClosed:
            messages.error(request, _("This action was closed already."))
        else:
            messages.success(request, _("Saved."))
        return redirect(action.gathering)
    return _page(request, form, action.gathering, _("Close action"), lead=action.what)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_POST
def action_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again."""
    action = gathering_access.get_action_for(request.user, pk)
    gathering_minutes.reopen_action(action=action)
    messages.success(request, _("The action is open again."))
    return redirect(action.gathering)


@requires(gathering_access.VIEW, gathering_access.KEEP)
@require_POST
def action_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an action go on as a signal, a promise: whatever the rooms above offer."""
    action = gathering_access.get_action_for(request.user, pk)
    try:
        record = gathering_minutes.make_follow_up(
            action=action, name=request.POST.get("soort", ""), by=request.user, at=timezone.now()
        )
    except (FollowUpUnknown, AlreadyClosed):
        messages.error(request, _("This cannot be done with this action."))
        return redirect(action.gathering)
    messages.success(request, _("The action goes on here."))
    return redirect(record.get_absolute_url())  # type: ignore[attr-defined]
