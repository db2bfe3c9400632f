"""The one function that may change history: what it finds, what it blanks, and what it refuses."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from accounts.models import User
from core.erasing import Terms, TermTooShort, count_text, erase_text, excerpts_of, terms_of
from core.models import ErasedText, FormDraft
from core.registry import DataSubject
from stakeholders.models import Organisation

pytestmark = pytest.mark.django_db

EMAIL, NAME, PHONE = "femke.vondeling@example.org", "Femke Vondeling", "06 1234 5678"
SUBJECT = DataSubject(emails=(EMAIL,), names=(NAME,), phones=(PHONE,))


def notes_after(text: str) -> str:
    organisation = Organisation.objects.create(name="Stichting Proef", notes=text)
    with transaction.atomic():
        erase_text(terms_of(SUBJECT), by=None, why="request 1")
    organisation.refresh_from_db()
    return organisation.notes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Femke Vondeling belde.", "[verwijderd] belde."),
        ("FEMKE\n  vondeling, weer", "[verwijderd], weer"),
        ("mail naar Femke.Vondeling@example.org.", "mail naar [verwijderd]."),
        (
            "tel. 06-12345678 of +31 6 1234 5678 of 0031(0)612345678",
            "tel. [verwijderd] of [verwijderd] of [verwijderd]",
        ),
        ("Femke Vondelingsma en Sfemke Vondeling", "Femke Vondelingsma en Sfemke Vondeling"),
        ("xfemke.vondeling@example.org", "xfemke.vondeling@example.org"),
        ("CV_Femke_Vondeling.pdf of Femke-Vondeling", "CV_[verwijderd].pdf of [verwijderd]"),
        ("Vondeling, Femke en Femke_Vondeling@ander.example", "[verwijderd] en Femke_Vondeling@ander.example"),
        ("Femke Vondeling-Jansen", "Femke Vondeling-Jansen"),
        ("zaak 9061234567890", "zaak 9061234567890"),
    ],
)
def test_free_text_loses_the_person_and_nothing_else(text, left):
    assert notes_after(text) == left


def test_history_that_nobody_may_change_is_blanked_and_it_is_noted_who_did_it_and_why(privacy_officer):
    organisation = Organisation.objects.create(name="Stichting Proef", notes=f"Vraag naar {NAME}")
    found = erase_text(terms_of(SUBJECT), by=privacy_officer, why="request 12")
    assert {(line.table, line.column, line.rows) for line in found} >= {
        ("stakeholders_organisation", "notes", 1),
        ("stakeholders_organisationevent", "notes", 1),
    }
    assert set(organisation.history.values_list("notes", flat=True)) == {"Vraag naar [verwijderd]"}
    note = ErasedText.objects.get(table_name="stakeholders_organisationevent")
    assert (note.by, note.why, note.rows) == (privacy_officer, "request 12", 1)
    assert count_text(terms_of(SUBJECT)) == []


def test_the_application_itself_cannot_change_history_or_the_record_of_erasing(privacy_officer):
    Organisation.objects.create(name="Stichting Proef", notes=NAME)
    erase_text(terms_of(SUBJECT), by=privacy_officer, why="request 12")
    for statement in (
        "UPDATE stakeholders_organisationevent SET notes = 'x'",
        "DELETE FROM stakeholders_organisationevent",
        "UPDATE core_erasedtext_history SET why = 'x'",
        "DELETE FROM core_erasedtext_history",
        "ALTER TABLE stakeholders_organisationevent DISABLE TRIGGER USER",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("words", "phones"), [(["Jan"], []), ([], ["12345"]), ([], [".*"]), ([], [])])
def test_the_function_refuses_what_would_blank_everything(words, phones):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT core_erase_text(%s, %s, '{}', '', NULL, 'why', false)", [words, phones])


def test_a_use_without_a_reason_is_refused_by_the_database():
    Organisation.objects.create(name="Stichting Proef", notes=NAME)
    with pytest.raises(DatabaseError), transaction.atomic():
        erase_text(terms_of(SUBJECT), by=None, why="")


def test_signs_with_a_meaning_in_expressions_are_only_signs():
    organisation = Organisation.objects.create(name="Stichting Proef", notes="[a.b]*(c) en axb]c")
    erase_text(Terms(("[a.b]*(c)",), ()), by=None, why="request 1")
    organisation.refresh_from_db()
    assert organisation.notes == "[verwijderd] en axb]c"


def test_stored_json_is_blanked_also_behind_a_line_end(privacy_officer):
    draft = FormDraft.objects.create(
        user=privacy_officer,
        form_key="x:1",
        data={"text": [f"Gesproken:\n{NAME}\n{PHONE}"]},
        saved_at="2026-11-18T09:00Z",
    )
    erase_text(terms_of(SUBJECT), by=None, why="request 1")
    draft.refresh_from_db()
    assert draft.data == {"text": ["Gesproken:\n[verwijderd]\n[verwijderd]"]}


def test_counting_changes_nothing_and_shows_the_words_around():
    organisation = Organisation.objects.create(name="Stichting Proef", notes=f"Vraag naar {NAME} van de receptie")
    found = next(line for line in count_text(terms_of(SUBJECT)) if line.table == "stakeholders_organisation")
    assert excerpts_of(found, terms_of(SUBJECT)) == [f"Vraag naar {NAME} van de receptie"]
    assert (found.rows, found.is_history) == (1, False)
    assert "[verwijderd]" not in Organisation.objects.get(pk=organisation.pk).notes
    assert not ErasedText.objects.exists()


def test_an_address_that_must_be_an_address_stays_one():
    user = User.objects.create_user("femke.vondeling@example.org", "Ander")
    erase_text(terms_of(SUBJECT), by=None, why="request 1")
    user.refresh_from_db()
    assert user.email == "verwijderd@erased.invalid"


def test_other_spellings_are_words_or_numbers_and_never_three_letters():
    terms = terms_of(SUBJECT, extra=["Vondeling", "+31 70 123 45 67"])
    assert "Vondeling" in terms.words
    assert terms.phones == ("612345678", "701234567")
    with pytest.raises(TermTooShort):
        terms_of(SUBJECT, extra=["Jan"])
