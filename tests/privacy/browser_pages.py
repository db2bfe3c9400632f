"""Pages of privacy requests and retention, for the browser."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import PrivacyFile, PrivacyRequest
from accounts.roles import PRIVACY_OFFICER
from accounts.services import privacy_requests
from accounts.services.privacy_erasure import look_ahead
from core.models import RetentionRun
from core.periods import local_date
from stakeholders.models import Organisation, Person
from tests.browser.pages import Page

_NAME = "Femke Vondeling"


def _request(user: Any, kind: str, days: int = 3) -> PrivacyRequest:
    now = timezone.now()
    Person.objects.get_or_create(name=_NAME, email="femke@example.org", source="kaartje")
    Organisation.objects.get_or_create(name="Stichting Proef", notes=f"Bel {_NAME}.")
    values = {
        "kind": kind,
        "email": "femke@example.org",
        "asked_on": local_date(now) - timedelta(days=days),
        "ground": "access" if kind == "access" else "objection",
        "identity_check": "teruggebeld",
    }
    return privacy_requests.record_request(values=values, by=user, at=now)


def _prepared(user: Any, kind: str) -> PrivacyRequest:
    request, now = _request(user, kind), timezone.now()
    chosen = [found.key for found in privacy_requests.candidates(request)]
    look: dict[str, Any] = {"parts": [["Register", "Functies", 2]], "mentions": 3}
    if kind == "erasure":
        look = look_ahead(request, privacy_requests.subject_of(request, chosen), by=user, at=now)
    PrivacyFile.objects.create(
        request=request, made_at=now, expires_at=now + timedelta(days=14), chosen=chosen, look=look, package=b"PK"
    )
    PrivacyRequest.objects.filter(pk=request.pk).update(state="prepared")
    return request


def _retention(user: Any) -> str:
    now = timezone.now()
    for name, held in (("stakeholders.persons", False), ("core.mail", True)):
        more = {"held_at": now, "held_by": user, "held_reason": "onderzoek"} if held else {}
        RetentionRun.objects.create(name=name, reported_at=now, due=3, not_before=now + timedelta(days=7), **more)
    RetentionRun.objects.create(
        name="core.jobs", reported_at=now, due=3, not_before=now, carried_out_at=now, removed=3
    )
    return reverse("accounts:retention")


def _code(user: Any) -> str:
    request = _prepared(user, "access")
    return reverse("accounts:personal-data", args=[request.pk, privacy_requests.link_token(request.pk)])


PAGES = [
    Page("privacy-request-open", lambda user: _request(user, "access", 50).get_absolute_url(), PRIVACY_OFFICER),
    Page("privacy-request-ready", lambda user: _prepared(user, "access").get_absolute_url(), PRIVACY_OFFICER),
    Page(
        "privacy-request-erase",
        lambda user: reverse("accounts:privacy-request-erase", args=[_prepared(user, "erasure").pk]),
        PRIVACY_OFFICER,
    ),
    Page(
        "privacy-request-refuse",
        lambda user: reverse("accounts:privacy-request-refuse", args=[_request(user, "erasure").pk]),
        PRIVACY_OFFICER,
    ),
    Page("retention-filled", _retention, PRIVACY_OFFICER),
    Page(
        "retention-period",
        lambda user: reverse("accounts:retention-period", args=["stakeholders.persons"]),
        PRIVACY_OFFICER,
    ),
    Page("personal-data-code", _code, PRIVACY_OFFICER),
]
