"""Every item type in a real browser: conditions as the server reads them, axe in both directions, without scripts."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from measurements.domain.conditions import holds, parse, texts_of
from measurements.models import SealedAnswer
from tests.browser.checks import PHONE_OPTIONS, accessibility, overflow, problems_of
from tests.measurements.asking import open_wave, tokens
from tests.measurements.every_type import every_type
from tests.measurements.test_item_types import _texts

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = json.loads((Path(__file__).parents[1] / "measurements" / "conditions.json").read_text())
FORWARD = 'main button[value="verder"]:not([aria-hidden])'
ASK_ALL = """cases => {
  const [conditions, answers] = cases;
  return conditions.map(condition => window.surveyCondition(condition, code => answers[code] || []));
}"""


@pytest.fixture
def wave(transactional_db):
    return open_wave(at=timezone.now(), document=every_type(), languages=["nl", "en", "ar"], texts=_texts(), people=20)


def choose(page, code, value):
    page.locator(f'input[name="q.{code}"][value="{value}"]').check()


def fill_first(page):
    choose(page, "PROC", "else")
    page.locator("#i-WHAT").fill("رسائل")
    page.locator("#i-AGE").fill("٣٤")
    for part, value in (("d", "27"), ("m", "3"), ("y", "2026")):
        page.locator(f"#i-LAST-{part}").fill(value)


def fill_second(page):
    for code, value in (("REP1", 4), ("REP2", "dk"), ("TRU", 3), ("NPS", 8), ("MOOD", 2)):
        choose(page, code, value)


def test_the_browser_reads_every_condition_as_the_server_does(visit, wave):
    page = visit().open(f"/s/{tokens(wave)[0]}/")
    conditions = [parse(text) for text, _expected in TABLE["cases"]]
    answers = {code: texts_of(value) for code, value in TABLE["answers"].items()}
    found = page.evaluate(ASK_ALL, [json.loads(json.dumps(conditions)), answers])
    assert found == [expected for _text, expected in TABLE["cases"]]
    assert found == [holds(condition, TABLE["answers"]) for condition in conditions]


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_item_type_is_accessible_and_answered_with_scripts(visit, wave, language):
    guest = visit(width=320)
    page = guest.open(f"/s/{tokens(wave)[1]}/?taal={language}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert not problems_of(guest, widths=(320, 1280))
    guest.resize(320)
    assert not page.locator("#i-WHAT").is_visible()
    assert not page.locator(".condition").first.is_visible()
    fill_first(page)
    assert page.locator("#i-WHAT").is_visible()
    page.locator(FORWARD).click()

    assert not problems_of(guest, widths=(320, 1280))
    guest.resize(320)
    fill_second(page)
    page.locator(FORWARD).click()

    assert not page.locator("#i-RANK-fast").is_visible()
    choose(page, "VIA", "mail")
    # WHAT was answered on an earlier page, so the ranking does not apply however this page is answered.
    assert not page.locator("#i-RANK-fast").is_visible()
    for _page in range(2):
        page.locator('main button[value="terug"]').click()
    choose(page, "PROC", "work")
    page.locator(FORWARD).click()
    page.locator(FORWARD).click()
    assert page.locator("#i-RANK-fast").is_visible()
    page.locator("#i-RANK-fast").select_option("fast.1")
    page.locator("#i-RANK-kind").select_option("kind.1")
    page.locator(FORWARD).click()
    assert page.locator("[role=alert] a").get_attribute("href") == "#f-RANK"
    assert not problems_of(guest, widths=(320, 1280))
    guest.resize(320)
    page.locator("#i-RANK-kind").select_option("kind.2")
    choose(page, "WAA_now", 2)
    choose(page, "WAA_wanted", 5)
    page.locator(FORWARD).click()
    page.locator("#i-STORY").fill("🙂 مرحبا")
    assert not problems_of(guest, widths=(320, 1280))
    page.locator('main button[value="verstuur"]:not([aria-hidden])').click()
    page.locator("form").wait_for(state="detached")
    assert SealedAnswer.objects.filter(wave=wave).count() == 1
    assert page.context.cookies() == []


def test_every_item_type_is_answered_in_arabic_without_scripts_on_a_phone(visit, wave):
    guest = visit(width=320, scripts=False)
    page = guest.open(f"/s/{tokens(wave)[2]}/?taal=ar")
    assert page.locator("#i-WHAT").is_visible()
    assert page.locator(".condition").first.is_visible()
    fill_first(page)
    choose(page, "PROC", "work")
    page.locator(FORWARD).click()
    fill_second(page)
    page.locator(FORWARD).click()
    choose(page, "VIA", "desk")
    # The ranking is shown with its condition in words, does not apply, and what is given there is left out.
    page.locator("#i-RANK-fast").select_option("fast.2")
    page.locator(FORWARD).click()
    page.locator("#i-STORY").fill("قصة")
    page.locator('main button[value="verstuur"]:not([aria-hidden])').click()
    assert SealedAnswer.objects.filter(wave=wave).count() == 1


def test_the_first_page_stays_light_with_its_script(visit, wave):
    loaded = []
    guest = visit(width=320)
    guest.page.on("response", lambda response: loaded.append(response))
    page = guest.open(f"/s/{tokens(wave)[3]}/")
    page.wait_for_load_state()
    sizes = {response.url: len(response.body()) for response in loaded if not response.url.startswith("data:")}
    assert len(sizes) <= 5
    assert sum(sizes.values()) <= 40_000, sizes
    assert not overflow(page)
    assert not accessibility(page, PHONE_OPTIONS)
