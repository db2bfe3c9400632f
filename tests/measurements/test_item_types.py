"""Every item type answered and refused: what is typed, what is kept, and what a respondent is asked at all."""

import re

import pytest
import time_machine

from measurements.domain import routing, typing_in
from measurements.domain.answers import NOT_ALONE, OUTSIDE, REQUIRED, pack, read_answers, unpack
from measurements.domain.instrument import Questionnaire
from measurements.domain.routing import half_of, read_form, shuffled
from measurements.domain.scoring_key import COMPLETE, key_of
from measurements.domain.simulation import simulated_answers, simulated_person
from measurements.models import Answer, QuotaCount, SealedAnswer
from measurements.services import counting, filing

from .asking import AT, Respondent, open_wave, tokens
from .every_type import every_type

EVERY = Questionnaire.from_document(every_type())

READINGS = [
    ("AGE", ["34"], 34), ("AGE", [" 34 "], 34), ("AGE", ["٣٤"], 34), ("AGE", ["۳۴"], 34), ("AGE", ["34,0"], 34),
    ("AGE", ["", "na"], "na"), ("AGE", [""], None), ("AGE", [" "], None),
    ("LAST", ["27", "3", "2026"], "2026-03-27"), ("LAST", ["٢٧", "٣", "٢٠٢٦"], "2026-03-27"),
    ("LAST", ["", "", "", "dk"], "dk"), ("LAST", ["", "", ""], None),
    ("SINCE", ["3", "2026"], "2026-03"),
    ("RANK", ["right.1", "", "fast.2"], ["right", "fast"]), ("RANK", ["", "kind.1", ""], ["kind"]),
    ("RANK", ["", "", "", "dk"], "dk"), ("RANK", ["", "", ""], None),
    ("VIA", ["desk", "mail"], ["mail", "desk"]), ("VIA", ["dk"], "dk"),
    ("MOOD", ["3"], 3), ("MOOD", ["dk"], "dk"), ("TRU", ["na"], "na"), ("WAA_now", ["2"], 2), ("KNO", ["dk"], "dk"),
]  # fmt: skip
REFUSALS = [
    ("AGE", ["17"], typing_in.NUMBER), ("AGE", ["111"], typing_in.NUMBER), ("AGE", ["34.5"], typing_in.NUMBER),
    ("AGE", ["abc"], typing_in.NUMBER), ("AGE", ["1e2"], typing_in.NUMBER), ("AGE", ["NaN"], typing_in.NUMBER),
    ("AGE", ["3" * 5000], typing_in.NUMBER), ("AGE", ["34", "35"], typing_in.NUMBER), ("AGE", ["34", "na"], NOT_ALONE),
    ("AGE", ["", "dk"], typing_in.NUMBER), ("AGE", ["🙂"], typing_in.NUMBER),
    ("LAST", ["31", "2", "2026"], typing_in.DATE), ("LAST", ["1", "13", "2026"], typing_in.DATE),
    ("LAST", ["1", "1", "26"], typing_in.DATE), ("LAST", ["1", "1", "2019"], typing_in.DATE),
    ("LAST", ["1", "1", "2031"], typing_in.DATE), ("LAST", ["1", "", "2026"], typing_in.DATE),
    ("LAST", ["2026-01-01"], typing_in.DATE), ("LAST", ["x", "y", "z"], typing_in.DATE),
    ("LAST", ["1", "1", "2026", "dk"], NOT_ALONE), ("SINCE", ["27", "3", "2026"], typing_in.DATE),
    ("RANK", ["right.1", "fast.1"], typing_in.RANKS), ("RANK", ["right.2"], typing_in.RANKS),
    ("RANK", ["right.1", "right.2"], typing_in.RANKS), ("RANK", ["nope.1"], typing_in.RANKS),
    ("RANK", ["right.x"], typing_in.RANKS), ("RANK", ["right.1", "fast.2", "kind.3"], typing_in.RANKS),
    ("RANK", ["right.1", "dk"], NOT_ALONE), ("VIA", ["mail", "dk"], NOT_ALONE), ("VIA", ["nope"], OUTSIDE),
    ("MOOD", ["4"], OUTSIDE), ("MOOD", ["0"], OUTSIDE), ("WAA_now", ["6"], OUTSIDE), ("PROC", [], REQUIRED),
    ("MOOD", ["na"], OUTSIDE),
]  # fmt: skip


