"""Error pages: plain words, the right status code, what to do next."""

import sys

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 30


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or in a browser without cookies."""
    return render(request, "403.html", {"csrf": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever a view or a middleware did not expect; without a database a 503 that asks to come back.

    Django calls this while the exception is being handled, wherever it was raised: session, sign-in, access or view.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return _database_unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def _database_unavailable() -> HttpResponse:
    """The plain page. The dead connection is let go, so that the next request makes a new one."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
