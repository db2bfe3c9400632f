"""The recorded history of every kind of record, for the privacy officer: search, and one record at a time."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.forms import HistorySearchForm
from accounts.histories import describe, history_without_content, kinds, search
from core.access import requires

_reads_histories = requires("accounts.read_histories")
_PER_PAGE = 25


@_reads_histories
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Choose a kind of record, search by name, address or number."""
    form = HistorySearchForm(request.GET or None)
    chosen, words = kinds()[0][0], ""
    if form.is_valid():
        chosen, words = form.cleaned_data["kind"] or chosen, form.cleaned_data["q"]
    page = Paginator(search(chosen, words), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form if form.is_bound else HistorySearchForm(initial={"kind": chosen}),
        "page": page,
        "found": describe(chosen, list(page.object_list)),
        "words": words,
    }
    return render(request, "accounts/histories.html", context, status=400 if form.errors else 200)


@_reads_histories
@require_safe
def detail(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Who changed what in one record, and when."""
    return render(request, "accounts/history.html", {"history": history_without_content(kind, key)})
