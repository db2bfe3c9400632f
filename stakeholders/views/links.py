"""Linking an organisation to any other record of the house."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import requires
from core.undo import offer_undo
from stakeholders import access, queries, services, undo
from stakeholders.forms import LinkForm, LinkSearchForm

from .editing import save_or_explain

_SHOWN = 20


@requires(access.VIEW, access.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def link_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a record (by GET) and link it (by POST)."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    targets = queries.searchable_targets(user=request.user)
    search = LinkSearchForm(request.GET or None, targets=targets)
    hits = None
    if search.is_bound and search.is_valid():
        target = next(item for item in targets if item.name == search.cleaned_data["soort"])
        hits = [item for item in target.search(request.user, search.cleaned_data["q"], _SHOWN) if item != organisation]
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        target = next((item for item in targets if item.name == form.cleaned_data["soort"]), None)
        record = target and access.get_linkable_for(request.user, target, form.cleaned_data["record"])
        if not record:
            raise Http404
        note = form.cleaned_data["note"]
        if save_or_explain(
            form,
            lambda: services.link(source=organisation, target=record, note=note, by=request.user, at=timezone.now()),
        ):
            messages.success(request, _("Linked to “%(name)s”.") % {"name": record})
            return redirect(f"{organisation.get_absolute_url()}#verbonden")
    context = {"organisation": organisation, "search": search, "form": form, "hits": hits}
    return render(request, "stakeholders/link.html", context, status=422 if form.errors else 200)


@requires(access.VIEW, access.EDIT)
@require_POST
def link_remove(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a link of an organisation away; can be undone."""
    organisation = access.get_organisation_for(request.user, pk, permission=access.EDIT)
    found = access.get_link_for(request.user, organisation, link)
    payload = undo.removal_of(found)
    services.unlink(link=found)
    offer_undo(request, name=undo.REMOVE, payload=payload, text=_("The link is taken away."))
    return redirect(f"{organisation.get_absolute_url()}#verbonden")
