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
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return reverse("home")
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    # A path that begins with two slashes is another site to a browser.
    is_ours = came_from.netloc == request.get_host() and path.startswith("/")
    return path if is_ours and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else reverse("home")
