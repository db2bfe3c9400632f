"""Pages of persons: list, one person, adding, changing, archiving, functions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.listing import RequestConfig
from core.periods import local_date
from core.undo import offer_undo
from stakeholders import access, queries, services, undo
from stakeholders.filters import PersonFilter
from stakeholders.forms import EndForm, PersonForm, PositionForm
from stakeholders.models import FieldBasis, Person
from stakeholders.models.merging import RecordKind
from stakeholders.queries.merging import merges_around
from stakeholders.services.merging import went_up_in
from stakeholders.tables import PersonTable

from .editing import TEMPLATE, edit, save_or_explain

PER_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW_PERSONS)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Search and filter persons."""
    found = PersonFilter(request.GET, queryset=queries.person_list(on=local_date(timezone.now())), request=request)
    table = PersonTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"filter": found, "table": table, "query": query.urlencode(), "at": found.at}
    return render(request, "stakeholders/person_list.html", context)


@requires(access.VIEW_PERSONS)
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach someone, and where they work and worked."""
    person = access.get_person_for(request.user, pk)
    went_up = went_up_in(RecordKind.PERSON, pk) if person.is_archived else None
    if went_up and "archief" not in request.GET:
        return redirect("stakeholders:person", pk=went_up.winner_id)
    bases = {basis.field: basis for basis in person.field_bases.all()}
    context = {
        "person": person,
        "positions": person.positions.select_related("organisation"),
        "channels": person.channels.all(),
        "grounds": [(label, bases.get(name)) for name, label in FieldBasis.Field.choices],
        "went_up": went_up,
        "merges": merges_around(kind=RecordKind.PERSON, key=pk),
    }
    return render(request, "stakeholders/person_detail.html", context)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def person_add(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a person, from an organisation's page with a function there at once."""
    organisation = None if pk is None else access.get_organisation_for(request.user, pk, permission=access.EDIT)
    form = PersonForm(request.POST or None)

    @transaction.atomic
    def save() -> Person:
        person = services.create_person(values=form.values)
        if organisation:
            services.add_position(
                person=person, organisation=organisation, title="", from_on=local_date(timezone.now())
            )
        return person

    return edit(
        request,
        form=form,
        record=form.instance,
        draft=drafts.open_draft(user=request.user, key=f"person:new:{pk or 0}"),
        save=save,
        context={
            "heading": _("New person"),
            "over": organisation.name if organisation else "",
            "back_url": organisation.get_absolute_url() if organisation else reverse("stakeholders:persons"),
            **({} if organisation else _place()),
        },
    )


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    form = PersonForm(request.POST or None, instance=person)
    return edit(
        request,
        form=form,
        record=person,
        draft=drafts.open_draft(user=request.user, key=f"person:{pk}"),
        save=lambda: services.change_person(
            person=person, version=form.cleaned_data["version"] or 0, values=form.values
        ),
        context={
            "heading": _("Change person"),
            "over": person.name,
            "back_url": person.get_absolute_url(),
            **_place(),
        },
    )


@requires(access.VIEW_PERSONS, access.EDIT)
@require_POST
def person_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person out of use; can be undone."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    services.archive(record=person, at=timezone.now())
    text = _("“%(name)s” is archived.") % {"name": person}
    offer_undo(request, name=undo.ARCHIVE, payload=undo.payload_of(person), text=text)
    return redirect("stakeholders:persons")


@requires(access.VIEW_PERSONS, access.EDIT)
@require_POST
def person_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived person into use again."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    services.restore(record=person)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": person})
    return redirect(person)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def position_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a function at an organisation."""
    person = access.get_person_for(request.user, pk, permission=access.EDIT)
    form = PositionForm(request.POST or None, initial={"from_on": local_date(timezone.now())})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(form, lambda: services.add_position(person=person, **values)):
            messages.success(request, _("Saved."))
            return redirect(person)
    return _form_page(request, form, heading=_("New function"), person=person)


@requires(access.VIEW_PERSONS, access.EDIT)
@require_http_methods(_METHODS)
def position_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a function end."""
    position = access.get_position_for(request.user, pk)
    form = EndForm(request.POST or None, initial={"until_on": local_date(timezone.now())})

    def end() -> bool:
        services.end_position(position=position, until_on=form.cleaned_data["until_on"])
        return True

    if request.method == "POST" and form.is_valid() and save_or_explain(form, end):
        messages.success(request, _("Saved."))
        return redirect(position.person)
    return _form_page(
        request, form, heading=_("End of a function"), person=position.person, lead=position.organisation.name
    )


def _form_page(request: HttpRequest, form: Any, *, heading: str, person: Person, lead: str = "") -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "over": person.name,
        "lead": lead,
        "back_url": person.get_absolute_url(),
        **_place(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _place() -> dict[str, str]:
    """Where a form of a person stands: under the persons."""
    return {"list_label": _("Persons"), "list_url": reverse("stakeholders:persons")}
