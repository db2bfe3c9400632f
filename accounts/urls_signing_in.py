"""Signing in and out: the URLs of allauth that this product offers."""

from collections.abc import Iterable

from allauth.account.urls import urlpatterns as account_patterns
from allauth.account.views import login
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as oidc_patterns
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, include, path

from core.access import public

from .views.first_run import waits_for_administrator

# An administrator invites and changes addresses; nobody signs up or confirms an address here.
_NOT_OFFERED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
}


@public
def not_offered(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """What allauth can do and this product does not."""
    raise Http404


@public
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Signing in; in an empty installation the page that makes the administrator comes first."""
    if request.method == "GET" and waits_for_administrator():
        return redirect("accounts:first-run")
    response: HttpResponseBase = login(request)
    return response


def _offered(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The patterns with their names (allauth reverses them), some with another view behind them."""
    other = {**dict.fromkeys(_NOT_OFFERED, not_offered), "account_login": sign_in}
    return [
        URLPattern(pattern.pattern, other[pattern.name], name=pattern.name) if pattern.name in other else pattern
        for pattern in patterns
    ]


urlpatterns = [
    path("", include(_offered(account_patterns))),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include(oidc_patterns)),
    path("sessions/", include("allauth.usersessions.urls")),
]
