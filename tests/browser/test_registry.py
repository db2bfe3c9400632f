"""What people do in the registry: import a list, follow a job, search as they type, find whom to call, undo."""

import re
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

import stakeholders
from core.imports import CHECK, IMPORT
from core.jobs import run_job
from core.models import Job
from stakeholders.models import Organisation
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory, PositionFactory

REAL = Path(stakeholders.__file__).parent / "data" / "organisations.csv"


def work(kind):
    job = Job.objects.filter(kind=kind).latest("created_at")
    run_job(job_id=str(job.pk), at=timezone.now())


def test_the_real_list_is_imported_without_scripts(visit, person):
    page = visit(person("administrator"), scripts=False).open("/lijsten/organisations/")
    page.locator("input[type=file]").set_input_files(str(REAL))
    page.locator("main form button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    work(CHECK)
    page.get_by_role("link", name=re.compile("Vernieuwen|Refresh")).click()
    expect(page.get_by_text("Centraal Orgaan opvang asielzoekers")).to_be_visible()
    assert not Organisation.objects.exists()
    page.locator("form[action$='/invoeren/'] button").click()
    work(IMPORT)
    page.reload()
    expect(page.locator(".utrecht-alert--ok")).to_be_visible()
    assert Organisation.objects.count() == 69


def test_the_page_of_a_job_follows_the_work_by_itself(visit, person):
    page = visit(person("administrator")).open("/lijsten/organisations/")
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "lijst.csv", "mimeType": "text/csv", "buffer": b"name\nNidos\n"}]
    )
    page.locator("main form button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    work(CHECK)
    expect(page.locator("form[action$='/invoeren/'] button")).to_be_visible(timeout=10_000)
    expect(page.locator("progress")).to_have_count(0)


def test_search_answers_as_one_types(visit, person):
    user = person("account_manager")
    OrganisationFactory(name="Vluchtelingenwerk Proef")
    visitor = visit(user)
    page = visitor.open("/zoeken/")
    page.locator("#q").press_sequentially("vlugtelingen")
    expect(page.locator("#hits a")).to_have_text(re.compile("Vluchtelingenwerk Proef"))
    assert visitor.page.evaluate("window.cspViolations") == []
    assert visitor.complaints == []


def test_an_account_manager_finds_on_a_phone_whom_to_call(visit, person):
    user = person("account_manager")
    organisation = OrganisationFactory(name="Stichting Proef")
    AssignmentFactory(organisation=organisation, user=user)
    PositionFactory(organisation=organisation, person__name="Test Contact", person__phone="070 000 0001")
    page = visit(user, width=320).open("/organisaties/?q=stichtign")
    page.get_by_role("link", name="Stichting Proef").click()
    call = page.locator("a[href='tel:0700000001']")
    expect(call).to_be_visible()
    assert call.bounding_box()["height"] >= 44


def test_archiving_is_taken_back_with_one_button(visit, person):
    user = person("communications")
    organisation = OrganisationFactory()
    page = visit(user).open(organisation.get_absolute_url())
    page.locator("form[action$='/archiveren/'] button").click()
    page.locator("form[action='/ongedaan-maken/'] button").click()
    organisation.refresh_from_db()
    assert not organisation.is_archived


def test_the_second_editor_chooses_per_field_without_scripts(visit, person):
    organisation = OrganisationFactory(name="Nidos", abbreviation="N")
    page = visit(person("communications"), scripts=False).open(f"{organisation.get_absolute_url()}wijzigen/")
    page.fill("input[name=abbreviation]", "mine")
    Organisation.objects.filter(pk=organisation.pk).update(abbreviation="theirs", rsin="123456789", version=2)
    page.locator("main form.app-form button[type=submit]").click()
    expect(page.locator("input[name=keep-rsin][value=theirs]")).to_be_checked()
    expect(page.locator("input[name=keep-abbreviation][value=mine]")).to_be_checked()
    page.locator("input[name=keep-abbreviation][value=theirs]").check()
    page.locator("main form.app-form button[type=submit]").click()
    expect(page.locator(".utrecht-alert--ok")).to_be_visible()
    organisation.refresh_from_db()
    assert (organisation.abbreviation, organisation.rsin) == ("theirs", "123456789")


def test_the_matrix_is_drawn_and_its_table_leads_to_an_organisation_by_keyboard(visit, person):
    organisation = OrganisationFactory(name="Nidos")
    organisation.standings.create(on="2026-01-01", interest=4, influence=4, attitude=2)
    visitor = visit(person("account_manager"))
    page = visitor.open("/organisaties/matrix/")
    expect(page.locator("[data-drawn=yes]")).to_be_visible(timeout=15_000)
    link = page.locator("main table.app-table--stack a", has_text="Nidos")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Nidos")
    assert visitor.complaints == []
