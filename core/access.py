"""Who may open which view. Every view says so itself; a view that says nothing is refused.

Exactly one of three declarations stands above each view function (or is applied to `View.as_view()` in urls.py):
`@public`, `@signed_in` or `@requires("app.permission", …)`. Objects are fetched through one door per kind
(`get_…_for(user, …)` in the app's `access.py`): 404 for what a stranger may not know of, 403 for a known refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PUBLIC = "public"
SIGNED_IN = "signed in"

# Views of packages, which cannot carry a decorator: by the module that defines them.
_PACKAGE_ACCESS = {
    "allauth.account.": PUBLIC,
    "allauth.mfa.": PUBLIC,
    "allauth.socialaccount.": PUBLIC,
    "allauth.usersessions.": SIGNED_IN,
    "django.views.i18n": PUBLIC,
    "django.views.static": PUBLIC,
}


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to every active user, whatever the role."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def requires(*permissions: str) -> Callable[[View], View]:
    """Open to users who hold all of these permissions (`app_label.codename`)."""

    def decorate(view: View) -> View:
        view.access = permissions  # type: ignore[attr-defined]
        return view

    return decorate


def access_of(view: Any) -> str | tuple[str, ...] | None:
    """What a view declares: "public", "signed in", a tuple of permissions, or None when it says nothing."""
    declared: str | tuple[str, ...] | None = getattr(view, "access", None)
    if declared is None:
        view_class = getattr(view, "view_class", None)
        declared = getattr(view_class, "access", None)
        module = getattr(view_class or view, "__module__", "")
        for prefix, access in _PACKAGE_ACCESS.items():
            if declared is None and module.startswith(prefix):
                declared = access
    return declared


class AccessMiddleware:
    """Refuses every view that is not declared open to this user; asks the second factor first where it is required."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        access = access_of(view)
        if access == PUBLIC:
            return None
        if access is None:
            raise PermissionDenied("This view declares no access.")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if refusal := self._without_second_factor(request):
            return refusal
        if access == SIGNED_IN:
            return None
        if not request.user.has_perms(access):
            raise PermissionDenied("The role of this user does not open this page.")
        return None

    def _without_second_factor(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED:
            return None
        from allauth.mfa.utils import is_mfa_enabled

        if not is_mfa_enabled(request.user):
            return redirect(reverse("mfa_index"))
        return None
