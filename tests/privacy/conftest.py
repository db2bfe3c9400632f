"""One person who stands everywhere: registry, signals, mails, drafts, jobs, files, a measurement."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from accounts.models import PrivacyRequest
from accounts.models.privacy import Ground, Kind
from accounts.services import privacy_requests
from core.drafts import save_draft
from core.jobs import run_job
from core.mail import Recipient, compose, send_due
from core.models import Job, Mailing
from core.periods import local_date
from feedback.models import Addition, Giver, Signal, SignalState
from stakeholders import services
from stakeholders.models import Organisation, Person

from .everywhere import put_everywhere
from .names import EMAIL, NAME, PHONE


@pytest.fixture
def person(now, privacy_officer, settings, tmp_path) -> Person:
    """Femke, with everything that is kept of her."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
    organisation = Organisation.objects.create(name="Stichting Proef", notes=f"Bel {NAME} op 06-12345678.")
    femke = services.create_person(
        values={"name": NAME, "email": "femke@oud.example.org", "phone": PHONE, "source": f"kaartje van {NAME}"}
    )
    services.change_person(person=femke, version=1, values={"email": EMAIL})
    services.add_position(person=femke, organisation=organisation, title="Bestuurder", from_on=date(2024, 1, 1))
    signal = Signal.objects.create(
        kind="complaint", source="form", title=f"Klacht van {NAME}", text=f"Groet,\n{NAME}\n{EMAIL}",
        received_on=local_date(now), confirm_by=local_date(now), tell_by=local_date(now),
    )  # fmt: skip
    giver = Giver.objects.create(signal=signal, name=NAME, email=EMAIL, phone="+31 6 12345678", wants_mail=True)
    Addition.objects.create(giver=giver, text=f"Nogmaals {NAME}", added_on=local_date(now))
    SignalState.objects.create(signal=signal, state="received", on=local_date(now), note=f"Gebeld met {NAME}")
    compose(
        kind="test",
        subject=f"Beste {NAME}",
        recipients=[Recipient(EMAIL, f"Dag {NAME}", name=NAME)],
        at=now,
        hold=False,
    )
    Mailing.objects.update(send_at=now)
    send_due(at=now)
    save_draft(user=privacy_officer, key="x:1", data={"text": [f"Gesproken met\n{NAME}"]}, at=now)
    job = Job(kind="test", title=f"Lijst van {NAME}", started_by=privacy_officer, created_at=now)
    job.state, job.finished_at = Job.State.DONE, now
    job.upload.save("lijst.csv", ContentFile(f"naam;mail\n{NAME};{EMAIL}\n".encode()), save=False)
    job.result = {"preview": [f"{NAME}, {EMAIL}"]}
    job.save()
    return Person.objects.get(pk=femke.pk)


@pytest.fixture
def everywhere(person, now, account_manager, make_user) -> Person:
    """Femke, who is in every table of the registry too."""
    successor = make_user("account_manager", name="Opvolger")
    put_everywhere(person, colleague=account_manager, successor=successor, at=now)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def ask(now, privacy_officer):
    """Records a request about Femke: `ask("erasure")`."""

    def record(kind: str, **values: object) -> PrivacyRequest:
        return privacy_requests.record_request(
            values={
                "kind": kind,
                "email": EMAIL,
                "asked_on": local_date(now) - timedelta(days=3),
                "asked_by": "person",
                "ground": Ground.ACCESS if kind == Kind.ACCESS else Ground.OBJECTION,
                "identity_check": "teruggebeld",
                **values,
            },
            by=privacy_officer,
            at=now,
        )

    return record


@pytest.fixture
def prepared(ask, now, privacy_officer):
    """Records and prepares a request, for the places that are surely the person."""

    def make(kind: str, **values: object) -> PrivacyRequest:
        request = ask(kind, **values)
        chosen = [
            found.key for found in privacy_requests.candidates(request) if privacy_requests.is_sure(found, request)
        ]
        job = privacy_requests.prepare(request=request, chosen=chosen, by=privacy_officer, at=now)
        run_job(job_id=str(job.pk), at=now)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.message
        request.refresh_from_db()
        return request

    return make


def data_files() -> list[Path]:
    """Every file in the data directory."""
    return [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
