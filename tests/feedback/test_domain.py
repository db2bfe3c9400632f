"""The plain rules of the loop: states, masks, codes, deadlines."""

import uuid
from datetime import date
from itertools import pairwise

import pytest

from feedback.domain import codes
from feedback.domain.deadlines import confirm_by, tell_by, working_days_paused
from feedback.domain.masking import mask, passes_eleven_test
from feedback.domain.workflow import ALLOWED_MOVES, State, Word, is_allowed, states_of, word_of

HAPPY = ["received", "confirmed", "examining", "planned", "decided", "told", "closed"]
REOPENED = ["received", "decided", "told", "closed", "examining", "decided", "told"]
BOUNCED = ["received", "decided", "told", "closed", "decided", "told", "closed"]
ASKED_BACK = ["received", "confirmed", "awaiting_giver", "examining", "decided", "told"]
JOINED = ["received", "merged", "received", "examining", "merged", "examining"]
SECRET = b"s" * 32


@pytest.mark.parametrize("walk", [HAPPY, REOPENED, BOUNCED, ASKED_BACK, JOINED])
def test_a_signal_may_walk_this_way(walk):
    for old, new in pairwise(walk):
        assert is_allowed(State(old), State(new)), f"{old} → {new}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("received", "told"),
        ("received", "closed"),
        ("examining", "told"),
        ("examining", "closed"),
        ("decided", "closed"),
        ("decided", "received"),
        ("told", "received"),
        ("closed", "told"),
        ("closed", "merged"),
        ("merged", "closed"),
        ("merged", "told"),
        ("merged", "decided"),
        ("examining", "received"),
    ],
)
def test_a_signal_may_not_walk_this_way(old, new):
    assert not is_allowed(State(old), State(new))


def test_every_state_has_moves_and_a_word_and_every_word_has_states():
    assert set(ALLOWED_MOVES) == set(State)
    assert {word_of(state) for state in State} == set(Word)
    for word in Word:
        assert all(word_of(state) == word for state in states_of(word))


def test_closed_is_reached_from_told_only():
    assert [state for state in State if is_allowed(state, State.CLOSED)] == [State.TOLD]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mijn V-nummer is 123.456.7890.", "mijn V-nummer is [V-nummer]."),
        ("V-nr: 1234567890", "V-nr: [V-nummer]"),
        ("zaak 1234567890 loopt", "zaak [V-nummer] loopt"),
        ("V 0612345678", "V [V-nummer]"),
        ("bsn 111222333", "bsn [BSN]"),
        ("111222333", "[BSN]"),
        ("1112.22.333", "[BSN]"),
        ("burgerservicenummer: 12345678", "burgerservicenummer: [BSN]"),
        ("bel 06-12345678", "bel [telefoonnummer]"),
        ("bel 06 12 34 56 78 even", "bel [telefoonnummer] even"),
        ("bel +31 6 12345678", "bel [telefoonnummer]"),
        ("bel 070-1234567", "bel [telefoonnummer]"),
        ("zaaknummer Z1-12345678901", "zaaknummer [zaaknummer]"),
        ("twee: 111222333 en 1234567890", "twee: [BSN] en [V-nummer]"),
    ],
)
def test_what_looks_like_a_number_of_a_person_or_case_is_taken_out(text, masked):
    assert mask(text).text == masked
    assert mask(text).is_changed


@pytest.mark.parametrize(
    "text",
    [
        "op 12-05-2026 om 10.30 uur",
        "artikel 3.71 lid 2",
        "111222334",
        "in 2024 en 2025 waren er 12.500 aanvragen",
        "€ 1.250,00",
        "postcode 2500 AA",
        "12345678901234567890",
        "000000000",
        "100.000.000 euro",
        "",
    ],
)
def test_ordinary_numbers_stay(text):
    assert mask(text).text == text
    assert not mask(text).is_changed


def test_the_word_that_replaces_a_number_is_in_the_language_of_the_text():
    assert mask("my V-number is 1234567890", language="en").text == "my V-number is [V-number]"


@pytest.mark.parametrize(
    ("number", "passes"),
    [("111222333", True), ("123456782", True), ("123456789", False), ("000000000", False), ("12345678", False)],
)
def test_the_eleven_test(number, passes):
    assert passes_eleven_test(number) is passes


def test_a_code_has_four_groups_of_four_and_75_bits_and_is_well_formed():
    code = codes.code_for(SECRET, subject=uuid.uuid4())
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert codes.is_well_formed(code)
    assert len({codes.code_for(SECRET, subject=uuid.uuid4()) for _ in range(500)}) == 500


def test_every_wrong_character_and_every_swap_of_neighbours_is_noticed():
    code = codes.normalised(codes.code_for(SECRET, subject=uuid.UUID(int=7)))
    for place in range(len(code)):
        for character in codes.ALPHABET:
            if character != code[place]:
                assert not codes.is_well_formed(code[:place] + character + code[place + 1 :])
    for place in range(len(code) - 2):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not codes.is_well_formed(swapped)


def test_a_code_is_read_as_people_type_it():
    code = codes.code_for(SECRET, subject=uuid.UUID(int=9))
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.follow_hash(SECRET, typed) == codes.follow_hash(SECRET, code)


def test_the_two_hashes_differ_and_depend_on_the_secret():
    code = codes.code_for(SECRET, subject=uuid.UUID(int=9))
    assert codes.follow_hash(SECRET, code) != codes.waiting_hash(SECRET, code)
    assert codes.follow_hash(SECRET, code) != codes.follow_hash(b"t" * 32, code)


def test_the_same_form_gives_the_same_submission_and_another_text_another():
    first = codes.submission_id(SECRET, nonce="n", content="text")
    assert first == codes.submission_id(SECRET, nonce="n", content="text")
    assert first != codes.submission_id(SECRET, nonce="n", content="other")
    assert first != codes.submission_id(SECRET, nonce="m", content="text")


def test_deadlines_count_working_days_after_the_day_of_receipt():
    # Friday 1 May 2026; Tuesday 5 May (Liberation Day) and Thursday 14 May (Ascension Day) do not count.
    assert confirm_by(date(2026, 5, 1)) == date(2026, 5, 6)
    assert tell_by(date(2026, 5, 1)) == date(2026, 5, 19)
    assert tell_by(date(2026, 5, 1), paused_days=2) == date(2026, 5, 21)
    assert working_days_paused(date(2026, 5, 1), date(2026, 5, 6)) == 2
