"""What a list can say of organisations and persons beside their names, and files as people really send them."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from core.tables import UnreadableFile, read_raw
from stakeholders.domain.headers import guess
from stakeholders.models import ContactChannel, Organisation, Person, Tag, Topic
from stakeholders.services import list_writing
from stakeholders.services.list_reading import MAX_BYTES

from .factories import OrganisationFactory, PersonFactory
from .test_list_import import _in_english, bring, decide, states, work, write  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_the_newer_fields_are_recognised_in_dutch_and_english():
    dutch = ["Naam", "Onderdeel van", "Thema's", "Labels", "Relatie", "Gedeelde belangen", "Kanaal"]
    english = ["Name", "Part of", "Topics", "Tags", "Relation", "Joint interests", "Channel"]
    expected = ["name", "parent", "topics", "tags", "connection", "joint_interests", "channel"]
    assert list(guess(dutch, persons=False).values()) == expected
    assert list(guess(english, persons=False).values()) == expected
    persons = ["Naam", "Telefoon", "Mobiel", "Tweede e-mailadres", "Opt-out", "Waarom niet"]
    assert list(guess(persons, persons=True).values())[2:] == [
        "mobile", "second_email", "do_not_invite", "do_not_invite_reason",
    ]  # fmt: skip


def test_an_organisation_comes_in_with_parent_topics_tags_and_texts(bring, now):  # noqa: F811
    above = OrganisationFactory(name="Ministerie van Proef", abbreviation="MVP")
    topic = Topic.objects.create(code="return", name_nl="Terugkeer", name_en="Return")
    tag = Tag.objects.create(code="platform", name_nl="Platform", name_en="Platform")
    client, run = bring(
        "naam;onderdeel van;onderwerpen;labels;relatie;gedeelde belangen;kanaal\n"
        "Dienst Een;MVP;terugkeer;platform;keten;snelheid;rechtstreekse lijn\n"
        "Dienst Twee;Onbekend;vissen;;;;postduif\n".replace("rechtstreekse lijn", "direct line")
    )
    assert states(run) == {"Dienst Een": "new", "Dienst Twee": "problem"}
    problems = " ".join(run.rows.get(title="Dienst Twee").problems)
    assert "unknown topic “vissen”; known are: " in problems
    assert "added under Lists" in problems
    assert "do not know organisation “Onbekend”" in problems
    assert "“postduif”" in problems
    decide(client, run, "Dienst Twee", "skip")
    assert write(client, run, now).state == "done"
    found = Organisation.objects.get(name="Dienst Een")
    assert (found.parent, found.topics.get(), found.tags.get()) == (above, topic, tag)
    assert (found.connection, found.joint_interests, found.channel) == ("keten", "snelheid", "direct_line")
    _client, again = bring("naam;onderdeel van;onderwerpen\nDienst Een;MVP;Return\nMinisterie van Proef;Dienst Een;\n")
    assert states(again) == {"Dienst Een": "unchanged", "Ministerie van Proef": "problem"}
    assert "cannot be a part of" in again.rows.get(title="Ministerie van Proef").problems[0]


def test_a_person_comes_in_with_more_ways_and_a_reason_not_to_invite(bring, now):  # noqa: F811
    known = PersonFactory(name="Anna Bakker", email="anna@x.example", phone="010 1234567")
    client, run = bring(
        "naam,email,mobiel,tweede e-mailadres,taal,niet uitnodigen,waarom niet,bron\n"
        "Anna Bakker,anna@x.example,0612345678,ANNA@y.example,engels,ja,,kaartje\n"
        "Bram Boer,bram@x.example,0687654321,,,,vroeg erom,\n"
        "Carla Dros,carla@x.example,,,,nee,toch een reden,\n",
        slug="personen",
    )
    assert states(run) == {"Anna Bakker": "changed", "Bram Boer": "new", "Carla Dros": "problem"}
    decide(client, run, "Carla Dros", "skip")
    assert write(client, run, now).state == "done"
    known.refresh_from_db()
    assert (known.language, known.do_not_invite, known.version) == ("en", True, 2)
    assert known.do_not_invite_reason == "Stands so in: kaartje"
    assert set(known.channels.values_list("kind", "value")) == {("mobile", "0612345678"), ("email", "anna@y.example")}
    assert ContactChannel.objects.filter(person=known).first().source == "kaartje"
    bram = Person.objects.get(name="Bram Boer")
    assert (bram.do_not_invite, bram.do_not_invite_reason) == (True, "vroeg erom")
    _client, again = bring(
        "naam,email,mobiel,niet uitnodigen\nAnna Bakker,anna@x.example,0612345678,ja\n", slug="personen"
    )
    assert states(again) == {"Anna Bakker": "unchanged"}


def test_two_imports_of_the_same_list_at_the_same_time_bring_it_in_once(bring, now):  # noqa: F811
    client, first = bring("naam\nStichting Proef\n")
    _client, second = bring("naam\nStichting Proef\n")
    assert write(client, first, now).state == "done"
    job = write(client, second, now)
    assert (job.state, "came out otherwise" in job.message) == ("failed", True)
    assert write(client, second, now).state == "done"
    assert second.counts["unchanged"] == 1
    assert Organisation.objects.count() == 1


def test_many_different_values_are_changed_in_one_statement(bring, now, django_assert_max_num_queries):  # noqa: F811
    records = [OrganisationFactory(name=f"Gemeente {number:03}") for number in range(60)]
    lines = "".join(f"{item.name};https://g{number}.example\n" for number, item in enumerate(records))
    _client, run = bring(f"naam;website\n{lines}")
    with django_assert_max_num_queries(70):
        list_writing.write_list(run=run, at=now, progress=lambda done, total, text: None)
    assert Organisation.objects.get(name="Gemeente 041").website == "https://g41.example"
    assert set(Organisation.objects.values_list("version", flat=True)) == {2}


def test_a_header_that_stands_twice_is_matched_once(bring):  # noqa: F811
    _client, run = bring("Naam;Website;Website\nNidos;;https://nidos.example\n")
    assert run.mapping == {"0": "name", "1": "website"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_in_another_encoding_keeps_its_accents(encoding):
    table = read_raw("naam;plaats\nCoöperatie;Één\n".encode(encoding), name="lijst.csv", max_bytes=MAX_BYTES)
    assert next(iter(table.rows))[1] == ("Coöperatie", "Één")


def test_a_workbook_gives_its_values_dates_and_first_sheet():
    book = Workbook()
    sheet = book.active
    sheet.append(["Naam", "Vanaf", "Som"])
    sheet.append(["Nidos", datetime(2026, 2, 1), 12.0])
    book.create_sheet("Andere").append(["iets", "anders"])
    target = BytesIO()
    book.save(target)
    table = read_raw(target.getvalue(), name="lijst.xlsx", max_bytes=MAX_BYTES)
    assert table.headers == ("Naam", "Vanaf", "Som")
    cells = next(iter(table.rows))[1]
    assert (cells[0], cells[2]) == ("Nidos", "12")
    assert date.fromisoformat(cells[1]) == date(2026, 2, 1)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(UnreadableFile, match="larger"):
        read_raw(b"naam\n" + b"A" * MAX_BYTES, name="lijst.csv", max_bytes=MAX_BYTES)
