"""Pages of results for the browser tests: lists, a wave in every state, published figures, taking answers out."""

import json
from pathlib import Path

from django.core.management import call_command

from measurements.choices import Level, Mode, State
from measurements.domain.instrument import fingerprint
from measurements.models import Instrument, InstrumentVersion
from measurements.services.results import score_wave
from tests.browser.pages import Page
from tests.measurements.result_waves import AT, file_answers, make_wave, spread_answers

MEASUREMENTS = Path(__file__).parents[2] / "measurements"


def stakeholder_version():
    """The stakeholder questionnaire of the library."""
    document = json.loads((MEASUREMENTS / "library" / "stakeholders.json").read_text())
    instrument, _created = Instrument.objects.get_or_create(
        code=document["code"], defaults={"level": document["level"]}
    )
    values = {"document": document, "sha256": fingerprint(document), "imported_at": AT}
    return InstrumentVersion.objects.get_or_create(instrument=instrument, number=1, defaults=values)[0]


def full_answers(version, n):
    """Different answers to every scale, knowledge and choice question."""
    rows = []
    for number in range(n):
        row = {}
        for place, item in enumerate(version.questionnaire.items):
            step = number * (place + 3) + place
            if item.minimum != item.maximum:
                row[item.code] = item.minimum + step % (item.maximum - item.minimum + 1)
            elif item.choices and item.kind != "multiple":
                row[item.code] = item.choices[step % len(item.choices)].code
        rows.append(row)
    return rows


def scored(state=State.CLOSED, n=130):
    """A stakeholder wave with results, split by whether there is a fixed contact."""
    version = stakeholder_version()
    wave = make_wave(
        level=Level.STAKEHOLDERS, mode=Mode.CONFIDENTIAL, state=state, title="Stakeholders 2026",
        organisation_count=160, invited_count=200, is_fictional=True,
    )  # fmt: skip
    type(wave).objects.filter(pk=wave.pk).update(instrument_version=version, cuts=["REL1"])
    wave.refresh_from_db()
    for choice, answers in (("yes", full_answers(version, n - 45)), ("no", full_answers(version, 45))):
        file_answers(wave, answers, strata={"REL1": choice})
    score_wave(wave_id=wave.pk, at=AT)
    return wave


def small(n):
    """A closed wave with few answers."""
    wave = make_wave(title="Kleine meting")
    file_answers(wave, spread_answers(n))
    if n >= wave.floor:
        score_wave(wave_id=wave.pk, at=AT)
    return wave


def history(address):
    """The address, after the real published figures were imported."""
    call_command("import_published_results", str(MEASUREMENTS / "data" / "published_results.csv"))
    return address


RESULT_PAGES = [
    Page("results-list", lambda user: (scored(), "/metingen/resultaten/")[1], role="manager"),
    Page("results-list-empty", lambda user: "/metingen/resultaten/", role="manager"),
    Page("results-wave", lambda user: f"/metingen/{scored().pk}/resultaten/", role="researcher"),
    Page("results-wave-themes", lambda user: f"/metingen/{small(20).pk}/resultaten/", role="manager"),
    Page("results-wave-few", lambda user: f"/metingen/{small(6).pk}/resultaten/", role="manager"),
    Page("results-wave-open", lambda user: f"/metingen/{make_wave(state=State.OPEN).pk}/resultaten/", role="manager"),
    Page("results-published", lambda user: history("/metingen/eerder-gepubliceerd/"), role="researcher"),
    Page("results-published-empty", lambda user: "/metingen/eerder-gepubliceerd/", role="manager"),
    Page("results-import", lambda user: "/lijsten/published-results/", role="researcher"),
    Page("results-export", lambda user: f"/metingen/{scored().pk}/antwoorden/", role="researcher"),
    Page("results-public", lambda user: (scored(State.PUBLISHED), history("/resultaten/"))[1]),
    Page("results-public-empty", lambda user: "/resultaten/"),
    Page("results-public-wave", lambda user: f"/resultaten/{scored(State.PUBLISHED).pk}/"),
]
