"""Around a gathering: invite, answer by link, write down who was there, agree on an action, the meeting sheet."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from stakeholders.gathering_calendar import answer_address
from stakeholders.models import Gathering, Participant
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory, PositionFactory


def test_from_invitation_to_meeting_sheet(visit, person):
    manager = person("account_manager")
    organisation = OrganisationFactory(name="Stichting Proef")
    AssignmentFactory(organisation=organisation, user=manager)
    PositionFactory(organisation=organisation, person__name="Test Contact", person__email="contact@voorbeeld.example")
    page = visit(manager, width=360, scripts=False).open(organisation.get_absolute_url())
    page.get_by_role("link", name="Overleg plannen").click()
    page.locator("[name=title]").fill("Kennismaking met het team")
    page.locator("[name=day]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.locator("[name=begins]").fill("10:00")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_label("Test Contact").check()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name=re.compile("uitnodigen")).click()
    page.get_by_role("button", name="Uitnodigingen versturen").click()
    expect(page.get_by_text("nog geen antwoord").first).to_be_visible()

    participant = Participant.objects.get(person__name="Test Contact")
    link = "/" + answer_address(f"participant:{participant.link_key}").split("/", 3)[3]
    guest = visit(width=360, scripts=False).open(link)
    guest.get_by_label("Ja, ik kom").check()
    guest.get_by_role("button", name="Antwoord versturen").click()
    expect(guest.get_by_text("Wij weten dat u komt")).to_be_visible()

    Gathering.objects.update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    )
    page.reload()
    expect(page.get_by_text("komt", exact=True)).to_be_visible()
    page.get_by_role("link", name="Aanwezigheid en verslag").click()
    page.locator("[name=summary]").fill("Prettig kennisgemaakt.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Nieuwe actie").click()
    page.locator("[name=what]").fill("Jaarplanning sturen")
    page.locator("[name=who]").select_option(f"o{organisation.pk}")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_role("link", name="Gespreksbriefje").click()
    expect(page.get_by_role("link", name="Jaarplanning sturen")).to_be_visible()
    sheet = visit(manager, width=360).open(f"{organisation.get_absolute_url()}gespreksbriefje/")
    expect(sheet.get_by_text("Kennismaking met het team").first).to_be_visible()
    expect(sheet.get_by_role("link", name="Jaarplanning sturen")).to_be_visible()
