"""A year of invented contact with the invented organisations of the demo, contact rhythms, and mail that waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from core.history import acting
from core.periods import local_date
from core.registry import DemoLoader, demo_loaders

from .models import AccountAssignment, ContactMoment, IncomingMail, Organisation, Person, Topic
from .services.attachments import attach
from .services.mail_in import take_in
from .services.moments import Attendance, record_moment, set_rhythm
from .services.registry import assign

_SITE = "https://{}.example.org"
# code of the organisation's website, days ago, form, level, who spoke, subject, summary
_MOMENTS = (
    ("voorbeeldzaken", 340, "visit", "strategic", "both", "Jaargesprek", "Vooruitgekeken naar dit jaar."),
    ("voorbeelddienst", 320, "working_visit_there", "tactical", "both", "Werkbezoek aan de opvang",
     "Meegelopen op twee locaties. Bewoners vragen vooral wanneer zij iets horen."),
    ("fictiestad", 290, "round_table", "tactical", "both", "Ronde tafel naturalisatie",
     "Gesproken over de ceremonie."),
    ("universiteit-fictie", 270, "question_hour", "operational", "both", "Vragenuur voor onderwijsinstellingen", ""),
    ("bedrijvenkring", 260, "presentation", "operational", "from_us", "Uitleg over het erkend referentschap", ""),
    ("belangen", 240, "visit", "tactical", "both", "Kennismaking",
     "De vereniging mist begrijpelijke brieven. Afgesproken dat zij meeleest met twee voorbeelden."),
    ("voorbeeldinspectie", 230, "visit", "strategic", "both", "Bespreking jaarplan toezicht", ""),
    ("voorbeelddienst", 200, "network", "tactical", "both", "Netwerkbijeenkomst keten", ""),
    ("balie", 190, "letter", "strategic", "from_them", "Brief over de termijnen", "De kring wil eerder overleg."),
    ("universiteit-fictie", 170, "training", "operational", "both", "Gezamenlijke opleiding aanvragen", ""),
    ("zusterdienst", 160, "working_visit_here", "strategic", "both", "Ontvangst van collega's uit Modelland", ""),
    ("krant", 150, "call", "operational", "from_them", "Vraag over de cijfers", "Doorverwezen."),
    ("fictiestad", 120, "call", "operational", "both", "", "Gebeld over de uitnodigingsbrief. Zij zijn tevreden."),
    ("voorbeeldzaken", 100, "visit", "strategic", "both", "Bestuurlijk overleg voorbereid", ""),
    ("belangen", 95, "client_panel", "operational", "both", "Klantpanel over brieven",
     "Twaalf deelnemers lazen drie brieven. De middelste zin werd door niemand begrepen."),
    ("balie", 80, "round_table", "tactical", "both", "Ronde tafel met advocaten", ""),
    ("voorbeelddienst", 52, "call", "operational", "both", "", "Gebeld over de overdracht; loopt volgens plan."),
    ("fictiestad", 45, "appreciation", "operational", "from_them", "Compliment", "Dank voor de snelle hulp."),
    ("universiteit-fictie", 38, "webinar", "operational", "from_us", "Webinar over digitaal aanvragen", ""),
    ("universiteit-fictie", 33, "mail", "operational", "from_us", "Vervolg op het webinar", ""),
    ("universiteit-fictie", 26, "call", "operational", "both", "", "Terugblik op het webinar: te veel tekst."),
    ("universiteit-fictie", 19, "visit", "tactical", "both", "Halfjaargesprek", ""),
    ("universiteit-fictie", 12, "call", "operational", "both", "", "Nog een vraag over het tarief."),
    ("bedrijvenkring", 30, "visit", "tactical", "both", "Gesprek over de wachttijden", ""),
    ("voorbeeldzaken", 9, "call", "strategic", "both", "", "Kort afgestemd over de Kamerbrief."),
    ("balie", 6, "call", "operational", "both", "", "Afspraak gemaakt voor het volgende overleg."),
)  # fmt: skip
_RHYTHMS = {"voorbeelddienst": 4, "voorbeeldzaken": 6, "universiteit-fictie": 6, "fictiestad": 8, "belangen": 12}
_TOPIC_OF_FORM = {
    "round_table": "procedures",
    "training": "digital",
    "webinar": "digital",
    "client_panel": "information",
}
_MAIL = """From: Nynke Nieuw <nynke@onbekend.example.org>
To: reputatie@ind.example
Subject: Vraag namens onze leden
Date: {date:%a, %d %b %Y 09:30:00 +0100}
Message-ID: <demo-1@onbekend.example.org>

Goedemorgen,

Onze leden vragen wanneer het nieuwe formulier komt. Wie kan ik daarover spreken?
"""


def load(at: datetime) -> None:
    """Record the invented contact, once."""
    if ContactMoment.objects.exists():
        return
    users = {user.email: user for user in get_user_model()._default_manager.filter(email__endswith="@demo.example")}
    manager = users.get("account.manager@demo.example")
    organisations = {
        code: organisation
        for organisation in Organisation.objects.filter(website__endswith=".example.org")
        for code in [organisation.website.removeprefix("https://").removesuffix(".example.org")]
    }
    if manager is None or "voorbeeldzaken" not in organisations:
        return
    with acting(manager, route="demo"):
        _record(organisations, by=manager, at=at)
        for code, weeks in _RHYTHMS.items():
            set_rhythm(organisation=organisations[code], every_weeks=weeks)
            _keep(organisations[code], manager, at)
        content = _MAIL.format(date=at - timedelta(days=1)).encode()
        take_in(content=content, origin=IncomingMail.Origin.FOLDER, by=None, at=at)


def _record(organisations: dict[str, Organisation], *, by: Any, at: datetime) -> None:
    people = {
        pk: [person for person in Person.objects.filter(positions__organisation=pk)]
        for pk in (organisation.pk for organisation in organisations.values())
    }
    topics = {topic.code: topic for topic in Topic.objects.all()}
    for number, (code, days, form, level, direction, subject, summary) in enumerate(_MOMENTS):
        organisation = organisations[code]
        moment_at = at - timedelta(days=days)
        topic = topics.get(_TOPIC_OF_FORM.get(form, ""))
        moment = record_moment(
            values={
                "form": form,
                "level": level,
                "direction": direction,
                "held_on": local_date(moment_at),
                "starts_at": time(9 + number % 7),
                "subject": subject,
                "summary": summary,
            },
            organisations=[organisation],
            attendance=Attendance(
                persons=people[organisation.pk],
                colleagues=[by],
                topics=[topic] if topic else [],
                others=[(f"Deelnemer {each}", "") for each in range(1, 13)] if form == "client_panel" else [],
            ),
            by=by,
            at=moment_at,
        )
        if form == "client_panel":
            notes = b"Uitkomsten van het klantpanel (verzonnen)\n- De middelste zin is te lang.\n"
            attach(owner=moment, name="uitkomsten-klantpanel.txt", content=notes, by=by, at=moment_at)


def _keep(organisation: Organisation, user: Any, at: datetime) -> None:
    """Make the demo's account manager the fixed contact where there is none, so that the home page shows silence."""
    if not AccountAssignment.objects.filter(organisation=organisation).exists():
        from_on = local_date(at) - timedelta(days=365)
        assign(organisation=organisation, user=user, role=AccountAssignment.Role.ACCOUNT_MANAGER, from_on=from_on)


demo_loaders.register(DemoLoader("stakeholders.contact", load, order=12))
