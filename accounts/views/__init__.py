"""Pages of users, access and the audit trail."""

from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """The name of the page, as the audit trail keeps it."""
    return request.resolver_match.view_name if request.resolver_match else ""
