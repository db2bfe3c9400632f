"""Questionnaires as documents: what is accepted, what is refused in words, and that a version never changes."""

import copy
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from measurements.domain.checking import InvalidInstrument, problems_of, read_document
from measurements.domain.instrument import Questionnaire, canonical, fingerprint
from measurements.exceptions import SameNumberOtherText
from measurements.models import InstrumentVersion
from measurements.services.instruments import import_instrument

from .asking import AT, LIBRARY, document, raw


def changed(change):
    content = copy.deepcopy(document())
    change(content)
    return content


def test_the_starter_questionnaire_is_complete_in_dutch_and_english():
    questionnaire = Questionnaire.from_document(read_document(LIBRARY.read_bytes()))
    assert questionnaire.languages == ("nl", "en")
    codes = {construct.code for construct in questionnaire.constructs}
    assert {"REP", "TRU", "KNO", "UND", "APP", "VERB", "BETR", "VER", "TER", "NPS"} <= codes
    assert len([item for item in questionnaire.items if item.kind == "knowledge"]) == 6
    assert questionnaire.construct("BETR").parts == ("BER", "INH", "VOO", "EER", "MIN")


def test_the_hash_does_not_depend_on_how_a_file_is_written():
    content = document()
    reordered = dict(reversed(list(content.items())))
    assert fingerprint(content) == fingerprint(json.loads(json.dumps(reordered, indent=4)))
    assert b" " not in canonical({"a": 1, "b": [1, 2]})


PROBLEMS = [
    (lambda d: d["sections"][0]["title"].pop("en"), "sections[1].title", "language en is missing"),
    (lambda d: d["title"].update(fr="Titre"), "title", "fr is not one of the languages"),
    (lambda d: d["sections"][0]["items"][2].update(code="REP1"), "sections[1].items[3]", "REP1 is used already"),
    (lambda d: d["sections"][0]["items"][1].update(scale="nope"), "sections[1].items[2]", "nope does not exist"),
    (lambda d: d["sections"][1]["items"][3].update(right="maybe"), "sections[2].items[4]", "right answer"),
    (lambda d: d["scales"]["agree"]["labels"].pop("3"), "scales.agree.labels", "needs a label"),
    (lambda d: d["scales"]["agree"].update(minimum=5), "scales.agree", "end above"),
    (lambda d: d["constructs"][0]["items"].append("GONE"), "constructs[1]", "GONE does not exist"),
    (lambda d: d["constructs"][0]["items"].append("OPEN1"), "constructs[1]", "does not fit"),
    (lambda d: d["constructs"][0].update(minimum_answered=9), "constructs[1]", "More answers"),
    (lambda d: d["sections"][1]["items"][1]["choices"][1].update(code="yes"), "sections[2].items[2]", "same code"),
    (lambda d: d.pop("sections"), "", "right form"),
    (lambda d: d["sections"][0]["items"][0].update(type="smiley"), "sections[1].items[1]", "right form"),
    (lambda d: d.update(version="one"), "version", "right form"),
    (lambda d: d["sections"][1]["items"][1]["choices"][0].update(code="dk"), "sections[2].items[2]", "right form"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "words"), PROBLEMS)
def test_what_is_wrong_is_said_with_its_place(change, where, words):
    found = [problem for problem in problems_of(changed(change)) if problem.where == where]
    assert any(words in str(problem) for problem in found), [str(p) for p in problems_of(changed(change))]


def test_open_answers_that_together_do_not_fit_a_box_are_refused():
    def many_texts(content):
        item = content["sections"][1]["items"][5]
        content["sections"][1]["items"] += [{**item, "code": f"LONG{n}", "max_length": 5000} for n in range(4)]

    assert "too long" in str(problems_of(changed(many_texts))[0])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{", b"[]", b"null", b'{"a": 1}', b"[" * 100_000])
def test_a_file_that_is_no_questionnaire_is_refused_in_words(content):
    with pytest.raises(InvalidInstrument) as refusal:
        read_document(content)
    assert refusal.value.problems


@pytest.mark.django_db
class TestImport:
    """Into the library, by command and in the browser."""

    def test_the_same_document_twice_changes_nothing(self):
        first, is_new = import_instrument(raw=raw(document()), by=None, at=AT)
        second, is_new_again = import_instrument(raw=raw(document()), by=None, at=AT)
        assert (is_new, is_new_again, first.pk) == (True, False, second.pk)

    def test_a_changed_text_needs_a_new_number(self):
        import_instrument(raw=raw(document()), by=None, at=AT)
        other = changed(lambda d: d["title"].update(nl="Anders"))
        with pytest.raises(SameNumberOtherText):
            import_instrument(raw=raw(other), by=None, at=AT)
        version, _new = import_instrument(raw=raw({**other, "version": 2}), by=None, at=AT)
        assert version.number == 2

    def test_the_command_imports_and_says_what_is_wrong(self, tmp_path):
        out = io.StringIO()
        call_command("import_instrument", LIBRARY, stdout=out)
        assert "stakeholders 1: imported" in out.getvalue()
        bad = tmp_path / "bad.json"
        bad.write_bytes(raw(changed(lambda d: d["title"].pop("en"))))
        errors = io.StringIO()
        with pytest.raises(CommandError, match=r"1 problem\(s\)"):
            call_command("import_instrument", bad, stderr=errors)
        assert "title" in errors.getvalue()
        with pytest.raises(CommandError):
            call_command("import_instrument", tmp_path / "gone.json")

    def test_the_researcher_adds_one_in_the_browser_and_reads_it_in_both_languages(self, client_as):
        client = client_as("researcher")
        page = client.post(
            reverse("measurements:instrument-import"), {"file": io.BytesIO(LIBRARY.read_bytes())}, follow=True
        )
        content = page.content.decode()
        assert "Ik weet bij wie ik bij de IND moet zijn." in content
        assert "I know whom to turn to at the IND." in content
        version = InstrumentVersion.objects.get()
        document_page = client.get(reverse("measurements:instrument-file", args=[version.pk]))
        assert fingerprint(json.loads(document_page.content)) == version.sha256

    def test_a_bad_file_in_the_browser_is_explained_and_nothing_is_stored(self, client_as):
        bad = changed(lambda d: d["sections"][0]["title"].pop("en"))
        page = client_as("researcher").post(reverse("measurements:instrument-import"), {"file": io.BytesIO(raw(bad))})
        assert page.status_code == 422
        assert "sections[1].title" in page.content.decode()
        assert not InstrumentVersion.objects.exists()
