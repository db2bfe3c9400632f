"""Show-if on the server: the table of cases that the browser is held to as well, and everything that is refused."""

import json
from pathlib import Path

import pytest

from measurements.domain.conditions import DEEPEST, LONGEST, BadCondition, holds, parse

TABLE = json.loads(Path(__file__).with_name("conditions.json").read_text())


@pytest.mark.parametrize(("text", "expected"), TABLE["cases"])
def test_a_condition_means_what_the_table_says(text, expected):
    assert holds(parse(text), TABLE["answers"]) is expected


@pytest.mark.parametrize("text", TABLE["refused"])
def test_what_is_no_condition_is_refused_with_a_place(text):
    with pytest.raises(BadCondition) as refusal:
        parse(text)
    assert refusal.value.position >= 1


def test_a_condition_that_is_too_long_or_too_deep_is_refused():
    with pytest.raises(BadCondition):
        parse("A = 1 or " * LONGEST + "A = 1")
    with pytest.raises(BadCondition):
        parse("(" * (DEEPEST + 1) + "A = 1" + ")" * (DEEPEST + 1))


def test_a_condition_is_read_once():
    assert parse("REL = 'yes'") is parse("REL = 'yes'")
