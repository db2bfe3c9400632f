"""Filling: hand-built results give hand-computed values, twice is once, half-done is done again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.periods import Month
from kpis.choices import Level, Unit
from kpis.definitions import DEFINITIONS, Definition, UnknownKpi, definition, every_series
from kpis.domain.measured import Measured
from kpis.models import FillState, KpiValue
from kpis.services.filling import fill_kpi, fill_month, fill_what_is_new
from measurements.models import Result, WaveOutcome
from tests.measurements.result_waves import make_wave

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
OCTOBER = Month(2026, 10)


def invented(measured: list[Measured], **fields: object) -> Definition:
    """A declaration whose source gives what the test says."""
    values = {
        "id": "K99",
        "name": "Test",
        "question": "?",
        "formula": "-",
        "unit": Unit.INDEX,
        "levels": (Level.PUBLIC,),
        "source": lambda month, as_of: measured,
        "min_n": 30,
        "guard": "-",
        "by_month": False,
        "is_count": False,
        "smallest_relevant": 3.0,
        "target_hint": "-",
        "most_days_old": 550,
    }
    return Definition(**{**values, **fields})  # type: ignore[arg-type]


def one_value(value: float = 61.5, n: int = 120, **fields: object) -> Measured:
    return Measured(level=Level.PUBLIC, value=value, n=n, as_of=date(2026, 10, 28), **fields)  # type: ignore[arg-type]


def closed_wave(level: str = Level.STAKEHOLDERS, **fields: object):
    wave = make_wave(level=level, closed_on=date(2026, 10, 20), opened_on=date(2026, 10, 1), **fields)
    WaveOutcome.objects.create(
        wave=wave,
        scored_at=AT,
        definition_version=1,
        invited=80,
        complete=40,
        partial=8,
        response_rate="0.6000",
    )
    return wave


def result(wave, construct: str, mean: str, *, tier: str = "T2", scale: tuple[int, int] = (0, 100), n: int = 45):
    return Result.objects.create(
        wave=wave, construct=construct, tier=tier, n=n, mean=mean, se="1.5000", dof=44,
        low=float(mean) - 3, high=float(mean) + 3, scale_min=scale[0], scale_max=scale[1],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kpi", "construct", "dimension", "mean"),
    [
        ("K01", "REP", "", "62.5000"),
        ("K02", "KNO", "", "71.2500"),
        ("K03", "UND", "", "55.0000"),
        ("K04", "APP", "", "6.8000"),
        ("K06", "VERB", "connection", "58.0000"),
        ("K06", "BETR", "reliability", "63.0000"),
        ("K06", "VER", "improvement", "49.5000"),
    ],
)
def test_survey_kpis_take_the_stored_result_of_the_wave_that_closed(kpi, construct, dimension, mean):
    wave = closed_wave()
    result(wave, construct, mean, scale=(1, 10) if construct == "APP" else (0, 100))
    fill_kpi(definition=definition(kpi), month=OCTOBER, at=AT)
    value = KpiValue.objects.get(kpi=kpi)
    assert (value.level, value.dimension, value.value) == (Level.STAKEHOLDERS, dimension, float(mean))
    assert (value.n, value.standard_error, value.degrees_of_freedom) == (45, 1.5, 44)
    assert (value.low, value.high) == (float(mean) - 3, float(mean) + 3)
    assert (value.source, value.as_of) == (str(wave.pk), date(2026, 10, 20))


def test_response_is_answered_of_eligible():
    closed_wave()
    fill_kpi(definition=definition("K12"), month=OCTOBER, at=AT)
    value = KpiValue.objects.get(kpi="K12")
    # 48 of 80 invited took part: 60 percent.
    assert (value.value, value.numerator, value.denominator, value.n) == (60.0, 48, 80, 80)
    assert value.low is None


def test_told_back_counts_signals_whose_tenth_working_day_fell_in_the_month(monkeypatch):
    from feedback import queries

    monkeypatch.setattr(
        queries, "told_within", lambda *, month, days, as_of: queries.ToldWithin(18, 24, {"not_yet_due": 3})
    )
    fill_kpi(definition=definition("K16"), month=OCTOBER, at=AT)
    value = KpiValue.objects.get(kpi="K16")
    assert (value.level, value.value, value.numerator, value.denominator) == (Level.AGENCY, 75.0, 18, 24)
    assert value.exclusions == {"not_yet_due": 3}


def test_other_months_are_not_touched():
    wave = closed_wave()
    result(wave, "REP", "62.5000")
    assert fill_month(month=Month(2026, 9), at=AT).rows == 0
    assert not KpiValue.objects.exists()


def test_a_result_without_a_mean_is_withheld_and_says_so():
    wave = closed_wave()
    Result.objects.create(wave=wave, construct="REP", tier="T0", n=None)
    fill_kpi(definition=definition("K01"), month=OCTOBER, at=AT)
    value = KpiValue.objects.get(kpi="K01")
    assert (value.value, value.withheld, value.n) == (None, "too_few", 0)


def test_a_value_below_its_guard_is_withheld_whatever_the_source_says():
    fill_kpi(definition=invented([one_value(n=29, low=60.0, high=63.0, numerator=1)]), month=OCTOBER, at=AT)
    value = KpiValue.objects.get()
    assert (value.value, value.low, value.high, value.numerator) == (None, None, None, None)
    assert value.withheld == "too_few"


def test_the_indicative_tier_may_lie_below_the_guard():
    fill_kpi(definition=invented([one_value(n=16, tier="T1c")]), month=OCTOBER, at=AT)
    assert KpiValue.objects.get().value == 61.5


def test_filling_twice_gives_the_same_rows():
    kept = invented([one_value()])
    for _again in range(2):
        fill_kpi(definition=kept, month=OCTOBER, at=AT)
    assert KpiValue.objects.count() == 1
    assert FillState.objects.get().state == FillState.State.DONE


def test_a_value_that_is_gone_at_the_source_goes():
    fill_kpi(definition=invented([one_value()]), month=OCTOBER, at=AT)
    fill_kpi(definition=invented([]), month=OCTOBER, at=AT)
    assert not KpiValue.objects.exists()
    assert FillState.objects.get().rows == 0


def test_a_source_that_fails_leaves_the_old_value_and_is_done_again():
    def fails(month, as_of):
        raise RuntimeError

    fill_kpi(definition=invented([one_value()]), month=OCTOBER, at=AT)
    broken, sound = invented([], source=fails), invented([one_value()], id="K98")
    filled = fill_month(month=OCTOBER, at=AT, definitions=[broken, sound])
    assert filled.failed == ("K99",)
    assert KpiValue.objects.filter(kpi="K98").exists()
    assert KpiValue.objects.get(kpi="K99").value == 61.5
    assert FillState.objects.get(kpi="K99").state == FillState.State.STARTED
    again = fill_month(month=OCTOBER, at=AT, again=False, definitions=[invented([one_value(70.0)]), sound])
    assert (again.kpis, again.skipped) == (1, 1)
    assert KpiValue.objects.get(kpi="K99").value == 70.0


def test_a_new_version_of_a_definition_is_filled_again():
    fill_kpi(definition=invented([one_value()]), month=OCTOBER, at=AT)
    filled = fill_month(month=OCTOBER, at=AT, again=False, definitions=[invented([one_value(50.0)], version=2)])
    assert filled.kpis == 1
    assert KpiValue.objects.get().definition_version == 2


def test_the_nightly_run_leaves_old_months_alone(django_assert_max_num_queries):
    fill_what_is_new(at=AT)
    before = FillState.objects.get(kpi="K01", month=date(2026, 3, 1)).finished_at
    filled = fill_what_is_new(at=AT.replace(day=3))
    assert FillState.objects.get(kpi="K01", month=date(2026, 3, 1)).finished_at == before
    # The month that runs and the one before; the other twenty-two were done.
    assert filled.kpis == 2 * len(DEFINITIONS)
    assert filled.skipped == 22 * len(DEFINITIONS)


def test_the_database_refuses_a_withheld_value_that_is_there():
    fill_kpi(definition=invented([one_value()]), month=OCTOBER, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        KpiValue.objects.update(withheld="too_few")


def test_the_command_fills_a_month_and_computes_its_lines(capsys):
    wave = closed_wave()
    result(wave, "REP", "62.5000")
    call_command("fill_kpis", "--month", "2026-10")
    assert "2026-10:" in capsys.readouterr().out
    assert KpiValue.objects.get(kpi="K01").value == 62.5


@pytest.mark.parametrize("month", ["2026-13", "oktober", "2099-01"])
def test_the_command_refuses_a_month_that_is_none(month):
    with pytest.raises(CommandError):
        call_command("fill_kpis", "--month", month)


def test_every_declaration_is_whole():
    assert [one.id for one in DEFINITIONS] == ["K01", "K02", "K03", "K04", "K06", "K12", "K13", "K14", "K15", "K16"]
    assert len({(one.id, level, part.code) for one, level, part in every_series()}) == 23
    for one in DEFINITIONS:
        assert str(one.formula)
        assert one.suggested_gain is not None or set(one.suggested_level) == set(one.levels)


def test_an_unknown_kpi_is_refused():
    with pytest.raises(UnknownKpi):
        definition("K00")