@pytest.mark.parametrize(("code", "typed", "value"), READINGS)
def test_what_fits_is_read(code, typed, value):
    reading = read_answers([EVERY.item(code)], {code: typed})
    assert not reading.errors
    assert reading.answers.get(code) == value


@pytest.mark.parametrize(("code", "typed", "error"), REFUSALS)
def test_what_does_not_fit_is_refused(code, typed, error):
    reading = read_answers([EVERY.item(code)], {code: typed})
    assert reading.errors == {code: error}
    assert not reading.answers


def test_the_largest_answer_fits_its_box(settings):
    longest = {item.code: "🙂" * item.max_length for item in EVERY.items if item.max_length}
    full = {**longest, "VIA": ["mail", "phone", "desk"], "RANK": ["right", "fast"], "LAST": "2026-03-27", "AGE": 110}
    full |= {item.code: 5 for item in EVERY.items if item.code not in full} | {"_half": "b"}
    packed = pack(EVERY, answers=full, respondent="0" * 36, cluster="0" * 36)
    assert len(packed) == EVERY.box_size
    assert unpack(packed)[0] == full


def test_questions_that_do_not_apply_are_left_out_with_their_errors():
    typed = {
        "PROC": ["work"],
        "WHAT": ["x" * 500],
        "TRU": ["9"],
        "STORY": ["too late"],
        "VIA": ["desk"],
        "RANK": ["??"],
    }
    reading = read_form(EVERY, typed, half="a")
    assert reading.errors == {}
    assert reading.answers == {"PROC": "work", "TRU": 9, "VIA": ["desk"]}


def test_what_does_not_apply_counts_as_not_answered_for_what_follows():
    hidden = {"PROC": ["work"], "WHAT": ["left over"], "VIA": ["mail"], "RANK": ["fast.1"]}
    assert read_form(EVERY, hidden, half="a").answers["RANK"] == ["fast"]
    shown = {**hidden, "PROC": ["else"]}
    assert "RANK" not in read_form(EVERY, shown, half="a").answers


def test_each_half_is_asked_its_own_question():
    typed = {"PROC": ["work"], "APP": ["8"], "APPB": ["6"]}
    assert "APPB" not in read_form(EVERY, typed, half="a").answers
    assert "APP" not in read_form(EVERY, typed, half="b").answers
    assert {half_of(EVERY, seed) for seed in range(10)} == {"a", "b"}


def test_anchors_keep_their_place_and_a_draw_is_repeatable():
    choices = EVERY.item("PROC").choices
    orders = {tuple(choice.code for choice in shuffled(choices, seed, "PROC")) for seed in range(60)}
    assert len(orders) == 6
    assert {order[-1] for order in orders} == {"else"}
    assert shuffled(choices, 7, "PROC") == shuffled(choices, 7, "PROC")


def test_a_gap_is_wanted_minus_now_and_a_pictogram_scores_as_a_scale():
    scores = key_of(EVERY).scores({"WAA_now": 2, "WAA_wanted": 5, "MOOD": 2})
    assert scores == {"GAP": 750_000, "MOODS": 500_000}
    assert "GAP" not in key_of(EVERY).scores({"WAA_now": 2, "WAA_wanted": "dk"})


def test_a_question_nobody_asked_makes_no_answer_incomplete():
    key = key_of(EVERY)
    asked = frozenset({"REP1", "REP2"})
    assert key.completeness(asked, asked) == COMPLETE
    assert key.completeness(asked) != COMPLETE


