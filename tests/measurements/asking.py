"""Waves as the tests of asking need them, made through the services; names after states."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from measurements.choices import Mode
from measurements.models import Invitation, Wave
from measurements.services import frames, waves
from measurements.services.frames import Address
from measurements.services.instruments import import_instrument
from measurements.services.languages import confirm_language
from measurements.services.secrets import token_for

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
LIBRARY = Path(__file__).parents[2] / "measurements" / "library" / "stakeholders.json"


def _both(text: str) -> dict[str, str]:
    return {"nl": text, "en": f"{text} (en)"}


def document(**changes: Any) -> dict[str, Any]:
    """A questionnaire of two pages with every kind of item."""
    dont_know = _both("Weet ik niet")
    base: dict[str, Any] = {
        "code": "every-kind",
        "level": "stakeholders",
        "version": 1,
        "languages": ["nl", "en"],
        "title": _both("Proefvragenlijst"),
        "introduction": _both("Welkom bij de vragen"),
        "thanks": _both("Dank voor uw antwoorden"),
        "scales": {
            "agree": {
                "minimum": 1,
                "maximum": 5,
                "labels": {str(point): _both(f"punt {point}") for point in range(1, 6)},
                "dont_know": dont_know,
            }
        },
        "sections": [
            {
                "code": "one",
                "title": _both("Eerste bladzijde"),
                "items": [
                    {"type": "information", "text": _both("Geen namen graag.")},
                    {
                        "type": "grid",
                        "text": _both("Eens of oneens?"),
                        "scale": "agree",
                        "required": True,
                        "rows": [
                            {"code": "REP1", "text": _both("De IND luistert.")},
                            {"code": "REP2", "text": _both("De IND <b>vergeet</b> ons."), "reversed": True},
                        ],
                    },
                    {
                        "type": "scale",
                        "code": "TRU1",
                        "text": _both("Vertrouwen?"),
                        "labels": {"0": _both("geen"), "10": _both("vol")},
                        "dont_know": dont_know,
                    },
                    {
                        "type": "grade",
                        "code": "APP1",
                        "text": _both("Welk cijfer?"),
                        "labels": {"1": _both("slecht"), "10": _both("goed")},
                    },
                ],
            },
            {
                "code": "two",
                "title": _both("Tweede bladzijde"),
                "items": [
                    {
                        "type": "recommendation",
                        "code": "SUP1",
                        "text": _both("Aanbevelen?"),
                        "labels": {"0": _both("nee"), "10": _both("ja")},
                    },
                    {
                        "type": "single",
                        "code": "REL1",
                        "text": _both("Vast contact?"),
                        "choices": [{"code": "yes", "text": _both("ja")}, {"code": "no", "text": _both("nee")}],
                        "dont_know": dont_know,
                    },
                    {
                        "type": "multiple",
                        "code": "REL4",
                        "text": _both("Welke weg?"),
                        "choices": [
                            {"code": "mail", "text": _both("mail")},
                            {"code": "phone", "text": _both("telefoon")},
                        ],
                    },
                    {
                        "type": "knowledge",
                        "code": "KNO1",
                        "text": _both("De IND beslist."),
                        "choices": [
                            {"code": "true", "text": _both("waar")},
                            {"code": "false", "text": _both("niet waar")},
                        ],
                        "right": "true",
                        "dont_know": dont_know,
                    },
                    {"type": "short_text", "code": "SHORT", "text": _both("In één woord?"), "max_length": 20},
                    {"type": "long_text", "code": "OPEN1", "text": _both("Uw wens?"), "max_length": 500},
                ],
            },
        ],
        "constructs": [
            {
                "code": "REP",
                "title": _both("Reputatie"),
                "rule": "mean",
                "direction": "higher",
                "items": ["REP1", "REP2"],
                "minimum_answered": 2,
            },
            {
                "code": "APP",
                "title": _both("Cijfer"),
                "rule": "grade",
                "direction": "higher",
                "items": ["APP1"],
                "minimum_answered": 1,
            },
        ],
    }
    return {**base, **changes}


def raw(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()


def confirm_all(version: Any, *, at: datetime = AT) -> None:
    for language in version.questionnaire.languages[1:]:
        confirm_language(version=version, language=language, translator="Vera Taal", by=None, at=at)


def draft_wave(*, by: Any = None, at: datetime = AT, mode: str = Mode.ANONYMOUS, **fields: Any) -> Wave:
    version, _is_new = import_instrument(raw=raw(fields.pop("document", None) or document()), by=by, at=at)
    confirm_all(version, at=at)
    return waves.create_wave(
        title="Proefmeting",
        instrument_version=version,
        mode=mode,
        by=by,
        at=at,
        **{"languages": ["nl", "en"], "closes_at": at + timedelta(days=30), **fields},
    )


def filled_wave(*, people: int = 12, **fields: Any) -> Wave:
    wave = draft_wave(**fields)
    frames.add_members(
        wave=wave,
        addresses=[
            Address(f"p{number:04d}@example.org", f"Persoon {number}", "nl", f"Organisatie {number // 2}")
            for number in range(people)
        ],
    )
    return Wave.objects.get(pk=wave.pk)


def ready_wave(*, at: datetime = AT, by: Any = None, **fields: Any) -> Wave:
    return waves.make_ready(wave=filled_wave(at=at, by=by, **fields), by=by, at=at)


def open_wave(*, at: datetime = AT, by: Any = None, **fields: Any) -> Wave:
    wave = waves.open_wave(wave=ready_wave(at=at, by=by, **fields), by=by, at=at)
    return Wave.objects.select_related("instrument_version").get(pk=wave.pk)


def tokens(wave: Wave) -> list[str]:
    numbers = Invitation.objects.filter(wave=wave).order_by("member__email").values_list("number", flat=True)
    return [token_for(wave.key_name, number) for number in numbers]


GOOD_FIRST = {"q.REP1": "4", "q.REP2": "dk", "q.TRU1": "7", "q.APP1": "8"}
GOOD_LAST = {
    "q.SUP1": "9",
    "q.REL1": "yes",
    "q.REL4": ["mail", "phone"],
    "q.KNO1": "dk",
    "q.SHORT": "traag",
    "q.OPEN1": "Bel eens terug 🙂",
}


def hidden(content: bytes, name: str) -> str:
    """The value of a hidden field of a page."""
    import html

    found = re.search(rf'name="{name}" value="([^"]*)"', content.decode())
    return html.unescape(found.group(1)) if found else ""


class Respondent:
    """Somebody with a link, a browser that runs no scripts and keeps nothing."""

    def __init__(self, token: str) -> None:
        self.client = Client()
        self.token = token
        self.page: Any = None

    def open(self, **query: str) -> Any:
        self.page = self.client.get(f"/s/{self.token}/", query)
        return self.page

    def press(self, action: str = "verder", **fields: Any) -> Any:
        """Send the form of the page that is shown with these fields."""
        form = {name: hidden(self.page.content, name) for name in ("sleutel", "taal", "pagina", "begin", "stand")}
        form.update({"actie": action} if action else {})
        self.page = self.client.post("/s/", {**form, **fields})
        return self.page

    def answer(self) -> Any:
        """The whole form, from opening to sending."""
        self.open()
        self.press("verder", **GOOD_FIRST)
        return self.press("verstuur", **GOOD_LAST)
