"""Pages of the contact rhythm: of one organisation, and of the kinds of organisations."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import requires
from core.periods import local_date
from stakeholders import access
from stakeholders.forms.moments import RhythmForm
from stakeholders.models import ContactRhythm, Organisation, OrganisationKind
from stakeholders.queries.contact import rhythm_states
from stakeholders.services.moments import set_rhythm

from .editing import TEMPLATE

_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW, access.EDIT)
@require_http_methods(_METHODS)
def rhythm_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how often contact with one organisation is wished."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    own = ContactRhythm.objects.filter(organisation=organisation).first()
    form = RhythmForm(request.POST or None, initial={"every_weeks": own.every_weeks if own else None})
    if request.method == "POST" and form.is_valid():
        set_rhythm(organisation=organisation, every_weeks=form.cleaned_data["every_weeks"])
        messages.success(request, _("Saved."))
        return redirect(organisation)
    state = rhythm_states(organisations=Organisation.objects.filter(pk=pk), on=local_date(timezone.now()))[pk]
    lead = _("Without a wish of its own this organisation has no contact rhythm.")
    if state.every_weeks:
        lead = _("Now: at least once in %(weeks)d weeks.") % {"weeks": state.every_weeks}
    context = {
        "form": form,
        "heading": _("Contact rhythm"),
        "over": organisation.name,
        "lead": lead,
        "back_url": organisation.get_absolute_url(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.VIEW, access.EDIT)
@require_http_methods(_METHODS)
def rhythm_kinds(request: HttpRequest) -> HttpResponse:
    """Say how often contact is wished with each kind of organisation."""
    kinds = list(OrganisationKind.objects.filter(is_active=True))
    stored = {row.kind_id: row.every_weeks for row in ContactRhythm.objects.filter(kind__isnull=False)}
    form = forms.Form(request.POST or None)
    for kind in kinds:
        form.fields[f"kind_{kind.pk}"] = forms.IntegerField(
            label=str(kind), required=False, min_value=1, max_value=104, initial=stored.get(kind.pk)
        )
    if request.method == "POST" and form.is_valid():
        for kind in kinds:
            set_rhythm(kind=kind, every_weeks=form.cleaned_data[f"kind_{kind.pk}"])
        messages.success(request, _("Saved."))
        return redirect("stakeholders:organisations")
    context = {
        "form": form,
        "heading": _("Contact rhythm by kind"),
        "lead": _(
            "At least one contact moment in so many weeks. Empty: no wish. The shortest of several kinds counts."
        ),
        "back_url": reverse("stakeholders:organisations"),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
