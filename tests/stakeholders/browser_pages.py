"""Pages of the registry, of background work and of the search box, for the browser."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.imports import CHECK
from core.jobs import run_job, start_job
from core.models import Job
from stakeholders.models import AccountAssignment, Organisation, OrganisationKind, Person
from stakeholders.services.segments import create_segment, pick
from tests.browser.pages import Page

from .factories import START, OrganisationFactory, PositionFactory

LIST = b"name;kinds;website\nKetenpartner Proef;chain_partner;https://proef.example\nOnderwijs Proef;education;\n"


def _organisation(user: Any) -> Organisation:
    organisation = Organisation.objects.filter(name="Stichting Voorbeeld").first()
    if organisation is None:
        organisation = OrganisationFactory(
            name="Stichting Voorbeeld", abbreviation="SV", in_measurement=True, website="https://voorbeeld.example"
        )
        organisation.kinds.set(OrganisationKind.objects.filter(code__in=["chain_partner", "interest_group"]))
        PositionFactory(organisation=organisation, person__name="Test Contact", person__phone="070 000 0001")
        organisation.contact_points.create(label="Servicedesk", phone="070 000 0002")
        AccountAssignment.objects.create(organisation=organisation, user=user, role="account_manager", from_on=START)
        OrganisationFactory.create_batch(30)
    return organisation


def _list(user: Any) -> str:
    _organisation(user)
    return "/organisaties/"


def _filtered(user: Any) -> str:
    _organisation(user)
    return "/organisaties/?q=voorbeelt"


def _below(path: str) -> Any:
    return lambda user: f"{_organisation(user).get_absolute_url()}{path}"


def _person(user: Any) -> Person:
    return Person.objects.get(positions__organisation=_organisation(user))


def _job(user: Any, content: bytes) -> Job:
    return start_job(
        kind=CHECK,
        title="Controle van: Organisaties",
        user=user,
        at=timezone.now(),
        parameters={"kind": "organisations", "file_name": "lijst.csv"},
        upload=ContentFile(content, "lijst.csv"),
    )


def _checked(content: bytes) -> Any:
    def url(user: Any) -> str:
        job = _job(user, content)
        run_job(job_id=str(job.pk), at=timezone.now())
        return f"/taken/{job.pk}/"

    return url


def _search(user: Any) -> str:
    _organisation(user)
    return "/zoeken/?q=voorbeelt"


def _segment(way: str, path: str = "") -> Any:
    def url(user: Any) -> str:
        organisation = _organisation(user)
        rules = {"measurement": ["yes"], "kinds": ["chain_partner"]} if way == "rules" else {}
        segment = create_segment(
            values={"name": f"Segment {way}", "way": way, "rules": rules}, by=user, at=timezone.now()
        )
        if way == "picked":
            pick(segment=segment, record=organisation)
        return f"{segment.get_absolute_url()}{path}"

    return url


PAGES = [
    Page("organisations", _list, role="communications"),
    Page("organisations-filtered", _filtered, role="account_manager"),
    Page("organisations-empty", lambda user: "/organisaties/", role="administrator"),
    Page("organisation", _below(""), role="account_manager"),
    Page("organisation-add", lambda user: "/organisaties/nieuw/", role="communications"),
    Page("organisation-edit", _below("wijzigen/"), role="communications"),
    Page(
        "organisation-assign",
        _below("vast-contact/"),
        role="communications",
    ),
    Page(
        "contact-point-add",
        _below("contactpunten/nieuw/"),
        role="communications",
    ),
    Page("persons", lambda user: _list(user) and "/personen/", role="account_manager"),
    Page("person", lambda user: _person(user).get_absolute_url(), role="account_manager"),
    Page("person-add", lambda user: "/personen/nieuw/", role="account_manager"),
    Page("position-add", lambda user: f"{_person(user).get_absolute_url()}functies/nieuw/", role="account_manager"),
    Page("import-organisations", lambda user: "/lijsten/organisations/", role="administrator"),
    Page("import-preview", _checked(LIST), role="administrator"),
    Page("import-problems", _checked(b"name;kinds\nA;piraat\nB\n"), role="administrator"),
    Page("job-waiting", lambda user: f"/taken/{_job(user, LIST).pk}/", role="administrator"),
    Page("jobs", lambda user: str(_job(user, LIST)) and "/taken/", role="administrator"),
    Page("search", _search, role="communications"),
    Page("search-one-kind", lambda user: _search(user) + "&soort=organisation", role="communications"),
    Page("search-nothing", lambda user: _search(user) + "xqzw", role="communications"),
    Page("segments", lambda user: _segment("rules")(user) and "/segmenten/", role="account_manager"),
    Page("segment-rules", _segment("rules"), role="communications"),
    Page("segment-picked", _segment("picked", "?q=organisatie"), role="communications"),
    Page("segment-add", lambda user: "/segmenten/nieuw/", role="communications"),
    Page("segment-edit", _segment("rules", "wijzigen/"), role="communications"),
]