def test_simulated_answers_are_answers_that_could_be_given():
    from random import Random

    random = Random(1)
    for _number in range(30):
        answers = simulated_answers(EVERY, simulated_person(random), random, texts=["x"])
        assert answers["_half"] in "ab"
        assert routing.applying_codes(EVERY, answers) >= answers.keys() - {"_half"}


FIRST = {"q.PROC": "study", "q.AGE": "34", "q.LAST": ["27", "3", "2026"], "q.SINCE": ["3", "2026"]}
VIEWS = {
    "q.REP1": "4", "q.REP2": "2", "q.REP3": "dk", "q.TRU": "3",
    "q.APP": "7", "q.APPB": "7", "q.NPS": "9", "q.MOOD": "3",
}  # fmt: skip
MORE = {
    "q.VIA": ["mail", "desk"],
    "q.RANK": ["", "right.1", "kind.2"],
    "q.KNO": "false",
    "q.WAA_now": "2",
    "q.WAA_wanted": "5",
}


@pytest.mark.django_db
class TestAnswering:
    """By form, without JavaScript."""

    @pytest.fixture(autouse=True)
    def clock(self):
        with time_machine.travel(AT, tick=False):
            yield

    @pytest.fixture
    def wave(self):
        return open_wave(document=every_type(), languages=["nl", "en", "ar"], texts=_texts(), people=30)

    def respond(self, token, *, first=FIRST, views=VIEWS, language=""):
        guest = Respondent(token)
        guest.open(**({"taal": language} if language else {}))
        guest.seed = re.search(r'name="loting" value="(\d+)"', guest.page.content.decode()).group(1)
        guest.press("verder", loting=guest.seed, **first)
        guest.press("verder", loting=guest.seed, **views)
        return guest

    def test_from_the_first_page_to_a_filed_row(self, wave):
        links = tokens(wave)
        for token in links:
            guest = self.respond(token)
            page = guest.press("verder", loting=guest.seed, **MORE).content.decode()
            assert "Wat ging er mis bij studie?" in page
            assert guest.press("verstuur", loting=guest.seed, **{"q.STORY": "Lang 🙂"}).status_code == 200
        assert filing.file_wave(wave_id=wave.pk, at=AT) >= 10
        answer = Answer.objects.filter(wave=wave).first()
        half = answer.answers["_half"]
        other = "APP" if half == "b" else "APPB"
        assert other not in answer.answers
        assert answer.answers["RANK"] == ["right", "kind"]
        assert answer.answers["LAST"] == "2026-03-27"
        assert answer.answers["WAA_wanted"] == 5
        codes = answer.version.questionnaire.scale_codes
        assert dict(zip(codes, answer.items, strict=True))["MOOD"] == 3
        assert counting.recount(wave=wave) == 0
        assert QuotaCount.objects.get(wave=wave).count == Answer.objects.filter(wave=wave).count()

    def test_a_full_quota_stores_nothing_and_leaves_the_link(self, wave):
        QuotaCount.objects.create(wave=wave, code="STUDY", count=12)
        guest = Respondent(tokens(wave)[0])
        guest.open()
        assert "genoeg antwoorden" in guest.press("verder", **FIRST).content.decode()
        assert not SealedAnswer.objects.exists()
        assert Respondent(tokens(wave)[0]).open().status_code == 200
        other = Respondent(tokens(wave)[1])
        other.open()
        assert "genoeg antwoorden" not in other.press("verder", **{**FIRST, "q.PROC": "work"}).content.decode()

    def test_a_page_that_does_not_apply_is_passed_over_and_sending_is_still_a_step(self, wave):
        guest = self.respond(tokens(wave)[0], views={**VIEWS, "q.TRU": "9"})
        end = guest.press("verder", loting=guest.seed, **MORE)
        content = end.content.decode()
        assert 'value="verstuur"' in content
        assert "Uw verhaal" not in content
        back = guest.press("terug", loting=guest.seed).content.decode()
        assert re.search(r'value="right.1" selected', back)
        guest.press("verder", loting=guest.seed, **MORE)
        assert guest.press("verstuur", loting=guest.seed).status_code == 200
        assert SealedAnswer.objects.filter(wave=wave).count() == 1

    def test_a_condition_of_the_same_page_is_said_in_words(self, wave):
        page = Respondent(tokens(wave)[0]).open().content.decode()
        assert 'class="condition"' in page
        assert "respondent.js" in page
        assert "Waarover hebt u contact?" in re.search(r'class="condition">(.*?)</p>', page).group(1)

    def test_a_hidden_required_question_does_not_stop_anybody_and_a_shown_one_does(self, wave):
        guest = Respondent(tokens(wave)[0])
        guest.open()
        refused = guest.press("verder", **{**FIRST, "q.PROC": "else"})
        assert refused.status_code == 422
        assert 'href="#f-WHAT"' in refused.content.decode()
        assert guest.press("verder", **FIRST).status_code == 200

    def test_what_was_typed_wrongly_is_still_there_with_its_message(self, wave):
        guest = Respondent(tokens(wave)[0])
        guest.open()
        wrong = {"q.PROC": "work", "q.AGE": "oud", "q.LAST": ["31", "2", "2026"], "q.SINCE": ["", "", "x"]}
        page = guest.press("verder", **wrong)
        content = page.content.decode()
        assert page.status_code == 422
        for code in ("AGE", "LAST", "SINCE"):
            assert f'<a href="#f-{code}">' in content
            assert f'id="e-{code}"' in content
        assert 'value="oud"' in content
        assert re.search(r'id="i-LAST-d"[^>]* value="31"', content)

    def test_the_draw_survives_language_page_and_saving(self, wave):
        guest = Respondent(tokens(wave)[0])
        first = guest.open().content.decode()
        seed = re.search(r'name="loting" value="(\d+)"', first).group(1)
        order = re.findall(r'name="q.PROC" value="(\w+)"', first)
        other = guest.press("", naar="en", loting=seed).content.decode()
        assert re.findall(r'name="q.PROC" value="(\w+)"', other) == order
        guest.press("bewaar", loting=seed, **FIRST)
        again = Respondent(guest.token).open().content.decode()
        assert f'name="loting" value="{seed}"' in again
        assert re.findall(r'name="q.PROC" value="(\w+)"', again) == order
        assert 'value="27"' in again

    @pytest.mark.parametrize("seed", ["-1", "x", "9" * 11, "99999999999999999999", "2147483647"])
    def test_an_altered_draw_is_only_another_order(self, wave, seed):
        guest = Respondent(tokens(wave)[0])
        guest.open()
        assert guest.press("verder", loting=seed, **FIRST).status_code == 200

    def test_an_earlier_answer_in_a_later_text_is_escaped(self):
        content = every_type()
        content["sections"][0]["items"][1]["choices"][1]["text"]["nl"] = '<b>studie</b> & "meer"'
        wave = open_wave(document=content, languages=["nl"], people=12)
        guest = Respondent(tokens(wave)[0])
        guest.open()
        page = guest.press("verder", **FIRST).content.decode()
        assert "Uw mening over &lt;b&gt;studie&lt;/b&gt; &amp; &quot;meer&quot;" in page

    def test_arabic_runs_from_right_to_left(self, wave):
        page = Respondent(tokens(wave)[0]).open(taal="ar").content.decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert "ما موضوع تواصلك؟" in page

    def test_a_form_too_large_to_save_says_so(self, wave):
        guest = Respondent(tokens(wave)[0])
        guest.open()
        page = guest.press("bewaar", **{**FIRST, "q.WHAT": "x" * 300_000})
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()


def _texts():
    from measurements.domain.default_texts import default_texts

    texts = default_texts(["nl", "en", "ar"])
    return {**texts, "ar": texts["en"]}
