"""Pages of the managed lists: kinds, domains, topics and tags."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.undo import offer_undo
from stakeholders import access, queries, services, undo
from stakeholders.forms import ManagedItemForm
from stakeholders.models import Domain, OrganisationKind, Tag, Topic

from .editing import TEMPLATE, save_or_explain

# Address → model, heading, what the list is for.
LISTS: dict[str, tuple[Any, Any, Any]] = {
    "soorten": (
        OrganisationKind,
        gettext_lazy("Kinds of organisations"),
        gettext_lazy("What an organisation is to us."),
    ),
    "domeinen": (Domain, gettext_lazy("Domains"), gettext_lazy("The parts of our work that something is about.")),
    "onderwerpen": (
        Topic,
        gettext_lazy("Topics"),
        gettext_lazy("On which organisations want to be consulted before something changes."),
    ),
    "labels": (Tag, gettext_lazy("Tags"), gettext_lazy("Labels of our own, to find organisations again.")),
}
_METHODS = ["GET", "HEAD", "POST"]


def _list(name: str) -> tuple[Any, Any, Any]:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


@requires(access.LISTS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists, each with how many items are in use."""
    found = [
        (reverse("stakeholders:list", args=[name]), heading, lead, model.objects.filter(is_active=True).count())
        for name, (model, heading, lead) in LISTS.items()
    ]
    return render(request, "stakeholders/lists.html", {"lists": found})


@requires(access.LISTS)
@require_safe
def items(request: HttpRequest, name: str) -> HttpResponse:
    """The items of one list in their order."""
    model, heading, lead = _list(name)
    context = {"name": name, "heading": heading, "lead": lead, "items": queries.used_items(model)}
    return render(request, "stakeholders/list.html", context)


@requires(access.LISTS)
@require_http_methods(_METHODS)
def item_add(request: HttpRequest, name: str) -> HttpResponse:
    """A new item at the end of a list."""
    model, heading, _lead = _list(name)
    form = ManagedItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if saved := save_or_explain(form, lambda: services.add_item(model=model, **values)):
            messages.success(request, _("“%(name)s” is added.") % {"name": saved})
            return redirect("stakeholders:list", name)
    return _form_page(request, form, name, _("New item"), heading)


@requires(access.LISTS)
@require_http_methods(_METHODS)
def item_edit(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Other names for an item; what it did before is below."""
    model, heading, _lead = _list(name)
    item = access.get_item_for(request.user, model, pk)
    form = ManagedItemForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(form, lambda: services.change_item(item=item, **values)):
            messages.success(request, _("Saved."))
            return redirect("stakeholders:list", name)
        item.refresh_from_db()
    return _form_page(request, form, name, str(item), heading, record=item)


def _form_page(
    request: HttpRequest, form: Any, name: str, heading: str, over: Any, record: Any = None
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "over": over,
        "list_label": _("Lists"),
        "list_url": reverse("stakeholders:lists"),
        "back_url": reverse("stakeholders:list", args=[name]),
        "record": record,
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@requires(access.LISTS)
@require_POST
def item_move(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """One place up or down."""
    model, _heading, _lead = _list(name)
    item = access.get_item_for(request.user, model, pk)
    services.move_item(item=item, up=request.POST.get("richting") == "op")
    return redirect(f"{reverse('stakeholders:list', args=[name])}#item-{pk}")


@requires(access.LISTS)
@require_POST
def item_use(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Out of use, or into use again; can be undone."""
    model, _heading, _lead = _list(name)
    item = access.get_item_for(request.user, model, pk)
    wanted = request.POST.get("gebruik") == "ja"
    services.use_item(item=item, is_active=wanted)
    text = _("“%(name)s” is in use again.") if wanted else _("“%(name)s” is no longer offered.")
    payload = {"model": model._meta.model_name, "pk": item.pk, "is_active": not wanted}
    offer_undo(request, name=undo.LIST_ITEM, payload=payload, text=text % {"name": item})
    return redirect("stakeholders:list", name)
