"""Pages of fixed contacts and contact points of an organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import requires
from core.periods import local_date
from core.undo import offer_undo
from stakeholders import access, queries, services, undo
from stakeholders.forms import AssignmentForm, ContactPointForm, EndForm
from stakeholders.grants import ACCOUNT_ROLES

from .editing import TEMPLATE, save_or_explain

_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a colleague account manager or deputy."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.ASSIGN)
    form = AssignmentForm(
        request.POST or None,
        initial={"from_on": local_date(timezone.now()), "role": request.GET.get("rol", "account_manager")},
        colleagues=queries.possible_account_managers(roles=ACCOUNT_ROLES),
    )
    if request.method == "POST" and form.is_valid():
        saved = save_or_explain(form, lambda: services.assign(organisation=organisation, **form.cleaned_data))
        if saved:
            words = {"name": saved.user, "role": saved.get_role_display(), "organisation": organisation}
            messages.success(request, _("%(name)s is %(role)s of %(organisation)s.") % words)
            return redirect(organisation)
    context = {
        "form": form,
        "heading": _("Fixed contact"),
        "over": organisation.name,
        "lead": _("Who has the role now steps back the day before the new period begins."),
        "back_url": organisation.get_absolute_url(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.VIEW, access.ASSIGN)
@require_http_methods(_METHODS)
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a fixed contact end."""
    assignment = access.get_assignment_for(request.user, pk)
    form = EndForm(request.POST or None, initial={"until_on": local_date(timezone.now())})

    def end() -> bool:
        services.end_assignment(assignment=assignment, until_on=form.cleaned_data["until_on"])
        return True

    if request.method == "POST" and form.is_valid() and save_or_explain(form, end):
        messages.success(request, _("Saved."))
        return redirect(assignment.organisation)
    context = {
        "form": form,
        "heading": _("End of a fixed contact"),
        "over": assignment.organisation.name,
        "lead": f"{assignment.user}, {assignment.get_role_display()}",
        "back_url": assignment.organisation.get_absolute_url(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.VIEW, access.EDIT)
@require_http_methods(_METHODS)
def point_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a way in without a person."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    form = ContactPointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(form, lambda: services.add_contact_point(organisation=organisation, values=values)):
            messages.success(request, _("Saved."))
            return redirect(organisation)
    context = {
        "form": form,
        "heading": _("New contact point"),
        "over": organisation.name,
        "lead": _("A service desk, a general address, a form: a way in without a person."),
        "back_url": organisation.get_absolute_url(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.VIEW, access.EDIT)
@require_POST
def point_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a way in that no longer exists."""
    point = access.get_contact_point_for(request.user, pk)
    payload = undo.removal_of(point)
    services.remove_contact_point(point=point)
    text = _("“%(name)s” is removed.") % {"name": point.label}
    offer_undo(request, name=undo.REMOVE, payload=payload, text=text)
    return redirect(point.organisation)
