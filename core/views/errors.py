"""Error pages: plain words, the right status code, what to do next."""

import sys

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or in a browser without cookies."""
    return render(request, "403.html", {"csrf": True}, status=403)


def unavailable() -> HttpResponse:
    """The plain page for the time that the database cannot be reached; the next request connects anew."""
    for connection in connections.all():
        connection.close_if_unusable_or_obsolete()
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "30"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Our own error, wherever it arose: 503 when the database is away (also while the session is read), else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable()
    return server_error(request)
