"""Pages of the registry, of background work and of the search box, for the browser."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.imports import CHECK
from core.jobs import run_job, start_job
from core.models import Job
from core.periods import local_date
from stakeholders.models import (
    AccountAssignment,
    ContactMoment,
    IncomingMail,
    Organisation,
    OrganisationKind,
    Person,
    Topic,
)
from stakeholders.services.attachments import attach
from stakeholders.services.mail_in import take_in
from stakeholders.services.moments import Attendance, record_moment
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


def _placed(path: str) -> Any:
    def url(user: Any) -> str:
        organisation = _organisation(user)
        for number, day in enumerate((date(2026, 1, 1), date(2026, 6, 1)), start=1):
            organisation.standings.get_or_create(
                on=day, defaults={"interest": 2 + number, "influence": 4, "attitude": 2 * number}
            )
        return path or organisation.get_absolute_url()

    return url


def _person_with_more(path: str) -> Any:
    def url(user: Any) -> str:
        person = _person(user)
        person.channels.get_or_create(
            kind="mobile",
            value="06 0000 0001",
            defaults={"is_preferred": True, "source": "visitekaartje", "noted_on": START},
        )
        return f"{person.get_absolute_url()}{path}"

    return url


def _channel_edit(user: Any) -> str:
    _person_with_more("")(user)
    return f"/bereiken/{_person(user).channels.get().pk}/wijzigen/"


def _item(user: Any) -> str:
    return f"/keuzelijsten/onderwerpen/{Topic.objects.get(code='fees').pk}/wijzigen/"


def _moment(user: Any) -> ContactMoment:
    moment = ContactMoment.objects.first()
    if moment is None:
        organisation = _organisation(user)
        people = list(Person.objects.filter(positions__organisation=organisation))
        moment = record_moment(
            values={
                "held_on": local_date(timezone.now()),
                "form": "visit",
                "summary": "Over de wachttijden gesproken.",
            },
            organisations=[organisation],
            attendance=Attendance(persons=people, colleagues=[user], others=[("Gast", "gast@elders.example")]),
            by=user,
            at=timezone.now(),
        )
        attach(owner=moment, name="verslag.txt", content=b"verslag", by=user, at=timezone.now())
    return moment


def _moments(path: str) -> Any:
    return lambda user: f"{_moment(user).get_absolute_url()}{path}"


def _waiting(user: Any) -> IncomingMail:
    _organisation(user)
    content = (
        b"From: Nieuw Gezicht <nieuw@voorbeeld.example>\nSubject: Vraag\nMessage-ID: <een@x>\n\nWie kan ik bellen?\n"
    )
    return take_in(content=content, origin="folder", by=None, at=timezone.now()).mail


PAGES = [
    Page("moments", lambda user: _moment(user) and "/contactmomenten/", role="account_manager"),
    Page("moment", _moments(""), role="account_manager"),
    Page("moment-edit", _moments("wijzigen/"), role="account_manager"),
    Page("moment-follow-up", _moments("vervolg/signal/"), role="account_manager"),
    Page("moment-attachment", _moments("bijlagen/nieuw/"), role="account_manager"),
    Page(
        "moment-begin", lambda user: _moment(user) and "/contactmomenten/met-wie/?q=voorbeelt", role="account_manager"
    ),
    Page(
        "moment-add",
        lambda user: f"/contactmomenten/nieuw/?organisatie={_organisation(user).pk}",
        role="account_manager",
    ),
    Page("contact-rhythm", _below("contactritme/"), role="account_manager"),
    Page("mail-in", lambda user: str(_waiting(user)) and "/post-in/", role="account_manager"),
    Page("mail-sort", lambda user: f"/post-in/{_waiting(user).pk}/?q=voorbeeld", role="account_manager"),
    Page("matrix", _placed("/organisaties/matrix/?op=2026-07-01&sinds=2026-02-01"), role="account_manager"),
    Page("organisation-placed", _placed(""), role="account_manager"),
    Page("standing-add", _below("matrix/"), role="account_manager"),
    Page("link-add", _below("verbinden/?soort=stakeholders.Organisation&q=organisatie"), role="account_manager"),
    Page("lists-topics", lambda user: "/keuzelijsten/onderwerpen/", role="administrator"),
    Page("lists-tags-empty", lambda user: "/keuzelijsten/labels/", role="administrator"),
    Page("list-item-add", lambda user: "/keuzelijsten/labels/nieuw/", role="communications"),
    Page("list-item-edit", _item, role="communications"),
    Page("person-with-more", _person_with_more(""), role="account_manager"),
    Page("channel-add", _person_with_more("bereiken/nieuw/"), role="account_manager"),
    Page("channel-edit", _channel_edit, role="account_manager"),
    Page("grounds", _person_with_more("herkomst/"), role="account_manager"),
    Page("person-edit", _person_with_more("wijzigen/"), role="account_manager"),
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
]
