"""Letters for whoever has no e-mail address: one PDF with a QR code each, kept for a day.

The links stand in the PDF only. It is made from the frame and the link key, and removed with the next sweep after 24
hours, when the wave closes, or at once when there is nothing to answer any more.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from core.jobs import JobRefused, report_progress
from core.models import Job
from measurements.choices import Reach, State
from measurements.domain.default_texts import fill
from measurements.domain.instrument import is_right_to_left
from measurements.models import FrameMember, Wave

from .secrets import token_for
from .words import words_of

KIND = "measurements.letters"
TEMPLATE = "measurements/letters.typ"
KEPT = timedelta(hours=24)
MOST_LETTERS = 1000
_STEP = 25
# The letter type of the house has no signs for these, beside those written from right to left.
_NO_LETTER_TYPE = ("ti", "am")


def letter_members(wave: Wave) -> QuerySet[FrameMember]:
    """Who gets a letter: an address on paper and none by mail, an invitation, not opted out.

    Whether somebody has answered makes no difference, so that a pile of letters says nothing about that.
    """
    return FrameMember.objects.filter(
        wave=wave, email="", invitation__isnull=False, reach=Reach.REACHABLE
    ).select_related("invitation")


def make_letters(job: Job) -> dict[str, Any]:
    """Make the PDF for whoever asked. Raises JobRefused when there is nothing to send any more."""
    wave = Wave.objects.filter(pk=job.parameters["wave"], state=State.OPEN).first()
    if wave is None or not job.started_by.has_perm("measurements.manage_waves"):
        raise JobRefused(_("Letters can only be made while the measurement is open."))
    members = list(letter_members(wave)[: MOST_LETTERS + 1])
    if not members:
        raise JobRefused(_("Everybody who can be reached has an e-mail address; there are no letters to make."))
    if len(members) > MOST_LETTERS:
        raise JobRefused(_("There are more than %(number)d letters. Make a smaller list.") % {"number": MOST_LETTERS})
    unreadable = {member.language for member in members if _has_no_type(member.language)}
    if unreadable:
        raise JobRefused(
            _("There is no letter type for these languages: %(languages)s.") % {"languages": ", ".join(unreadable)}
        )
    at = job.started_at or job.created_at
    words, letters = words_of(wave), []
    for number, member in enumerate(members):
        if number % _STEP == 0:
            report_progress(job, done=number, total=len(members), message=_("Making the letters"))
        letters.append(_letter(wave, member, words[member.language]))
    content = _render(letters, wave=wave, at=at)
    report_progress(job, done=len(members), total=len(members))
    job.output.save(f"brieven-{wave.pk}.pdf", ContentFile(content), save=False)
    return {"letters": len(letters)}


def _has_no_type(language: str) -> bool:
    return is_right_to_left(language) or language in _NO_LETTER_TYPE


def _letter(wave: Wave, member: FrameMember, words: dict[str, str]) -> dict[str, Any]:
    token = token_for(wave.key_name, member.invitation.number)
    link = f"{settings.SITE_URL}/s/{token}/?taal={member.language}"
    with translation.override(member.language):
        closes_on = formats.date_format(timezone.localtime(wave.closes_at), "DATE_FORMAT") if wave.closes_at else "…"
        labels = {"scan": _("Scan this code with your phone, or type this address:"), "alt": _("QR code of your link")}
    values = {
        "name": member.name,
        "organisation": member.organisation,
        "title": wave.title,
        "closes_on": closes_on,
    }
    return {
        "to": [line for line in (member.name, *member.address.splitlines()) if line.strip()],
        "language": member.language,
        "paragraphs": fill(words["letter"], values, member.language).split("\n\n"),
        "privacy": words["privacy"],
        "qr": _qr(link),
        # Shorter to type: without the scheme and the language.
        "link": f"{urlsplit(settings.SITE_URL).netloc}/s/{token}/",
        **labels,
    }


def _qr(link: str) -> str:
    """The link as SVG."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=4, border=2)
    return out.getvalue().decode()


def _render(letters: list[dict[str, Any]], *, wave: Wave, at: datetime) -> bytes:
    from core.pdf import render_pdf

    data = {
        "title": _("Letters: %(title)s") % {"title": wave.title},
        "agency": settings.AGENCY_NAME,
        "language": wave.default_language,
        "on": formats.date_format(timezone.localdate(at), "DATE_FORMAT"),
        "letters": letters,
    }
    return render_pdf(template=TEMPLATE, data=data, at=at)


def remove_old_letters(*, at: datetime) -> int:
    """Remove letters a day after they were made, or once their wave takes no answers; returns how many files."""
    removed = 0
    for job in Job.objects.filter(kind=KIND, finished_at__isnull=False).exclude(output=""):
        is_open = Wave.objects.filter(pk=job.parameters["wave"], state=State.OPEN).exists()
        if is_open and job.finished_at and job.finished_at > at - KEPT:
            continue
        job.output.delete(save=False)
        Job.objects.filter(pk=job.pk).update(output="")
        removed += 1
    return removed
