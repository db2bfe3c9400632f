"""Pages of asking for the browser: every step of a new wave, waves in each state, and what respondents see."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.mail import send_due
from core.models import OutgoingMail
from measurements.models import FrameMember, Wave
from measurements.services import waves
from measurements.services.instruments import import_instrument
from measurements.services.languages import confirm_language
from measurements.services.rehearsal import rehearsal_token
from measurements.services.reminders import plan_reminder
from measurements.services.secrets import opt_out_token
from tests.browser.pages import Page
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory

from .asking import LIBRARY, Respondent, draft_wave, filled_wave, open_wave, raw, ready_wave, tokens
from .every_type import every_type
from .result_pages import RESULT_PAGES

RESEARCHER = "researcher"


def _library(user: Any) -> Any:
    version, _is_new = import_instrument(raw=LIBRARY.read_bytes(), by=user, at=timezone.now())
    return version


def _new(user: Any) -> str:
    _library(user)
    return "/metingen/nieuw/"


def _new_at(user: Any) -> str:
    _library(user)
    return "/metingen/nieuw/stakeholders/"


def _instrument(user: Any) -> str:
    return f"/metingen/vragenlijsten/{_library(user).pk}/"


def _two_versions(user: Any) -> Any:
    import_instrument(raw=raw(every_type()), by=user, at=timezone.now())
    later = every_type(version=2)
    later["title"]["nl"] = "Alle soorten vragen, vernieuwd"
    later["sections"][1]["items"][0]["rows"][0].update(version=2)
    later["sections"][1]["items"][0]["rows"][0]["text"]["nl"] = "De IND luistert goed."
    version, _is_new = import_instrument(raw=raw(later), by=user, at=timezone.now())
    confirm_language(version=version, language="en", translator="Vera Taal", by=user, at=timezone.now())
    return version


def _version_page(page: str) -> Any:
    def address(user: Any) -> str:
        return f"/metingen/vragenlijsten/{_two_versions(user).pk}/{page}"

    return address


def _step(name: str) -> Any:
    def address(user: Any) -> str:
        return f"/metingen/{filled_wave(at=timezone.now(), by=user, people=60).pk}/{name}/"

    return address


def _list(user: Any) -> str:
    for _number in range(30):
        draft_wave(at=timezone.now(), by=user)
    return "/metingen/"


def _open(user: Any) -> str:
    wave = open_wave(at=timezone.now(), by=user)
    Respondent(tokens(wave)[0]).answer()
    return f"/metingen/{wave.pk}/"


def _closed(user: Any) -> str:
    wave = open_wave(at=timezone.now(), by=user)
    waves.close_wave(wave=wave, by=user, at=timezone.now() + timedelta(hours=1))
    return f"/metingen/{wave.pk}/"


def _respond(user: Any) -> str:
    return f"/s/{tokens(open_wave(at=timezone.now()))[0]}/"


def _starter(user: Any) -> str:
    wave = waves.create_wave(
        title="Proef", instrument_version=_library(None), mode="confidential", by=None, at=timezone.now()
    )
    return f"/s/{rehearsal_token(wave)}/"


def _used(user: Any) -> str:
    token = tokens(open_wave(at=timezone.now()))[0]
    Respondent(token).answer()
    return f"/s/{token}/"


def _too_late(user: Any) -> str:
    wave = open_wave(at=timezone.now())
    token = tokens(wave)[0]
    Wave.objects.filter(pk=wave.pk).update(state="closed")
    return f"/s/{token}/"


def _mailed(page: str) -> Any:
    """A page around the mail of an open wave in which everything there is to see has happened."""

    def address(user: Any) -> str:
        wave = open_wave(at=timezone.now(), by=user)
        plan_reminder(wave=wave, send_on=timezone.localdate() + timedelta(days=7), by=user, at=timezone.now())
        send_due(at=timezone.now() + timedelta(minutes=3))
        OutgoingMail.objects.filter(to_address="p0002@example.org").update(state="uncertain")
        FrameMember.objects.filter(email="p0003@example.org").update(reach="undeliverable", reach_reason="5.1.1")
        return f"/metingen/{wave.pk}/{page}"

    return address


def _words(user: Any) -> str:
    return f"/metingen/{filled_wave(at=timezone.now(), by=user).pk}/woorden/"


def _announcing(user: Any) -> str:
    ready_wave(at=timezone.now())
    AssignmentFactory(organisation=OrganisationFactory(name="Organisatie 1"), user=user)
    return "/metingen/aankondigen/"


def _opting_out(user: Any) -> str:
    wave = open_wave(at=timezone.now())
    return f"/afmelden/{opt_out_token(wave.key_name, wave.invitations.all()[0].number)}/"


PAGES = [
    Page("asking-audience", _mailed("wie-krijgt-wat/"), RESEARCHER),
    Page("asking-reminders", _mailed("herinneren/"), RESEARCHER),
    Page("asking-uncertain", _mailed("onzeker/"), RESEARCHER),
    Page("asking-returned", _mailed("onbestelbaar/"), RESEARCHER),
    Page("asking-words", _words, RESEARCHER),
    Page("asking-announcing", _announcing, "account_manager"),
    Page("respond-opt-out", _opting_out),
    Page("asking-new", _new, RESEARCHER),
    Page("asking-new-questionnaire", _new_at, RESEARCHER),
    Page("asking-who", _step("wie"), RESEARCHER),
    Page("asking-texts", _step("teksten"), RESEARCHER),
    Page("asking-test", _step("proef"), RESEARCHER),
    Page("asking-close", _step("sluiten"), RESEARCHER),
    Page("asking-waves", _list, RESEARCHER),
    Page("asking-wave-open", _open, RESEARCHER),
    Page("asking-wave-closed", _closed, RESEARCHER),
    Page("asking-instrument", _instrument, RESEARCHER),
    Page("asking-instrument-every-type", _version_page(""), RESEARCHER),
    Page("asking-instrument-changes", _version_page("verschil/"), RESEARCHER),
    Page("asking-language-confirm", _version_page("talen/ar/bevestigen/"), RESEARCHER),
    Page("asking-language-withdraw", _version_page("talen/en/intrekken/"), RESEARCHER),
    Page("respond-first", _respond),
    Page("respond-starter", _starter),
    Page("respond-used", _used, status=410),
    Page("respond-closed", _too_late, status=410),
    Page("respond-unknown", lambda user: "/s/bestaat-niet/", status=404),
    *RESULT_PAGES,
]
