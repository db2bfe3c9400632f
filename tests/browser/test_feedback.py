"""The loop on a phone without scripts: giving a signal, following it, deciding and telling in at most six clicks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.mail import send_due
from feedback.models import Decision, SealedEntry, Signal
from feedback.services.receive import GiverData, Words, register_signal

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def no_sideways_scrolling(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_anonymous_signal_on_a_phone(visit, scripts):
    visitor = visit(width=320, scripts=scripts)
    page = visitor.open("/signaal/")
    page.check("#id_kind_0")
    page.fill("#id_text", "Stuur brieven in gewone taal.")
    page.click("main button[type=submit]")
    assert page.locator("#id_who_error").is_visible()
    assert page.input_value("#id_text") == "Stuur brieven in gewone taal."
    page.check("#id_who_0")
    page.click("main button[type=submit]")
    code = CODE.search(page.inner_text("main")).group(0)
    page.click(f"a[href='/volg/{code}/']")
    assert page.locator(".ind-status").is_visible()
    assert SealedEntry.objects.count() == 1
    assert visitor.context.cookies() == []
    assert visitor.complaints == []
    if scripts:
        assert no_sideways_scrolling(page)
        assert page.evaluate("window.cspViolations") == []


def _fresh():
    words = Words(kind="suggestion", text="Bel terug op een vast moment.")
    giver = GiverData(name="Noor de Vries", email="noor@example.org")
    return register_signal(words=words, source="mail", giver=giver, at=timezone.now())


def test_decide_and_tell_without_scripts_in_at_most_six_clicks(visit, person):
    signal = _fresh()
    page = visit(person("communications"), width=320, scripts=False).open("/")
    clicks = 0

    def click(selector):
        nonlocal clicks
        clicks += 1
        page.click(selector)

    click(f"a[href='/signalen/{signal.pk}/']")
    click(f"a[href='/signalen/{signal.pk}/besluit/']")
    click("#id_extent_2")
    page.fill("#id_reason", "Daar hebben wij geen mensen voor.")
    click("button[value=preview]")
    assert "noor@example.org" in page.inner_text("#preview")
    assert "Daar hebben wij geen mensen voor." in page.inner_text("#preview")
    click("button[value=tell]")
    assert clicks <= 6
    assert Decision.objects.get().extent == "not"
    assert page.locator(f"form[action='/signalen/{signal.pk}/terughalen/']").is_visible()
    send_due(at=timezone.now() + timedelta(minutes=3))
    page.reload()
    assert Signal.objects.get().state == "told"


def test_the_preview_follows_what_is_typed(visit, person):
    signal = _fresh()
    visitor = visit(person("communications"))
    page = visitor.open(f"/signalen/{signal.pk}/besluit/")
    page.check("#id_extent_2")
    page.type("#id_reason", "Omdat het niet kan.")
    page.wait_for_selector("#preview button[value=tell]")
    assert "Omdat het niet kan." in page.inner_text("#preview")
    assert not Decision.objects.exists()
    assert page.evaluate("window.cspViolations") == []
    assert visitor.complaints == []
    page.click("button[value=tell]")
    assert Decision.objects.count() == 1
