"""The publish gate: what cannot be asked well is refused with its place, and a changed question is a new version."""

import copy
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from measurements.domain.changes import changes_between
from measurements.domain.checking import InvalidInstrument, problems_of, schema
from measurements.domain.codebook import codebook
from measurements.domain.comparability import comparable_keys
from measurements.domain.instrument import Questionnaire, canonical, fingerprint
from measurements.domain.leaving import banded, leaving_table
from measurements.domain.readability import ease_of, reading_hints
from measurements.domain.versions import item_fingerprints, language_fingerprint
from measurements.exceptions import NotATranslation, WaveNotReady
from measurements.models import LanguageConfirmation
from measurements.services import waves
from measurements.services.instruments import import_instrument
from measurements.services.languages import confirm_language, unconfirmed, withdraw_confirmation

from .asking import AT, LIBRARY, document, filled_wave, raw
from .every_type import every_type, t

DOCS = Path(__file__).parents[2] / "docs"


def changed(change, base=every_type):
    content = copy.deepcopy(base())
    change(content)
    return content


def item(content, code):
    return next(
        entry
        for section in content["sections"]
        for block in section["items"]
        for entry in (block, *block.get("rows", []))
        if entry.get("code") == code
    )


def test_the_demonstration_instrument_passes_the_gate():
    assert problems_of(every_type()) == []


def first(content):
    return content["sections"][0]["items"][0]


def show(code, condition):
    return lambda content: item(content, code).update(show_if=condition)


PROBLEMS = [
    (show("AGE", "PROC ="), "sections[1].items[4].show_if", "not understood at sign 7"),
    (show("AGE", "STORY = 'x'"), "sections[1].items[4].show_if", "does not come before"),
    (show("AGE", "AGE > 20"), "sections[1].items[4].show_if", "does not come before"),
    (show("AGE", "NOPE = 1"), "sections[1].items[4].show_if", "does not come before"),
    (show("AGE", "PROC = 'sport'"), "sections[1].items[4].show_if", "nobody can answer"),
    (show("AGE", "PROC > 3"), "sections[1].items[4].show_if", "nobody can answer"),
    (show("STORY", "AGE < 10"), "sections[4].items[1].show_if", "nobody can answer"),
    (show("STORY", "LAST = 7"), "sections[4].items[1].show_if", "nobody can answer"),
    (show("NPS", "TRU > 5"), "sections[2].items[5].show_if", "does not come before"),
    (show("WHAT", "PROC = 'else' and PROC = 'work'"), "sections[1].items[3]", "must be answered and nobody"),
    (show("AGE", "not answered(PROC)"), "sections[1].items[4]", "Nobody can ever see this"),
    (show("KNO", "answered(WHAT) and PROC = 'work'"), "sections[3].items[3]", "Nobody can ever see this"),
    (show("KNO", "AGE > 50 and AGE < 40"), "sections[3].items[3]", "Nobody can ever see this"),
    (show("KNO", "LAST < '2021-01-01' and LAST > '2022-01'"), "sections[3].items[3]", "Nobody can ever see this"),
    (show("KNO", "APP > 5 and answered(APPB)"), "sections[3].items[3]", "Nobody can ever see this"),
    (lambda d: d["sections"][3].update(show_if="TRU < 3 and TRU > 6"), "sections[4]", "Nobody can ever see this page"),
    (lambda d: d["quotas"][0].update(condition="not answered(PROC)"), "quotas[1]", "belong to this quota"),
    (lambda d: d["quotas"].append(d["quotas"][0]), "quotas", "same code"),
    (lambda d: item(d, "STORY").update(code="in"), "", "word of the language"),
    (lambda d: item(d, "SINCE").update(code="answered"), "", "word of the language"),
    (lambda d: item(d, "AGE")["text"].update(nl="Hoe oud, {PROC}?"), "sections[1]", "earlier page"),
    (lambda d: item(d, "STORY")["text"].update(nl="Over {VIA}?"), "sections[4]", "earlier page"),
    (lambda d: first(d)["image"]["alt"].pop("ar"), "sections[1].items[1].image.alt", "ar is missing"),
    (lambda d: first(d)["image"].update(data="https://example.org/a.png"), "sections[1].items[1]", "form"),
    (lambda d: first(d)["image"].pop("alt"), "sections[1].items[1]", "form"),
    (lambda d: item(d, "WAA")["wanted"].pop("en"), "sections[3].items[4].wanted", "en is missing"),
    (lambda d: d["constructs"][0].update(items=["APP", "APPB"], minimum_answered=2), "constructs[1]", "either half"),
    (lambda d: item(d, "MOOD")["labels"].pop("3"), "sections[2].items[6]", "three or five"),
    (lambda d: item(d, "MOOD")["labels"].update({"5": t("a", "b", "c")}), "sections[2].items[6]", "numbered from 1"),
    (lambda d: item(d, "AGE").update(minimum=200), "sections[1].items[4]", "above the highest"),
    (lambda d: item(d, "LAST").update(earliest="2031-01-01"), "sections[1].items[5]", "above the highest"),
    (lambda d: item(d, "RANK").update(ranked=4), "sections[3].items[2]", "More is to be ranked"),
    (lambda d: item(d, "WAA").update(scale="nope"), "sections[3].items[4]", "nope does not exist"),
    (lambda d: d["constructs"][1].update(items=["MOOD"]), "constructs[2]", "does not fit"),
    (lambda d: d.pop("schema"), "schema", "gap, half, image"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "words"), PROBLEMS)
