"""Pages of the house itself, for the browser."""

from tests.browser.pages import Page


def at(path):
    """A page that needs nothing prepared."""
    return lambda user: path


PAGES = [
    Page("house-home", at("/"), role="communications"),
    Page("house-accessibility", at("/toegankelijkheid/")),
    Page("house-privacy", at("/privacy/")),
    Page("house-sign-in", at("/account/login/")),
    Page("house-password", at("/account/password/change/"), role="communications"),
    Page("house-second-factor", at("/account/2fa/"), role="communications"),
    Page("house-sessions", at("/account/sessions/"), role="communications"),
    Page("house-not-found", at("/bestaat-niet/"), role="communications", status=404),
]
