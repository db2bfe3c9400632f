"""A menu and a home page with work on it, for the pages of shared parts."""

from contextlib import contextmanager
from datetime import date
from unittest import mock

from core.registry import HomeSource, MenuItem, WorkItem, home_sources, menu_items

PERMISSION = "stijl.zien"
WORK = [
    WorkItem(
        "Wachttijd aan de telefoon, gemeld door een gemeente",
        "#",
        date(2026, 11, 17),
        "te laat",
        "negative",
        "Signaal",
    ),
    WorkItem(
        "Formulier voor gezinshereniging is onduidelijk", "#", date(2026, 11, 25), "in behandeling", "info", "Signaal"
    ),
    WorkItem("Compliment over de klantarena in Ter Apel", "#", date(2026, 12, 2), "nieuw", "info", "Signaal"),
]
PROMISES = [
    WorkItem("Instroomcijfers sturen aan Stichting Voorbeeld", "#", date(2026, 11, 24), "bijna", "warning", "Belofte")
]


@contextmanager
def furnished():
    """Fill the slots for the length of a test."""
    menu = [
        MenuItem("s1", "Mijn werk", "home", prefix="/nergens/"),
        MenuItem("s2", "Organisaties", "accessibility", prefix="/stijl/"),
        MenuItem("s3", "Metingen", "privacy", prefix="/nergens/"),
        MenuItem("s4", "Signalen", "account_change_password", prefix="/nergens/"),
        MenuItem("s5", "Dashboard", "mfa_index", prefix="/nergens/"),
        MenuItem("s6", "Rapporten", "usersessions_list", prefix="/nergens/"),
    ]
    sources = [
        HomeSource(
            "s1",
            "Signalen die wachten",
            lambda user, at: WORK,
            PERMISSION,
            action_label="Alle signalen",
            action_url_name="home",
        ),
        HomeSource("s2", "Beloften die bijna verlopen", lambda user, at: PROMISES, PERMISSION),
        HomeSource(
            "s3",
            "Rapporten om goed te keuren",
            lambda user, at: [],
            PERMISSION,
            empty="Het rapport van oktober is goedgekeurd.",
        ),
    ]
    with (
        mock.patch.dict(menu_items._items, {item.name: item for item in menu}, clear=True),
        mock.patch.dict(home_sources._items, {source.name: source for source in sources}, clear=True),
        mock.patch("accounts.models.User.has_perm", return_value=True),
    ):
        yield
