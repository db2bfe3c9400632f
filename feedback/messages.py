"""The words in which a giver is told: built from the decision, in the giver's language."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .choices import Extent
from .models import Giver, Signal


def extent_sentence(extent: str, *, part: str = "") -> str:
    """What we do with it, in one sentence, in the current language."""
    return {
        Extent.ADOPTED: _("We are going to do this."),
        Extent.PARTLY: _("We are going to do a part of this: %(part)s") % {"part": part},
        Extent.NOT: _("We are not going to do this."),
        Extent.ALREADY: _("This is already so."),
        Extent.NOT_OURS: _("This is not for us to decide."),
    }[Extent(extent)]


def when_words(effective_on: date | None, *, is_month: bool) -> str:
    """The date or month in words, in the current language; empty without one."""
    if effective_on is None:
        return ""
    return date_format(effective_on, "F Y" if is_month else "DATE_FORMAT")


def answer_text(
    *,
    language: str,
    extent: str,
    reason: str,
    part: str = "",
    effective_on: date | None = None,
    is_month: bool = False,
    words: str = "",
) -> str:
    """What one giver is told: our own words first, then to what extent, when and why."""
    with translation.override(language):
        lines = [words.strip(), ""] if words.strip() else []
        lines.append(_("What we do with it: %(extent)s") % {"extent": extent_sentence(extent, part=part)})
        if effective_on is not None:
            lines.append(_("When: %(when)s") % {"when": when_words(effective_on, is_month=is_month)})
        lines.append(_("Why: %(reason)s") % {"reason": reason.strip()})
    return "\n".join(lines)


def mail_subject(signal: Signal, *, language: str) -> str:
    """Subject of the mail that tells the answer."""
    with translation.override(language):
        return _("What we do with what you told us")


def mail_text(giver: Giver, message: str) -> str:
    """The whole mail; the follow link is put in at the moment of sending."""
    with translation.override(giver.language):
        return render_to_string(
            "feedback/mail/told.txt",
            {"giver": giver, "signal": giver.signal, "message": message, "agency": settings.AGENCY_NAME},
        )
