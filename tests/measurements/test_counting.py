"""Counts are added while filing, and a full recount gives the same figures."""

import pytest
from django.db import transaction

from measurements.choices import Level, Mode
from measurements.domain.disclosure import group_of
from measurements.models import Answer, JointCell
from measurements.services.counting import (
    NotInTransaction,
    add_counts,
    cell_name,
    group_of_cell,
    recount,
    stored_counts,
)

from .result_waves import file_answers, given, make_wave, spread_answers

pytestmark = pytest.mark.django_db


def test_counts_are_integers_per_value_and_cell() -> None:
    wave = make_wave()
    file_answers(wave, [given(5, 5, 8), given(5, 5, 8), given(1, 2, 4)], strata={"region": "west"})
    cell = cell_name({"region": "west"})
    assert dict(stored_counts(wave=wave)) == {
        (cell, "answers", 2): 3,
        (cell, "REP", 1_000_000): 2,
        (cell, "REP", 125_000): 1,
        (cell, "APP", 80_000): 2,
        (cell, "APP", 40_000): 1,
        (cell, "KNO", 1_000_000): 3,
    }


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_a_recount_gives_what_was_added_in_batches(mode: str) -> None:
    wave = make_wave(level=Level.STAKEHOLDERS, mode=mode)
    for batch, region in enumerate(("west", "east", "west")):
        file_answers(wave, spread_answers(12 + batch), strata={"region": region})
    before = stored_counts(wave=wave)
    assert recount(wave=wave) == 0
    assert stored_counts(wave=wave) == before


def test_a_recount_repairs_drift() -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(15))
    right = stored_counts(wave=wave)
    JointCell.objects.filter(wave=wave, measure="REP").first().delete()  # type: ignore[union-attr]
    JointCell.objects.create(wave=wave, cell="{}", measure="REP", value=777, count=3)
    assert recount(wave=wave) == 2
    assert stored_counts(wave=wave) == right


def test_dont_know_counts_as_taking_part_but_not_for_the_score() -> None:
    wave = make_wave()
    file_answers(wave, [given(5, 4, 7, REP2="dk", KNO1="dk")])
    counts = stored_counts(wave=wave)
    assert counts["{}", "answers", 2] == 1
    assert counts["{}", "KNO", 0] == 1
    assert not [place for place in counts if place[1] == "REP"]


def test_half_answered_is_partial_and_less_is_broken_off() -> None:
    wave = make_wave()
    file_answers(wave, [{"REP1": 4, "REP2": 4}, {"REP1": 4}])
    counts = stored_counts(wave=wave)
    assert counts["{}", "answers", 1] == 1
    assert counts["{}", "answers", 0] == 1


@pytest.mark.django_db(transaction=True)
def test_counting_outside_the_filing_transaction_is_refused() -> None:
    wave = make_wave()
    with pytest.raises(NotInTransaction):
        add_counts(wave=wave, answers=[])


def test_an_answer_outside_its_scale_leaves_no_counts() -> None:
    wave = make_wave()
    bad = Answer(wave=wave, version=wave.instrument_version, answers=given(5, 5, 11), items=[])
    with pytest.raises(ValueError, match="scale"), transaction.atomic():
        add_counts(wave=wave, answers=[bad])
    assert not JointCell.objects.filter(wave=wave).exists()


def test_cell_names_do_not_depend_on_the_order_of_cuts() -> None:
    assert cell_name({"b": "2", "a": "1"}) == cell_name({"a": "1", "b": "2"})
    assert group_of_cell(cell_name({"b": "é", "a": "1"})) == group_of(a="1", b="é")
