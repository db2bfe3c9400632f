"""Pages of users, access and the audit trail."""

from django.http import HttpRequest

from accounts.models import User


def origin_of(request: HttpRequest) -> str:
    """The name of the page, as the audit trail keeps it."""
    return request.resolver_match.view_name if request.resolver_match else ""


def acting_user(request: HttpRequest) -> User:
    """Who is signed in; only for views that are not public."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the access middleware let nobody else in
    return user