def test_what_cannot_be_asked_is_refused_with_its_place(change, where, words):
    problems = problems_of(changed(change))
    assert any(problem.where == where and words in str(problem) for problem in problems), [str(p) for p in problems]


def wide(content):
    labels = {str(point): t("a", "b", "c") for point in range(11)}
    content["scales"]["agree"] = {"minimum": 0, "maximum": 10, "labels": labels}


def many_rows(content):
    rows = content["sections"][1]["items"][0]["rows"]
    rows += [{"code": f"ROW{number}", "text": t("a", "b", "c")} for number in range(20)]


def many_ranks(content):
    item(content, "RANK")["choices"] += [{"code": f"c{n}", "text": t("a", "b", "c")} for n in range(12)]


@pytest.mark.parametrize(
    ("change", "words"), [(wide, "too wide"), (many_rows, "too long"), (many_ranks, "Nobody can rank")]
)
def test_what_cannot_be_used_on_a_phone_is_refused(change, words):
    assert any(words in str(problem) for problem in problems_of(changed(change)))


def test_documents_of_the_first_form_keep_their_hash_their_keys_and_their_box():
    library = json.loads(LIBRARY.read_bytes())
    questionnaire = Questionnaire.from_document(library)
    assert fingerprint(library) == "be6ca165853395277ca7f9095a41562fb3d3b7a3a7924bd11238f71739dcc9ec"
    assert questionnaire.box_size == 17408
    keys = comparable_keys(questionnaire, mode="confidential")
    assert keys["REP"] == "5f92228f954adf89f0bb540cdd7d6d71"
    assert keys["BETR"] == "e921bb622f0dd7f3f62d03ba45c275aa"
    upgraded = {**library, "schema": 2}
    assert problems_of(upgraded) == []
    assert comparable_keys(Questionnaire.from_document(upgraded), mode="confidential") == keys


def test_the_published_schema_is_the_one_the_code_checks_with_and_every_word_of_it_is_explained():
    assert json.loads((DOCS / "instrument.schema.json").read_text()) == schema()
    words = (DOCS / "instruments.md").read_text()
    definitions = schema()
    names = set(definitions["properties"])
    for name in ("scale", "section", "quota", "construct"):
        names |= set(definitions["$defs"][name]["properties"])
    for variant in definitions["$defs"]["item"]["oneOf"]:
        kind = variant["properties"]["type"]
        names |= set(variant["properties"]) | set(kind.get("enum", [kind.get("const")]))
    assert not {name for name in names if f"`{name}`" not in words}


