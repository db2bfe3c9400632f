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
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

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


def before_second_factor(view: View) -> View:
    """Mark a page (declared as well) that somebody who still lacks the required second factor may open."""
    view.before_second_factor = True  # type: ignore[attr-defined]
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
    """Refuses every view that is not declared open to this user; the second factor, where required, comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Let through, send to sign in or to the second factor, or raise PermissionDenied."""
        access = access_of(view)
        if access is None:
            raise PermissionDenied("This view declares no access.")
        if access != PUBLIC and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _waits_for_second_factor(view, access) and lacks_second_factor(request.user):
            return redirect(settings.SECOND_FACTOR_URL)
        if access in (PUBLIC, SIGNED_IN):
            return None
        if not request.user.has_perms(access):
            raise PermissionDenied("The role of this user does not open this page.")
        return None


def _waits_for_second_factor(view: Any, access: str | tuple[str, ...]) -> bool:
    """Whether somebody without the required factor is sent away: not from public pages or where it is set up."""
    if getattr(view, "before_second_factor", False):
        return False
    view_class = getattr(view, "view_class", view)
    module = getattr(view_class, "__module__", "")
    if module.startswith("allauth."):
        return not module.startswith("allauth.mfa.") and view_class.__name__ not in _BEFORE_SECOND_FACTOR
    return access != PUBLIC


# Views of allauth that belong to signing in and out.
_BEFORE_SECOND_FACTOR = {"LoginView", "LogoutView", "ReauthenticateView", "AccountInactiveView"}


def lacks_second_factor(user: Any) -> bool:
    """Whether this signed-in user must still set up a second factor (recovery codes alone are none)."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
