"""Invented organisations of the demo: parts, topics, tags, links, and places in the matrix at several dates.

Estimates of real organisations have no place in a demo; these names are plainly made up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model

from core.history import acting
from core.periods import local_date
from core.registry import DemoLoader, demo_loaders

from . import services
from .models import AccountAssignment, Domain, Organisation, OrganisationKind, Person, Tag, Topic

SITE = "https://{}.example.org"
# code of the website, name, abbreviation, kind, domain, code of the parent, topics, channel,
# (interest, influence, attitude) of a year ago, half a year ago and last week
_ORGANISATIONS = (
    ("voorbeeldzaken", "Ministerie van Voorbeeldzaken", "VZ", "ministry", "agency", "",
     ("legislation", "inflow"), "direct_line", ((4, 5, 4), (4, 5, 3), (5, 5, 4))),
    ("voorbeelddienst", "Voorbeelddienst Opvang", "VDO", "chain_partner", "asylum", "voorbeeldzaken",
     ("inflow", "waiting_times"), "direct_line", ((5, 4, 2), (5, 4, 3), (5, 4, 4))),
    ("voorbeeldinspectie", "Voorbeeldinspectie", "VI", "oversight", "agency", "voorbeeldzaken",
     ("procedures",), "direct_line", ((3, 4, 3), (3, 4, 3), (4, 4, 3))),
    ("fictiestad", "Gemeente Fictiestad", "", "municipality", "naturalisation", "",
     ("information", "digital"), "direct_line", ((3, 3, 4), (3, 3, 4), (4, 3, 4))),
    ("universiteit-fictie", "Universiteit Fictie", "UF", "education", "regular", "",
     ("fees", "digital"), "direct_line", ((4, 3, 3), (4, 3, 2), (4, 3, 3))),
    ("faculteit-fictie", "Internationaal Bureau Universiteit Fictie", "IBUF", "education", "regular",
     "universiteit-fictie", ("procedures", "digital"), "general_form", ((5, 2, 3), (5, 2, 2), (5, 2, 4))),
    ("bedrijvenkring", "Bedrijvenkring Verzonnen", "BKV", "business", "regular", "",
     ("fees", "procedures"), "general_form", ((4, 2, 2), (4, 3, 2), (4, 3, 1))),
    ("belangen", "Belangenvereniging Denkbeeld", "BVD", "interest_group", "asylum", "",
     ("information", "waiting_times"), "general_form", ((5, 3, 1), (5, 3, 2), (5, 3, 2))),
    ("balie", "Advocatenkring Proefzaak", "APZ", "legal", "asylum", "",
     ("legislation", "procedures"), "general_form", ((4, 4, 2), (4, 4, 2), (4, 4, 2))),
    ("krant", "Dagblad De Verzinner", "", "media", "agency", "",
     ("information",), "general_form", ((2, 3, 3), (3, 4, 2), (2, 3, 3))),
    ("zusterdienst", "Zusterdienst Modelland", "ZM", "comparable_agency", "agency", "",
     (), "direct_line", ((2, 1, 5), (2, 1, 5), (2, 2, 5))),
)  # fmt: skip
_DAYS_AGO = (365, 180, 7)
_CORE = ("voorbeelddienst", "fictiestad", "balie")


def load(at: datetime) -> None:
    """Make the invented organisations, once."""
    if Organisation.objects.filter(website=SITE.format("voorbeeldzaken")).exists():
        return
    with acting(None, route="demo"):
        kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
        domains = {domain.code: domain for domain in Domain.objects.all()}
        topics = {topic.code: topic for topic in Topic.objects.all()}
        core = Tag.objects.filter(code="core_partners").first() or services.add_item(
            model=Tag, name_nl="Kernpartners", name_en="Core partners"
        )
        made: dict[str, Organisation] = {}
        for code, name, abbreviation, kind, domain, parent, about, channel, _estimates in _ORGANISATIONS:
            values = {
                "name": name,
                "abbreviation": abbreviation,
                "website": SITE.format(code),
                "parent": made.get(parent),
                "channel": channel,
                "measurement_reason": "Verzonnen voor de demo, wordt niet bevraagd.",
            }
            if code == "voorbeelddienst":
                values["connection"] = "Ontvangt dezelfde mensen als wij; werkt in dezelfde keten."
                values["joint_interests"] = "Kortere wachttijden en dezelfde uitleg aan bewoners."
            made[code] = services.create_organisation(
                values=values,
                kinds=[kinds[kind]],
                domains=[domains[domain]],
                topics=[topics[topic] for topic in about],
                tags=[core] if code in _CORE else (),
            )
        _place(made, at)
        _people(made, at)


def _place(made: dict[str, Organisation], at: datetime) -> None:
    today = local_date(at)
    for code, *_rest, estimates in _ORGANISATIONS:
        for days, (interest, influence, attitude) in zip(_DAYS_AGO, estimates, strict=True):
            services.place_in_matrix(
                organisation=made[code],
                on=today - timedelta(days=days),
                interest=interest,
                influence=influence,
                attitude=attitude,
                by=None,
                at=at,
            )


def _people(made: dict[str, Organisation], at: datetime) -> None:
    """Two persons who show what can be kept about a person, a fixed contact, and a link."""
    today = local_date(at)
    source = "Verzonnen voor de demo"
    first = services.create_person(
        values={
            "name": "Vera Verzonnen",
            "email": "vera@voorbeelddienst.example.org",
            "phone": "070 000 9001",
            "source": source,
        }
    )
    for title, organisation, start, end in (
        ("Adviseur", made["voorbeeldzaken"], 900, 401),
        ("Hoofd instroom", made["voorbeelddienst"], 400, None),
    ):
        services.add_position(
            person=first,
            organisation=organisation,
            title=title,
            from_on=today - timedelta(days=start),
            until_on=today - timedelta(days=end) if end else None,
        )
    mobile = {"kind": "mobile", "value": "06 0000 9001", "label": "bij spoed", "is_preferred": True}
    services.save_channel(
        person=first,
        values={**mobile, "legal_basis": "consent", "source": "kennismaking", "noted_on": today - timedelta(days=390)},
    )
    gone: Person = services.create_person(
        values={
            "name": "Wim Weggegaan",
            "email": "wim@fictiestad.example.org",
            "source": source,
            "email_undeliverable_on": today - timedelta(days=20),
            "email_undeliverable_reason": "Werkt daar niet meer, zegt de automatische reactie.",
        }
    )
    services.add_position(
        person=gone, organisation=made["fictiestad"], title="Teamleider", from_on=today - timedelta(days=700)
    )
    colleague = get_user_model()._default_manager.filter(email="account.manager@demo.example").first()
    if colleague:
        for code in _CORE:
            services.assign(
                organisation=made[code],
                user=colleague,
                role=AccountAssignment.Role.ACCOUNT_MANAGER,
                from_on=today - timedelta(days=300),
            )
        services.link(
            source=made["voorbeelddienst"], target=made["fictiestad"], note="Vangen samen op", by=colleague, at=at
        )


demo_loaders.register(DemoLoader("stakeholders.organisations", load, order=11))
