"""Signing in and out: the URLs of allauth that this product offers."""

from collections.abc import Iterable

from allauth.account.urls import urlpatterns as account_patterns
from allauth.account.views import login
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, include, path
from requests import RequestException

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


@public
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the identity provider; when it does not answer, a page that says so."""
    try:
        response: HttpResponseBase = oidc.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
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
    path("oidc/<str:provider_id>/login/", to_provider, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("sessions/", include("allauth.usersessions.urls")),
]