class TestItemVersions:
    """A changed wording, scale or translation is a new version, whatever the file says."""

    CHANGES = [
        (lambda d: item(d, "REP1")["text"].update(nl="De IND luistert goed."), {"REP1"}),
        (lambda d: item(d, "REP1")["text"].update(ar="أخرى"), {"REP1"}),
        (lambda d: d["sections"][1]["items"][0]["text"].update(nl="Eens?"), {"REP1", "REP2", "REP3"}),
        (lambda d: d["scales"]["agree"]["labels"]["3"].update(en="Undecided"),
         {"REP1", "REP2", "REP3", "WAA_now", "WAA_wanted"}),
        (lambda d: item(d, "KNO").update(right="true"), {"KNO"}),
        (lambda d: item(d, "AGE").update(maximum=100), {"AGE"}),
        (lambda d: item(d, "WAA")["wanted"].update(nl="Liever"), {"WAA_wanted"}),
        (lambda d: item(d, "PROC")["choices"].pop(0), {"PROC"}),
        (lambda d: item(d, "KNO").update(show_if="AGE > 30"), {"KNO"}),
        (lambda d: item(d, "PROC").update(required=False), set()),
        (lambda d: d["title"].update(nl="Anders"), set()),
        (lambda d: d["sections"].reverse(), set()),
    ]  # fmt: skip

    @pytest.mark.parametrize(("change", "codes"), CHANGES)
    def test_the_hash_follows_what_people_see(self, change, codes):
        old = item_fingerprints(Questionnaire.from_document(every_type()))
        new = item_fingerprints(Questionnaire.from_document(changed(change)))
        assert {code for code in old if old[code] != new.get(code)} == codes

    @pytest.mark.django_db
    def test_a_changed_question_without_a_higher_version_is_refused_and_with_one_taken(self):
        import_instrument(raw=raw(every_type()), by=None, at=AT)
        reworded = changed(lambda d: item(d, "REP1")["text"].update(nl="De IND luistert goed."))
        reworded["version"] = 2
        with pytest.raises(InvalidInstrument) as refusal:
            import_instrument(raw=raw(reworded), by=None, at=AT)
        assert [problem.where for problem in refusal.value.problems] == ["REP1"]
        assert "version 2 or higher" in str(refusal.value)
        item(reworded, "REP1")["version"] = 2
        version, is_new = import_instrument(raw=raw(reworded), by=None, at=AT)
        assert (version.number, is_new) == (2, True)

        back = {**every_type(), "version": 3}
        back["title"]["nl"] = "Terug"
        version, is_new = import_instrument(raw=raw(back), by=None, at=AT)
        assert is_new


def test_the_difference_between_two_versions_is_readable():
    def change(content):
        item(content, "REP1")["text"]["nl"] = "De IND luistert goed."
        item(content, "REP1")["version"] = 2
        content["sections"][2]["items"] = [content["sections"][2]["items"][number] for number in (1, 0, 3)]
        content["sections"][2]["items"][0].pop("show_if")
        content["sections"][3]["items"].append(
            {"type": "short_text", "code": "NEW", "text": t("Nieuw", "New", "جديد")}
        )
        content["title"]["en"] = "Other title"

    old = Questionnaire.from_document(every_type())
    new = Questionnaire.from_document(changed(change))
    found = {(one.subject, one.code): one for one in changes_between(old, new)}
    assert {key: one.kind for key, one in found.items()} == {
        ("questionnaire", ""): "changed",
        ("question", "REP1"): "changed",
        ("question", "RANK"): "changed",
        ("question", "NEW"): "added",
        ("question", "KNO"): "removed",
        ("construct", "REP"): "changed",
    }
    detail = found["question", "REP1"].details[0]
    assert (detail.what, detail.language) == ("text", "nl")
    assert (detail.before, detail.after) == ("De IND luistert.", "De IND luistert goed.")
    assert found["question", "REP1"].is_new_version
    assert found["construct", "REP"].is_new_version
    assert not changes_between(old, old)


def test_a_question_in_another_place_is_said_to_be_moved_and_the_others_are_not():
    content = every_type()
    items = content["sections"][0]["items"]
    items.insert(1, items.pop())
    turned = Questionnaire.from_document(content)
    found = changes_between(Questionnaire.from_document(every_type()), turned)
    assert [(one.code, one.kind) for one in found] == [("SINCE", "moved")]


