"""A wave answered in a real browser without JavaScript on a phone: accessible, small, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measurements.models import Invitation, SealedAnswer
from measurements.services import frames, waves
from measurements.services.frames import Address
from measurements.services.instruments import import_instrument
from tests.browser.checks import accessibility, check_page, overflow
from tests.measurements.asking import LIBRARY, confirm_all, open_wave, tokens

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wave(transactional_db):
    return open_wave(at=timezone.now())


@pytest.fixture
def guest(visit, wave):
    return visit(width=320, scripts=False)


def choose(page, code, value):
    page.locator(f'input[name="q.{code}"][value="{value}"]').check()


def test_a_wave_is_answered_at_320_pixels_without_javascript(guest, wave):
    page = guest.open(f"/s/{tokens(wave)[0]}/")
    choose(page, "REP1", 4)
    page.get_by_role("button", name="English").click()
    assert page.locator('input[name="q.REP1"][value="4"]').is_checked()
    page.get_by_role("button", name="Nederlands").click()

    page.locator('main button[value="verder"]:not([aria-hidden])').click()
    assert page.locator("[role=alert] a").count() == 1
    page.locator("[role=alert] a").click()
    assert page.url.endswith("#f-REP2")

    choose(page, "REP2", "dk")
    choose(page, "TRU1", 7)
    choose(page, "APP1", 8)
    page.locator('main button[value="verder"]:not([aria-hidden])').click()
    page.get_by_label("Uw wens?").fill("Bel eens terug 🙂\nGraag vóór vrijdag.")
    page.get_by_label("In één woord?").fill("traag")
    page.get_by_label("In één woord?").press("Enter")

    assert "Dank voor uw antwoorden" in page.content()
    assert SealedAnswer.objects.filter(wave=wave).count() == 1
    assert Invitation.objects.filter(wave=wave, is_done=True).count() == 1
    assert page.context.cookies() == []


def test_the_first_page_is_light_and_sets_no_cookie(guest, wave):
    loaded = []
    guest.page.on("response", lambda response: loaded.append(response))
    guest.open(f"/s/{tokens(wave)[0]}/")
    sizes = [len(response.body()) for response in loaded]
    assert len(loaded) <= 5
    assert sum(sizes) <= 40_000, sizes


def test_the_starter_questionnaire_is_accessible_on_every_page(visit, transactional_db):
    version, _is_new = import_instrument(raw=LIBRARY.read_bytes(), by=None, at=timezone.now())
    confirm_all(version)
    wave = waves.create_wave(
        title="x",
        instrument_version=version,
        mode="confidential",
        by=None,
        at=timezone.now(),
        languages=["nl", "en"],
        closes_at=timezone.now() + timedelta(days=9),
    )
    frames.add_members(wave=wave, addresses=[Address(f"p{n}@example.org") for n in range(10)])
    wave = waves.open_wave(wave=waves.make_ready(wave=wave, by=None, at=timezone.now()), by=None, at=timezone.now())
    guest = visit(width=320)
    page = guest.open(f"/s/{tokens(wave)[0]}/")
    for _section in version.questionnaire.sections[:-1]:
        assert not accessibility(page)
        assert not overflow(page)
        page.locator('main button[value="verder"]:not([aria-hidden])').click()
    check_page(guest)
    page.locator('main button[value="bewaar"]').click()
    check_page(guest)


def test_saving_and_coming_back_on_another_device(guest, wave, visit):
    token = tokens(wave)[0]
    page = guest.open(f"/s/{token}/")
    choose(page, "TRU1", 3)
    page.locator('main button[value="bewaar"]').click()
    other = visit(width=1280, scripts=False).open(f"/s/{token}/")
    assert other.locator('input[name="q.TRU1"][value="3"]').is_checked()


def test_a_double_click_on_send_gives_one_answer(guest, wave):
    page = guest.open(f"/s/{tokens(wave)[0]}/")
    choose(page, "REP1", 4)
    choose(page, "REP2", 4)
    page.locator('main button[value="verder"]:not([aria-hidden])').click()
    page.get_by_label("Uw wens?").fill("x")
    page.locator('main button[value="verstuur"]:not([aria-hidden])').dblclick()
    page.locator("form").wait_for(state="detached")
    assert SealedAnswer.objects.filter(wave=wave).count() == 1
