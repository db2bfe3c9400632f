"""A walk as an account manager who leaves: from announcement to accepted portfolio, with the mails that went out."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from core.mail import send_due
from feedback.models import Giver, Signal
from stakeholders.models import AccountAssignment, Handover
from tests.stakeholders.factories import AssignmentFactory, PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def submit(page, name=""):
    page.locator(f"main form button[type=submit]{name}").first.click()


def test_an_account_manager_leaves_and_the_successor_takes_everything_over(visit, person):
    leaver, successor = person("account_manager"), person("account_manager", "communications")
    organisations = []
    for number, language in enumerate(["nl", "en"]):
        held = AssignmentFactory(user=leaver, organisation__name=f"Stichting {language}")
        organisations.append(held.organisation)
        contact = {"person__email": f"{language}@voorbeeld.example", "person__language": language}
        PositionFactory(organisation=held.organisation, **contact, person__name=f"Contact {number}")
    today = timezone.localdate()
    dates = {"received_on": today, "confirm_by": today, "tell_by": today + timedelta(days=14)}
    signal = Signal.objects.create(kind="complaint", title="De balie is dicht", text="x", owner=leaver, **dates)
    Giver.objects.create(signal=signal, name="Ann", organisation=organisations[0])

    # Who leaves plans the whole portfolio on one screen, on a phone, and tells everybody with one text per language.
    visitor = visit(leaver, width=320)
    page = visitor.open("/overdrachten/nieuw/")
    page.fill("#id_last_day", (today + timedelta(days=30)).isoformat())
    submit(page)
    page.select_option("#id_successor", str(successor.pk))
    submit(page)
    page.locator("a[href$='/aankondigen/']").click()
    expect(page.locator("article[lang=nl]")).to_contain_text("Stichting nl")
    expect(page.locator("article[lang=en]")).to_contain_text("Dear Contact 1")
    page.locator("button[name=do][value=send]").click()
    send_due(at=timezone.now() + timedelta(minutes=3))
    sent = {message.to[0].split("<")[1].rstrip(">"): message for message in outbox.outbox}
    assert set(sent) == {"nl@voorbeeld.example", "en@voorbeeld.example"}
    assert successor.email in sent["en@voorbeeld.example"].body
    page.reload()
    assert {one.state for one in Handover.objects.all()} == {"announced"}
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    # The successor finds it on the home page, ticks what is open, and records that they met.
    theirs = visit(successor, scripts=False)
    first = Handover.objects.get(organisation=organisations[0])
    page = theirs.open("/")
    page.locator(f"a[href='{first.get_absolute_url()}']").first.click()
    page.locator("a[href$='/aanvaarden/']").click()
    submit(page)
    expect(page.locator("#id_items_error")).to_contain_text("De balie is dicht")
    page.check("#id_items_0")
    submit(page)
    page.locator("a[href$='/kennismaking/']").click()
    page.check("#id_how_0")
    submit(page)
    first.refresh_from_db()
    signal.refresh_from_db()
    assert (first.state, signal.owner) == ("completed", successor)
    on = first.changes_on
    assert {row.user for row in AccountAssignment.objects.current(on)} == {successor}
    assert visitor.take_complaints() == []
    assert theirs.take_complaints() == []