class TestReadingEase:
    """A hint, never a level."""

    def test_douma_of_a_worked_example(self):
        # 6 words, 1 sentence, 8 syllables: 206.84 - 0.93 * 6 - 77 * 8 / 6
        ease = ease_of("De kat zit op de gladde tafel".replace("gladde ", ""), "nl")
        assert (ease.words, ease.longest_sentence) == (6, 6)
        assert ease.score == pytest.approx(206.84 - 0.93 * 6 - 77 * 7 / 6, abs=0.05)

    def test_long_sentences_are_hinted_at_in_every_language_and_only_dutch_has_a_score(self):
        long = " ".join(["woord"] * 25) + "."
        assert ease_of(long, "ar").is_hard
        assert ease_of(long, "en").score is None
        assert not ease_of("Kort en klaar.", "nl").is_hard
        assert ease_of("", "nl").words == 0

    def test_hints_name_text_and_language(self):
        content = every_type()
        content["introduction"]["nl"] = (
            "Verantwoordelijkheidsverdelingen en samenwerkingsovereenkomsten beïnvloeden " * 3
        )
        assert ("introduction", "nl") in {
            (hint.code, hint.language) for hint in reading_hints(Questionnaire.from_document(content))
        }


class TestCodebookAndRows:
    """Every type has its place in the codebook and, where it may leave, in the rows."""

    def test_every_column_is_explained(self):
        entries = {entry.column: entry for entry in codebook(Questionnaire.from_document(every_type()), "en")}
        assert entries["RANK_fast"].values == "rank 1 to 2"
        assert entries["VIA_mail"].text.endswith("mail")
        assert entries["AGE"].missing == "na = I would rather not say"
        assert entries["LAST"].values == "YYYY-MM-DD"
        assert entries["RANK_fast"].asked_if == "(VIA in ('mail', 'phone') and not answered(WHAT))"
        assert entries["WAA_now"].constructs == "GAP"
        assert entries["APPB"].half == "b"
        assert entries["STORY"].asked_if == "(TRU < 6 or TRU = 'dk')"

    def test_numbers_and_dates_leave_as_bands_and_texts_not_at_all(self):
        questionnaire = Questionnaire.from_document(every_type())
        rows = [
            ({"_half": "ab"[n % 2], "AGE": 20 + n, "LAST": f"{2020 + n % 4}-01-05", "MOOD": 2, "RANK": ["kind"],
              "VIA": "dk", "STORY": "geheim"}, {})
            for n in range(40)
        ]  # fmt: skip
        table = leaving_table(questionnaire, rows, floor=10, language="nl")
        names = [column.name for column in table.columns]
        first = dict(zip(names, table.rows[0], strict=True))
        assert "STORY" not in names
        assert first["AGE"] == "20-29"
        assert first["LAST"] == "2020"
        assert (first["RANK_kind"], first["RANK_fast"], first["MOOD"], first["half"]) == (1, None, 2, "a")

    @pytest.mark.parametrize("count", [0, 3, 9, 10, 25, 101])
    def test_no_band_is_smaller_than_the_floor(self, count):
        from collections import Counter

        found = banded([float(number % 17) for number in range(count)] + [None], floor=10)
        sizes = Counter(found[:-1])
        assert found[-1] is None
        assert all(size >= 10 for band, size in sizes.items() if band is not None)
        assert (None in sizes) == (0 < count < 10)


