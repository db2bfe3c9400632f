"""Middleware of the house: plain 503 without a database, response headers, and the short way for respondent pages."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pghistory
import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve
from django.utils import translation
from django.views.defaults import server_error

from core.views.errors import unavailable

log = structlog.get_logger("ind.respondent")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Pages of people without an account: no session, cookie, message, history or request log.
RESPONDENT_PREFIXES = ("/s/", "/afmelden/", "/v/", "/volg/", "/signaal/", "/uitnodiging/", "/samen/")


class DatabaseUnavailableMiddleware:
    """Answers 503 with a plain page while the database cannot be reached; recovers by itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database."""
        # What fails before the view (reading the session) comes to core.views.errors.failed.
        return unavailable() if isinstance(error, OperationalError | InterfaceError) else None


class HeadersMiddleware:
    """Sets the headers that Django does not set itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RespondentMiddleware:
    """Serves respondent, signal and follow pages without the middleware that comes after it.

    These pages set and read no cookie, so there is nothing by which a visit could be tied to a person: no session,
    no sign-in, no messages, no history context and no request log. The secret in the path or form body is their
    only credential, so there is no ambient authority that a forged request could borrow (no CSRF token needed).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(RESPONDENT_PREFIXES):
            return self.get_response(request)
        # The log says nothing of what the same process did for somebody else.
        structlog.contextvars.clear_contextvars()
        with translation.override(settings.LANGUAGE_CODE):
            response = self._serve(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _serve(self, request: HttpRequest) -> HttpResponseBase:
        from core.access import PUBLIC, access_of

        try:
            language = request.GET.get("taal") or request.POST.get("taal") or ""
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
            # A link that lost its last slash in a mail program is the same link, and never redirected.
            path = request.path_info
            match = resolve(path if path.endswith("/") else f"{path}/")
            request.resolver_match = match
            if access_of(match.func) != PUBLIC:
                raise Http404
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            render: Any = getattr(response, "render", None)
            if callable(render):
                response = render()
        except (OperationalError, InterfaceError):
            return unavailable()
        except _REFUSALS as refusal:
            return response_for_exception(request, refusal)
        except UnreadablePostError:
            return HttpResponse(status=400)  # the visitor has gone
        except Exception as error:
            return _failed_quietly(request, error)
        return response


# What a visitor did wrong; Django has an answer to each. Everything else is our own error.
_REFUSALS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)


def _failed_quietly(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own error: its kind and place go to the log, never its words, which may be those of a respondent."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("respondent_page_failed", error=type(error).__name__, places=places[-4:])
    return server_error(request)


class HistoryMiddleware:
    """Gives the database triggers of the history who is acting and on which page (its route name, never the path)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user_id = request.user.pk if request.user.is_authenticated else None
        try:
            route = resolve(request.path_info).view_name
        except Http404:
            route = ""
        with pghistory.context(user=user_id, route=route):
            return self.get_response(request)
