"""The demo's privacy request: somebody invented asked what we keep, and got it."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.periods import local_date
from core.registry import DemoLoader, demo_loaders

from .models import PrivacyRequest, User
from .models.privacy import AskedBy, Ground, Kind, RequestState
from .roles import PRIVACY_OFFICER
from .services import privacy_requests


def load(at: datetime) -> None:
    """One finished request of last month and one that waits, once."""
    officer = User.objects.filter(email="privacy.officer@demo.example", groups__name=PRIVACY_OFFICER).first()
    if officer is None or PrivacyRequest.objects.exists():
        return
    asked = at - timedelta(days=40)
    values = {
        "kind": Kind.ERASURE,
        "email": "noor.verzonnen@voorbeeld.example",
        "name": "Noor Verzonnen",
        "asked_on": local_date(asked),
        "asked_by": AskedBy.PERSON,
        "ground": Ground.OBJECTION,
        "identity_check": "Mail van het bekende adres, teruggebeld.",
    }
    done = privacy_requests.record_request(values=values, by=officer, at=asked)
    subject = privacy_requests.subject_of(done, ())
    done.state = RequestState.DONE
    done.outcome = {
        "records": [["Uitgaande mail", "berichten", 2]],
        "texts": [["organisatie: notities", 1, False], ["organisatie: notities", 2, True]],
        "files": 1,
        "kept": [
            ["Uitgaande mail", "Dat er een bericht is verstuurd, en wanneer", "Het zegt niet meer aan wie of wat."]
        ],
        "left": 0,
    }
    privacy_requests.finish(done, subject=subject, at=asked + timedelta(days=6))
    privacy_requests.note(done, by=officer, at=asked + timedelta(days=6), action="erased", origin="demo")
    privacy_requests.record_request(
        values={
            **values,
            "kind": Kind.ACCESS,
            "ground": Ground.ACCESS,
            "email": "test.contact1@voorbeeld.example",
            "name": "",
            "asked_on": local_date(at - timedelta(days=20)),
        },
        by=officer,
        at=at - timedelta(days=20),
    )


demo_loaders.register(DemoLoader("accounts.privacy", load, order=90))