@pytest.mark.django_db
class TestLanguages:
    """A translation is rehearsed until a translator has confirmed it."""

    @pytest.fixture
    def version(self):
        return import_instrument(raw=raw(every_type()), by=None, at=AT)[0]

    def confirm(self, version, language="ar", translator="Vera Taal"):
        return confirm_language(version=version, language=language, translator=translator, by=None, at=AT)

    def test_the_language_it_was_written_in_needs_no_translator(self, version):
        assert unconfirmed(version, ["nl", "en", "ar"]) == ["en", "ar"]
        with pytest.raises(NotATranslation):
            self.confirm(version, "nl")
        with pytest.raises(NotATranslation):
            self.confirm(version, "fr")

    def test_a_confirmation_holds_for_exactly_these_texts(self, version):
        self.confirm(version)
        self.confirm(version)
        assert LanguageConfirmation.objects.count() == 1
        assert unconfirmed(version, ["ar"]) == []

        def reworded(content):
            content["title"]["en"] = "Other"
            content["version"] = 2

        second, _new = import_instrument(raw=raw(changed(reworded)), by=None, at=AT)
        assert unconfirmed(second, ["en", "ar"]) == ["en"]

        def source_changed(content):
            content["title"]["nl"] = "Ander"
            content["version"] = 3

        third, _new = import_instrument(raw=raw(changed(source_changed)), by=None, at=AT)
        assert unconfirmed(third, ["ar"]) == ["ar"]

    def test_the_hash_of_a_language_does_not_depend_on_the_order_of_the_questions(self):
        turned = changed(lambda d: d["sections"].reverse())
        assert language_fingerprint(turned, "ar") == language_fingerprint(every_type(), "ar")

    def test_a_wave_in_an_unconfirmed_language_cannot_be_made_ready(self):
        wave = filled_wave()
        withdraw_confirmation(confirmation=LanguageConfirmation.objects.get())
        with pytest.raises(WaveNotReady) as refusal:
            waves.make_ready(wave=wave, by=None, at=AT)
        assert "English" in str(refusal.value)

    def test_a_confirmation_without_a_name_is_refused_by_form_and_database(self, version):
        with pytest.raises(ValidationError):
            self.confirm(version, translator="  ")
        row = LanguageConfirmation(
            instrument=version.instrument, language="ar", texts_sha256="x", translator="", confirmed_at=AT
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        row.translator = "A"
        row.save()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_the_researcher_confirms_and_withdraws_in_the_browser(self, version, client_as):
        client = client_as("researcher")
        page = reverse("measurements:instrument", args=[version.pk])
        assert reverse("measurements:language-confirm", args=[version.pk, "ar"]) in client.get(page).content.decode()
        confirm = reverse("measurements:language-confirm", args=[version.pk, "ar"])
        assert client.post(confirm, {"translator": " "}).status_code == 422
        assert client.post(confirm, {"translator": "Vera Taal"}, follow=True).status_code == 200
        assert "Vera Taal" in client.get(page).content.decode()
        withdraw = reverse("measurements:language-withdraw", args=[version.pk, "ar"])
        assert client.get(withdraw).status_code == 200
        client.post(withdraw)
        assert not LanguageConfirmation.objects.exists()
        assert client.post(withdraw).status_code == 404
        for language in ("nl", "xx"):
            assert client.get(reverse("measurements:language-confirm", args=[version.pk, language])).status_code == 404

    def test_communications_reads_and_does_not_confirm(self, version, client_as):
        client = client_as("communications")
        content = client.get(reverse("measurements:instrument", args=[version.pk])).content.decode()
        assert "bevestigen" not in content
        assert client.get(reverse("measurements:language-confirm", args=[version.pk, "ar"])).status_code == 403
        assert client.post(reverse("measurements:language-withdraw", args=[version.pk, "ar"])).status_code == 403

    def test_difference_and_codebook_in_the_browser(self, version, client_as):
        client = client_as("researcher")
        changes = reverse("measurements:instrument-changes", args=[version.pk])
        assert client.get(changes).status_code == 200

        def reworded(content):
            item(content, "REP1").update(version=2)
            item(content, "REP1")["text"]["nl"] = "De IND luistert goed."
            content["version"] = 2

        second, _new = import_instrument(raw=raw(changed(reworded)), by=None, at=AT)
        later = reverse("measurements:instrument-changes", args=[second.pk])
        content = client.get(later).content.decode()
        assert "<del>De IND luistert.</del>" in content
        assert "<ins>De IND luistert goed.</ins>" in content
        assert client.get(later, {"met": "1"}).status_code == 200
        for wrong in ("9", "x", "٣", "9" * 30):
            assert client.get(later, {"met": wrong}).status_code == 404
        book = client.get(reverse("measurements:instrument-codebook", args=[second.pk]))
        assert "RANK_fast" in book.content.decode()
        assert client.get(reverse("measurements:instrument-codebook", args=[0])).status_code == 404


def test_canonical_form_of_the_old_fixture_is_still_accepted():
    assert problems_of(json.loads(canonical(document()))) == []
