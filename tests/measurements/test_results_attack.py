"""Somebody who has every stored result of a wave attacks it: no small group is bounded or solved for."""

from __future__ import annotations

import itertools
import json
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from measurements.models import JointCell, Result, Wave
from measurements.services.results import score_wave

from .result_waves import AT, file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db

CUTS = {"region": ["north", "east", "south", "west"], "contact": ["yes", "no"], "level": ["a", "b", "c"]}


def wave_with_groups(seed: int) -> Wave:
    """A wave in which some groups are far below the floor, and questions are skipped by some."""
    random = Random(seed)
    wave = make_wave()
    for place, cell in enumerate(itertools.product(*CUTS.values())):
        n = random.choice([0, 0, 1, 2, 5, 9, 14])
        answers = spread_answers(n)
        for answer in answers:
            if random.random() < 0.2:
                answer["APP1"] = "dk"
        if answers:
            file_answers(wave, answers[place % 3 :] + answers[: place % 3], strata=dict(zip(CUTS, cell, strict=True)))
    score_wave(wave_id=wave.pk, at=AT)
    return wave


@pytest.mark.parametrize("seed", range(6))
def test_no_small_group_of_a_wave_can_be_bounded_or_solved(seed: int) -> None:
    wave = wave_with_groups(seed)
    cells = list(itertools.product(*CUTS.values()))
    for construct in ("REP", "APP", "KNO"):
        truth = dict.fromkeys(cells, 0)
        for row in JointCell.objects.filter(wave=wave, measure=construct):
            strata = json.loads(row.cell)
            truth[tuple(strata[cut] for cut in CUTS)] += row.count
        rows, values = [], []
        for result in Result.objects.filter(wave=wave, construct=construct, n__isnull=False):
            place = list(CUTS).index(result.cut) if result.cut else None
            rows.append([1.0 if place is None or cell[place] == result.category else 0.0 for cell in cells])
            values.append(float(result.n or 0))
        for place, (_cut, categories) in enumerate(CUTS.items()):
            for category in categories:
                inside = np.array([1.0 if cell[place] == category else 0.0 for cell in cells])
                n = sum(count for cell, count in truth.items() if cell[place] == category)
                if not rows or not 0 < n < wave.floor:
                    continue
                facts, right = np.array(rows), np.array(values)
                low = linprog(inside, A_eq=facts, b_eq=right, method="highs").fun
                high = -linprog(-inside, A_eq=facts, b_eq=right, method="highs").fun
                assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) >= wave.floor
                # Nor does any sum or difference of shown groups (of their means times their n) give it.
                solution, *_rest = np.linalg.lstsq(facts.T, inside, rcond=None)
                assert not np.allclose(facts.T @ solution, inside)


def test_the_attack_works_when_a_rule_is_broken_on_purpose() -> None:
    """The control: with the withheld neighbour shown after all, the small group is found exactly."""
    wave = make_wave()
    for region, n in (("west", 40), ("east", 30), ("south", 4)):
        file_answers(wave, spread_answers(n), strata={"region": region})
    score_wave(wave_id=wave.pk, at=AT)
    shown = {row.category: row.n for row in Result.objects.filter(wave=wave, construct="REP")}
    assert shown["south"] is shown["east"] is None
    broken = {**shown, "east": 30}
    assert (broken[""] or 0) - (broken["west"] or 0) - (broken["east"] or 0) == 4
