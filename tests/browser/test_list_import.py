"""One walk: match columns, decide about a likely duplicate, import, merge two organisations, and take it back."""

from django.utils import timezone

from core.jobs import run_job
from core.models import Job
from stakeholders.models import Organisation
from tests.stakeholders.factories import OrganisationFactory

LIST = b"Naam organisatie;Webadres;Kleur\nVluchtelingwerk Proef;https://proef.example;rood\nNidos;;\n"


def work(page):
    for job in Job.objects.filter(state="waiting"):
        run_job(job_id=str(job.pk), at=timezone.now())
    page.reload()


def test_from_a_strange_list_to_a_merge_and_back(visit, person):
    known = OrganisationFactory(name="Vluchtelingenwerk Proef")
    page = visit(person("communications"), scripts=False, width=360).open("/organisaties/")
    page.locator("a[href='/invoer/organisaties/']").click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST}]
    )
    page.locator("main form button[type=submit]").first.click()
    work(page)
    page.locator("a[href$='/kolommen/']").click()
    assert page.locator("#id_column_0").input_value() == "name"
    assert page.locator("#id_column_1").input_value() == "website"
    assert page.locator("#id_column_2").input_value() == ""
    page.locator("main form button[type=submit]").first.click()
    work(page)
    page.locator("main a[href^='/invoer/']").click()
    page.locator("button[value='new']").last.click()
    page.locator("form[action$='/opslaan/'] button").click()
    work(page)
    new = Organisation.objects.get(name="Vluchtelingwerk Proef")
    page.goto(page.url.split("/taken/")[0] + known.get_absolute_url())
    page.locator("a[href$='/samenvoegen/']").click()
    page.locator("#q").fill("vluchteling")
    page.locator("main form button[type=submit]").click()
    page.locator(f"a[href$='/samenvoegen/{new.pk}/']").click()
    page.locator("main form button[type=submit]").click()
    new.refresh_from_db()
    known.refresh_from_db()
    assert (new.is_archived, known.website) == (True, "https://proef.example")
    page.locator("form[action$='/ongedaan-maken/'] button").last.click()
    new.refresh_from_db()
    assert (new.is_archived, new.website) == (False, "https://proef.example")
