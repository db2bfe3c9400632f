"""The demo of asking: a finished zero measurement and an open one, both among plainly invented organisations.

Everything goes through the services a person would use, with `at=` for the past: invited, answered by link, sealed,
filed, closed, settled, scored. Nobody real gets an opinion: organisations, names and addresses are invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from core import mail
from core.history import acting
from core.models import Mailing
from core.registry import DemoLoader, demo_loaders

from .choices import Mode
from .domain.simulation import Person, simulated_answers, simulated_person
from .models import InstrumentVersion, Invitation, Wave
from .services import closing, filing, frames, waves
from .services.frames import Address
from .services.instruments import import_instrument
from .services.invitations import reference_of
from .services.languages import confirm_language
from .services.secrets import token_for
from .services.submission import count_fieldwork, duration_band, find_invited, questionnaire_of, submit_answer

LIBRARY = Path(__file__).parent / "library" / "stakeholders.json"
DEMONSTRATION = Path(__file__).parent / "library" / "demonstration.json"
ORGANISATIONS = 42
_SEED = 20261101
_FIELDWORK_DAYS = 21
_TRANSLATOR = "Vera Taal (verzonnen vertaler)"
_TEXTS = [
    "Wij merken dat het contact sneller gaat dan vorig jaar. (verzonnen antwoord)",
    "Na ons overleg hoorden wij niet meer wat ermee gebeurde. (verzonnen antwoord)",
    "Graag eerder bericht als er iets verandert in de planning. (verzonnen antwoord)",
    "Een vast aanspreekpunt maakt voor ons het verschil. (verzonnen antwoord)",
    "Bij ingewikkelde vragen krijgen wij drie verschillende antwoorden. (verzonnen antwoord)",
]


def load(at: datetime) -> None:
    """Put the starter questionnaire in the library and make the two waves, unless they are there."""
    user = get_user_model()._default_manager
    researcher = user.filter(email="researcher@demo.example").first()
    colleague = user.filter(email="communications@demo.example").first()
    with acting(researcher, route="demo"):
        version, _is_new = import_instrument(raw=LIBRARY.read_bytes(), by=researcher, at=at - timedelta(days=90))
        import_instrument(raw=DEMONSTRATION.read_bytes(), by=researcher, at=at - timedelta(days=9))
        confirm_language(
            version=version, language="en", translator=_TRANSLATOR, by=researcher, at=at - timedelta(days=88)
        )
        if not Wave.objects.filter(is_fictional=True).exists():
            _finished_wave(version, researcher, colleague, at - timedelta(days=70))
            _open_wave(version, researcher, at)


def _finished_wave(version: InstrumentVersion, researcher: object, colleague: object, at: datetime) -> None:
    random = Random(_SEED)  # noqa: S311 - a repeatable demo, no secret
    opened, closed = at + timedelta(days=3), at + timedelta(days=3 + _FIELDWORK_DAYS)
    wave = waves.create_wave(
        title=f"Nulmeting partners {timezone.localdate(at).year} (verzonnen gegevens)",
        instrument_version=version,
        mode=Mode.CONFIDENTIAL,
        by=researcher,
        at=at,
        languages=["nl", "en"],
        population=ORGANISATIONS,
        cuts=["REL1", "REL2"],
        closes_at=closed,
        is_fictional=True,
    )
    frames.add_members(wave=wave, addresses=_addresses(ORGANISATIONS))
    wave = waves.make_ready(wave=wave, by=researcher, at=at + timedelta(hours=2))
    wave = waves.open_wave(wave=wave, by=researcher, at=opened)
    _send_without_outbox(wave, colleague, opened + timedelta(hours=1))
    _answer(wave, random, opened)
    wave = waves.close_wave(wave=wave, by=researcher, at=closed)
    closing.settle_wave(wave_id=wave.pk)
    _score(wave, closed)
    wave.refresh_from_db()
    if wave.has_results:
        waves.publish_wave(wave=wave, by=researcher, at=closed + timedelta(days=1))


def _answer(wave: Wave, random: Random, opened: datetime) -> None:
    """Two of three invited people answer, most of them in the first week; every few days a batch is filed."""
    invitations = list(Invitation.objects.filter(wave=wave).select_related("member").order_by("member__email"))
    moods = {invitation.member.organisation: random.gauss(0, 0.1) for invitation in invitations}
    answering = random.sample(invitations, k=len(invitations) * 2 // 3)
    moments = sorted(opened + timedelta(days=min(random.expovariate(0.2), _FIELDWORK_DAYS - 1)) for _each in answering)
    for number, (invitation, moment) in enumerate(zip(answering, moments, strict=True), 1):
        person = simulated_person(random, organisation_mood=moods[invitation.member.organisation])
        _fill_in(wave, invitation, person, random, moment)
        if number % 25 == 0:
            filing.file_wave(wave_id=wave.pk, at=moment)


def _fill_in(wave: Wave, invitation: Invitation, person: Person, random: Random, moment: datetime) -> None:
    token = token_for(wave.key_name, invitation.number)
    invited = find_invited(token=token, at=moment)
    if invited is None:
        raise LookupError("an invitation of the demo is gone")
    questionnaire = questionnaire_of(invited.version_id, invited.sha256)
    answers = simulated_answers(questionnaire, person, random, texts=_TEXTS)
    submit_answer(invited=invited, token=token, answers=answers, at=moment)
    pages = [f"page:{number}" for number in range(2, len(questionnaire.sections) + 1)]
    band = duration_band(int(random.gauss(620, 200)))
    count_fieldwork(wave_id=wave.pk, day=timezone.localdate(moment), measures=["received", f"duration:{band}", *pages])


def _open_wave(version: InstrumentVersion, researcher: object, at: datetime) -> None:
    """A small anonymous wave that anybody can answer from the local outbox."""
    wave = waves.create_wave(
        title="Proefmeting: antwoord zelf (verzonnen gegevens)",
        instrument_version=version,
        mode=Mode.ANONYMOUS,
        by=researcher,
        at=at - timedelta(days=1),
        languages=["nl", "en"],
        closes_at=at + timedelta(days=30),
        is_fictional=True,
    )
    frames.add_members(wave=wave, addresses=_addresses(6))
    wave = waves.make_ready(wave=wave, by=researcher, at=at - timedelta(hours=3))
    waves.open_wave(wave=wave, by=researcher, at=at - timedelta(hours=1))
    if settings.LOCAL_OUTBOX:
        mail.send_due(at=at)


def _addresses(organisations: int) -> list[Address]:
    return [
        Address(
            email=f"contact{number}{letter}@example.org",
            name=f"Verzonnen Persoon {number}{letter.upper()}",
            language="en" if number % 14 == 0 else "nl",
            organisation=f"Verzonnen organisatie {number}",
        )
        for number in range(1, organisations + 1)
        for letter in "ab"
    ]


def _send_without_outbox(wave: Wave, colleague: object, at: datetime) -> None:
    """Release and send the mails of the past without filling today's outbox with them."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        for mailing in Mailing.objects.filter(reference=reference_of(wave), state=Mailing.State.NEEDS_RELEASE):
            if colleague is not None:
                mail.release(mailing, by=colleague, at=at)
        mail.send_due(at=at)
    finally:
        settings.EMAIL_BACKEND = backend


def _score(wave: Wave, at: datetime) -> None:
    """Scoring loads numpy, which only the demo and the worker need."""
    from .services.results import BelowFloor, score_wave

    try:
        score_wave(wave_id=wave.pk, at=at)
    except BelowFloor:
        return


demo_loaders.register(DemoLoader("measurements.waves", load, order=30))
