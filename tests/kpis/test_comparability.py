"""Waves whose questions changed are not joined: the line breaks, the change stays empty, and the page says why."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from core.periods import Month
from kpis.figures import rows, trend_chart
from kpis.queries import line
from kpis.report_page import _document_row
from kpis.services.filling import fill_month
from kpis.services.trending import compute_trends
from measurements.choices import Level, Mode
from measurements.domain.comparability import comparable_keys
from measurements.domain.instrument import Questionnaire, fingerprint
from measurements.models import Instrument, InstrumentVersion
from measurements.services.results import score_wave
from tests.measurements.result_waves import file_answers, given, make_wave, small_document

AT = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
MARCH, OCTOBER = Month(2026, 3), Month(2026, 10)


def questionnaire_with_understanding() -> dict[str, Any]:
    """The small questionnaire with three statements on understanding and a scale composed of both."""
    document = small_document(Level.PUBLIC, "small-public")
    rows = [{"code": f"UND{i}", "text": {"nl": f"begrip {i}", "en": f"grasp {i}"}} for i in (1, 2, 3)]
    document["sections"][0]["items"][0]["rows"] += rows
    document["constructs"].append(
        {**document["constructs"][0], "code": "UND", "items": ["UND1", "UND2", "UND3"], "minimum_answered": 3}
    )
    document["constructs"].append(
        {
            "code": "ALL",
            "title": {"nl": "Samen", "en": "Together"},
            "rule": "composite",
            "direction": "higher",
            "parts": ["REP", "UND"],
            "minimum_answered": 2,
        }
    )
    return document


def grid(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["sections"][0]["items"][0]
    return found


def keys(document: dict[str, Any], mode: str = Mode.ANONYMOUS) -> dict[str, str]:
    return comparable_keys(Questionnaire.from_document(document), mode=mode)


def changed_constructs(change: Any) -> set[str]:
    before = questionnaire_with_understanding()
    after = copy.deepcopy(before)
    change(after)
    old, new = keys(before), keys(after)
    return {code for code in old if old[code] != new[code]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: grid(one)["rows"][2]["text"].update(nl="anders gevraagd"), {"UND", "ALL"}),
        (lambda one: grid(one)["rows"][0]["text"].update(en="another translation"), {"REP", "ALL"}),
        (lambda one: grid(one)["rows"][0].update(reversed=True), {"REP", "ALL"}),
        (lambda one: grid(one)["rows"][0].update(version=2), {"REP", "ALL"}),
        (lambda one: grid(one)["text"].update(nl="Wat vindt u?"), {"REP", "UND", "ALL"}),
        (lambda one: one["scales"]["agree"]["labels"]["3"].update(nl="neutraal"), {"REP", "UND", "ALL"}),
        (lambda one: one["sections"][0]["items"][2].update(right="false"), {"KNO"}),
        (lambda one: one["constructs"][1].update(rule="mean"), {"APP"}),
        (lambda one: one["constructs"][0].update(direction="lower"), {"REP", "ALL"}),
        (lambda one: one["constructs"][3].update(minimum_answered=2), {"UND", "ALL"}),
        (lambda one: one["constructs"][0]["title"].update(nl="Reputatie van de dienst"), set()),
        (lambda one: one["introduction"].update(nl="Welkom terug"), set()),
        (lambda one: grid(one).update(required=True), set()),
        (lambda one: one.update(version=2), set()),
    ],
)
def test_a_change_breaks_exactly_the_constructs_that_rest_on_it(change: Any, expected: set[str]) -> None:
    assert changed_constructs(change) == expected


def test_another_way_of_asking_and_another_level_break_every_construct() -> None:
    document = questionnaire_with_understanding()
    anonymous = keys(document)
    for other in (keys(document, Mode.CONFIDENTIAL), keys({**document, "level": Level.EMPLOYEES})):
        assert not set(anonymous.values()) & set(other.values())


@pytest.fixture
def two_waves(db: None) -> None:
    """Two closed waves half a year apart; in the second one statement on understanding is worded differently."""
    first = questionnaire_with_understanding()
    second = copy.deepcopy(first)
    second["version"] = 2
    grid(second)["rows"][2]["text"]["nl"] = "Ik snap hoe de IND besluit."
    instrument = Instrument.objects.create(code="small-public", level=Level.PUBLIC)
    for document, closed in ((first, date(2026, 3, 20)), (second, date(2026, 10, 20))):
        version = InstrumentVersion.objects.create(
            instrument=instrument,
            number=document["version"],
            document=document,
            sha256=fingerprint(document),
            imported_at=AT,
        )
        wave = make_wave(opened_on=closed.replace(day=1), closed_on=closed)
        type(wave).objects.filter(pk=wave.pk).update(instrument_version=version)
        wave.refresh_from_db()
        answers = [given(1 + i % 5, 1 + i % 4, 5, UND1=1 + i % 5, UND2=1 + i % 3, UND3=1 + i % 4) for i in range(120)]
        file_answers(wave, answers)
        score_wave(wave_id=wave.pk, at=AT)
    for month in (MARCH, OCTOBER):
        assert fill_month(month=month, at=AT).failed == ()
    compute_trends(month=OCTOBER, at=AT)


def test_the_line_breaks_only_where_the_questions_changed(two_waves: None) -> None:
    understanding = line(kpi="K03", level=Level.PUBLIC, dimension="")
    reputation = line(kpi="K01", level=Level.PUBLIC, dimension="")
    assert understanding is not None
    assert reputation is not None
    assert understanding.data["breaks"] == ["2026-10"]
    for change in (understanding.data["change"], understanding.data["previous_change"]):
        assert (change["verdict"], change["difference"], change["p"]) == ("not_comparable", None, None)
    assert reputation.data["breaks"] == []
    assert (reputation.data["change"]["verdict"], reputation.data["change"]["difference"]) == ("none", 0)


def test_chart_table_and_small_line_show_the_gap_and_say_why(two_waves: None) -> None:
    understanding = line(kpi="K03", level=Level.PUBLIC, dimension="")
    reputation = line(kpi="K01", level=Level.PUBLIC, dimension="")
    assert understanding is not None
    assert reputation is not None
    with translation.override("nl"):
        said = "niet vergelijkbaar met eerder: de vragen of de manier van vragen zijn veranderd"
        chart = trend_chart(understanding)
        assert said in chart.note
        assert [row[4] for row in rows(understanding)] == ["nulmeting", said]
        assert said not in trend_chart(reputation).note
    own = chart.figure["data"][0]
    assert own["y"][1] is None
    assert len(own["y"]) == len(own["x"]) == len(own["error_y"]["array"]) == 3
    joined = trend_chart(reputation).figure["data"][0]
    assert len(joined["y"]) == 2
    assert None not in joined["y"]
    assert understanding.drawing.joined == []
    assert len(understanding.drawing.dots) == 2
    assert len(reputation.drawing.joined) == 1
    assert len(_document_row(reputation)["joined"][0]) == 2
