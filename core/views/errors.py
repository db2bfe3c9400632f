"""Error pages: plain words, the right status code, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or in a browser without cookies."""
    return render(request, "403.html", {"csrf": True}, status=403)
