"""Signing in and out: the URLs of allauth that this product offers."""

from collections.abc import Iterable

from allauth.account.urls import urlpatterns as account_patterns
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as oidc_patterns
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from core.access import public

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


def _offered(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The patterns, with their names (allauth reverses them) and a 404 behind those that are not offered."""
    return [
        URLPattern(pattern.pattern, not_offered, name=pattern.name) if pattern.name in _NOT_OFFERED else pattern
        for pattern in patterns
    ]


urlpatterns = [
    path("", include(_offered(account_patterns))),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include(oidc_patterns)),
    path("sessions/", include("allauth.usersessions.urls")),
]
