"""The home page of whoever is signed in: what must I do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.access import signed_in
from core.registry import home_sources


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Cards by source; each source names the work of this user, most urgent first."""
    now = timezone.now()
    cards = [
        {"source": source, "items": source.find(request.user, now)}
        for source in home_sources
        if request.user.has_perm(source.permission)
    ]
    return render(request, "core/home.html", {"cards": cards, "now": now})
