"""Middleware of the house: response headers, the short way for respondent pages, and who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Pages of people without an account: no session, cookie, message, history or request log.
RESPONDENT_PREFIXES = ("/s/", "/v/", "/volg/", "/signaal/")


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
        language = request.GET.get("taal") or request.POST.get("taal") or ""
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            return self._serve(request)

    def _serve(self, request: HttpRequest) -> HttpResponseBase:
        from core.access import PUBLIC, access_of

        try:
            if not request.path_info.endswith("/"):
                raise Http404
            match = resolve(request.path_info)
            request.resolver_match = match
            if access_of(match.func) != PUBLIC:
                raise Http404
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            render: Any = getattr(response, "render", None)
            if callable(render):
                response = render()
        except Exception as error:
            response = response_for_exception(request, error)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response


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
