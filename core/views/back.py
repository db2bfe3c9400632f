"""Where a small action returns to: the page it stood on, never another site."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def back_or_home(request: HttpRequest) -> str:
    """The path given as `next`, else the page the request came from, else the home page."""
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path.startswith("/"):
        return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return reverse("home")
