"""A Chromium for the browser tests: one per run, a fresh context per test, against a live server on this machine."""

import os
from dataclasses import dataclass, field

import pytest

from accounts.models import User
from ind_reputation.runner.pytest_browser import find_chromium
from tests.browser.chromium import FLAGS
from tests.browser.people import user_with

# Playwright's synchronous interface runs an event loop in this thread, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

RECORD_VIOLATIONS = """
  window.cspViolations = [];
  document.addEventListener("securitypolicyviolation", function (event) {
    window.cspViolations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile);
  });
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Every test here needs a browser; the runner's plugin skips them, loudly, where there is none."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """A browser window with everything it complained about."""

    context: object
    page: object
    origin: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path, *, expect=200):
        """Go to a path of the live server and check the status."""
        response = self.page.goto(self.origin + path)
        assert response.status == expect, f"{path}: {response.status}"
        return self.page

    def take_complaints(self):
        """What the browser complained about and loaded from elsewhere since the last time."""
        taken = [*self.complaints, *(f"other host: {address}" for address in self.foreign)]
        self.complaints.clear()
        self.foreign.clear()
        return taken

    def resize(self, width):
        """A phone is 320 wide, a desk 1280; until the page has taken that width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.wait_for_function("width => window.innerWidth === width", arg=width, polling=20)


@pytest.fixture
def site(live_server):
    """The address by name: passkeys and cookies behave on `localhost` as they do on a real host."""
    return f"http://localhost:{live_server.thread.port}"


@pytest.fixture(scope="session")
def shared_windows():
    """Windows by kind, kept for the whole run: starting one costs more than all that is checked in it."""
    return {}


@pytest.fixture
def visit(browser, site, shared_windows):
    """Open a window: `visit()` as a stranger, `visit(user)` signed in, `visit(scripts=False)` without JavaScript.

    The first window of a kind is one that earlier tests had, without their cookies, storage and pages; others in the
    same test are new.
    """
    opened = []

    def start(user=None, *, width=1280, scripts=True, language="nl-NL"):
        kind = (scripts, language)
        page = shared_windows.pop(kind, None)
        if page is None or page.is_closed():
            context = browser.new_context(java_script_enabled=scripts, locale=language, service_workers="block")
            if scripts:
                context.add_init_script(RECORD_VIOLATIONS)
            page = context.new_page()
            # A style sheet whose loading an earlier test cut off would be waited for in the cache.
            context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        if user is not None:
            sign_in(page.context, site, user)
        page.set_viewport_size({"width": width, "height": 800})
        visitor = Visitor(page.context, page, site)
        listeners = {
            "console": lambda message: note(visitor, message),
            "pageerror": lambda error: visitor.complaints.append(f"error: {error}"),
            "request": lambda request: note_request(visitor, request),
        }
        for name, listener in listeners.items():
            page.on(name, listener)
        opened.append((kind, page, listeners))
        return visitor

    yield start
    for kind, page, listeners in opened:
        if kind in shared_windows or page.is_closed():
            page.context.close()
            continue
        for name, listener in listeners.items():
            page.remove_listener(name, listener)
        forget(page)
        shared_windows[kind] = page


def forget(page):
    """Leave nothing of a test in its window: cookies, storage, other windows, the page itself."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    if page.url != "about:blank":
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.context.clear_cookies()


def note(visitor, message):
    """Keep warnings and errors of the console; the refused page itself (404, 403) is no complaint."""
    if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
        visitor.complaints.append(f"{message.type}: {message.text}")


def note_request(visitor, request):
    """Keep every address that is not ours."""
    if not request.url.startswith((visitor.origin, "data:", "blob:")):
        visitor.foreign.append(request.url)


def sign_in(context, site, user):
    """Sign a user in by a session of its own, without the form."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": site,
            }
        ]
    )


@pytest.fixture
def person(transactional_db):
    """`person("communications")`: a user with that role; `person()` one without any."""

    def make(*roles) -> User:
        return user_with(*roles)

    return make


@pytest.fixture
def styleguide(settings):
    """Serve the page of every shared part beside the product, with a full menu and a home page with work on it."""
    from tests.interface.furnishing import furnished

    settings.ROOT_URLCONF = "tests.interface.styleguide"
    with furnished():
        yield
