"""The file for a person who asks what we keep: readable (PDF) and machine-readable (JSON), in one zip."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import PrivacyFile, PrivacyRequest
from accounts.models.privacy import Kind, RequestState
from core.erasing import count_text
from core.jobs import report_progress
from core.models import Job
from core.pdf import render_pdf
from core.registry import DataSubject, personal_data

from . import privacy_erasure
from .privacy_requests import note, subject_of, terms_for

KEPT = timedelta(days=14)
_TEMPLATE = "accounts/privacy/personal_data.typ"
_OF_A_RECORD = {"name", "email", "phone", "source", "to_name", "to_address"}

Gathered = list[dict[str, Any]]


def gather(subject: DataSubject) -> Gathered:
    """Everything each app keeps as a record of the person: app, heading, rows."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    asked = [(email, None) for email in subject.emails] + [("", person) for person in subject.persons]
    for source in personal_data:
        for email, person in asked:
            for heading, rows in source.find(email, person):
                kept = found.setdefault((str(source.label), heading), [])
                kept += [row for row in rows if row not in kept]
    return [{"app": app, "heading": heading, "rows": rows} for (app, heading), rows in found.items()]


def make_package(
    request: PrivacyRequest, gathered: Gathered, mentions: list[dict[str, Any]], *, at: datetime
) -> bytes:
    """The zip: `gegevens.pdf` and `gegevens.json`."""
    explained = [
        _("This is what %(agency)s keeps about you in its administration of stakeholders and signals.")
        % {"agency": settings.AGENCY_NAME},
        _("You may ask us to correct or erase it. You may also complain to the Dutch Data Protection Authority."),
    ]
    data = {
        "title": _("Your data"),
        "agency": settings.AGENCY_NAME,
        "language": settings.LANGUAGE_CODE,
        "made": _("Made on %(day)s, request %(number)s")
        % {"day": date_format(timezone.localtime(at), "DATE_FORMAT"), "number": request.pk},
        "explained": explained,
        "sections": [
            {
                "app": part["app"],
                "heading": part["heading"],
                "rows": [[[label, value] for label, value in row.items() if value] for row in part["rows"]],
            }
            for part in gathered
        ],
        "mentions_heading": _("Texts of others in which you are named"),
        "mentions_text": _(
            "These texts may also be about others, so they are not in this file. Ask us when you want to know more."
        ),
        "mentions": [[line["place"], str(line["rows"])] for line in mentions],
    }
    machine = {"made_at": at.isoformat(), "request": request.pk, "data": gathered, "mentions": mentions}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.pdf", render_pdf(template=_TEMPLATE, data=data, at=at))
        archive.writestr("gegevens.json", json.dumps(machine, ensure_ascii=False, indent=1))
    return target.getvalue()


def run_prepare(job: Job) -> dict[str, Any]:
    """Job: gather the file of a request, or look ahead at its erasure. What fails leaves the request as it was."""
    request = PrivacyRequest.objects.get(pk=job.parameters["request"])
    if request.state != RequestState.PREPARING:
        return {"request": request.pk}
    at = job.started_at or job.created_at
    try:
        look, package = _prepare(request, job, at=at)
    except Exception:
        PrivacyRequest.objects.filter(pk=request.pk, state=RequestState.PREPARING).update(state=RequestState.OPEN)
        raise
    with transaction.atomic():
        PrivacyFile.objects.update_or_create(
            request=request,
            defaults={
                "made_at": at,
                "expires_at": at + KEPT,
                "chosen": job.parameters["chosen"],
                "look": look,
                "package": package,
                "code_hash": "",
                "wrong_codes": 0,
            },
        )
        PrivacyRequest.objects.filter(pk=request.pk, state=RequestState.PREPARING).update(state=RequestState.PREPARED)
        note(request, by=job.started_by, at=at, origin=job.kind, detail=_("prepared"))
    return {"request": request.pk}


def _prepare(request: PrivacyRequest, job: Job, *, at: datetime) -> tuple[dict[str, Any], bytes | None]:
    subject = subject_of(request, job.parameters["chosen"])
    if request.kind == Kind.ERASURE:
        steps = itertools.count()

        def tell(message: str) -> None:
            report_progress(job, done=next(steps), total=3, message=message)

        return privacy_erasure.look_ahead(request, subject, by=job.started_by, at=at, tell=tell), None
    report_progress(job, done=1, total=3, message=_("Gathering the data"))
    gathered = gather(subject)
    counted: dict[str, int] = {}
    for found in count_text(terms_for(request, subject)):
        # The own record of the person stands above; this is about what others wrote.
        if found.column not in _OF_A_RECORD:
            counted[found.place] = counted.get(found.place, 0) + found.rows
    mentions = [{"place": place, "rows": rows} for place, rows in counted.items()]
    report_progress(job, done=2, total=3, message=_("Writing"))
    package = make_package(request, gathered, mentions, at=at)
    look = {
        "parts": [[part["app"], part["heading"], len(part["rows"])] for part in gathered],
        "mentions": sum(counted.values()),
    }
    return look, package
