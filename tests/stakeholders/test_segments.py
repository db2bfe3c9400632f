"""Segments: who is in one and why, who is left out, refusals, preview, picking by hand, archive, export."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from stakeholders.exceptions import EditedMeanwhile
from stakeholders.models import ContactMoment, Domain, OrganisationKind, Segment, SegmentPick, Standing, Tag, Topic
from stakeholders.queries import segments as queries
from stakeholders.queries.segment_rules import RULES
from stakeholders.queries.segments import Definition
from stakeholders.services import segments as services
from tests.query_counts import query_counts

from .factories import AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def chosen(of="organisations", combine="all", **rules):
    definition = Definition(of=of, combine=combine, rules=rules)
    return {str(item) for item in queries.candidates(definition, on=ON)}


@pytest.fixture
def make(communications, now):
    def make(name="Partners", *, of="organisations", way="rules", combine="all", rules=None):
        values = {"name": name, "of": of, "way": way, "combine": combine, "rules": rules or {}}
        return services.create_segment(values=values, by=communications, at=now)

    return make


@pytest.fixture
def client(client_as, communications):
    client = client_as(communications)
    client.cookies["django_language"] = "en"
    return client


def meet(organisation, *, on, person=None, level="operational"):
    moment = ContactMoment.objects.create(held_on=on, subject="Gesprek", level=level, noted_at=timezone.now())
    moment.organisation_links.create(organisation=organisation)
    if person:
        moment.participants.create(person=person)


def test_each_rule_about_organisations_selects_what_it_says(communications, now):
    fits = OrganisationFactory(name="Past", in_measurement=True, channel="direct_line")
    OrganisationFactory(name="Past niet")
    OrganisationFactory(name="Oud", in_measurement=True, status="archived", archived_at=now)
    fits.kinds.add(OrganisationKind.objects.get(code="judiciary"))
    fits.domains.add(Domain.objects.get(code="asylum"))
    fits.tags.add(Tag.objects.create(code="ons", name_nl="Ons", name_en="Ours"))
    topic = Topic.objects.first()
    fits.topics.add(topic)
    Standing.objects.create(organisation=fits, on=date(2026, 1, 1), interest=1, influence=1, attitude=1)
    Standing.objects.create(organisation=fits, on=date(2026, 5, 1), interest=5, influence=4, attitude=2)
    Standing.objects.create(organisation=fits, on=date(2026, 7, 1), interest=2, influence=2, attitude=2)
    AssignmentFactory(organisation=fits, user=communications)
    meet(fits, on=ON - timedelta(days=30))
    for rule, values in {
        "kinds": ["judiciary", "media"],
        "domains": ["asylum"],
        "topics": [topic.code],
        "tags": ["ons"],
        "measurement": ["yes"],
        "interest": ["5"],
        "influence": ["4"],
        "attitude": ["2"],
        "channel": ["direct_line"],
        "contact": ["manager"],
        "managers": [str(communications.pk)],
    }.items():
        assert chosen(**{rule: values}) == {"Past"}, rule
    assert chosen(contact=["no_manager"]) == {"Past niet"}
    assert chosen(contact=["no_deputy"]) == {"Past", "Past niet"}
    assert chosen(silent=["91"]) == {"Past niet"}
    assert chosen(rhythm=["geen"]) == {"Past niet"}
    assert chosen(measurement=["yes"], contact=["no_manager"]) == set()
    assert chosen(combine="any", measurement=["yes"], contact=["no_manager"]) == {"Past", "Past niet"}
    assert chosen(interest=["1"]) == set()


def test_persons_are_selected_by_themselves_and_by_where_they_work():
    asked, other = OrganisationFactory(in_measurement=True), OrganisationFactory()
    ann = PositionFactory(organisation=asked, person__name="Ann", person__language="en").person
    PositionFactory(organisation=other, person__name="Bob")
    PositionFactory(organisation=asked, person__name="Weg", until_on=ON - timedelta(1))
    meet(asked, on=ON, person=ann, level="strategic")
    assert chosen("persons", measurement=["yes"]) == {"Ann"}
    assert chosen("persons", language=["en"]) == {"Ann"}
    assert chosen("persons", level=["strategic"]) == {"Ann"}
    assert chosen("persons", language=["nl"], measurement=["no"]) == {"Bob"}
    assert chosen("persons", combine="any", language=["en"], measurement=["no"]) == {"Ann", "Bob"}


def test_a_person_fits_two_rules_by_one_function_not_by_two():
    measured, judiciary = OrganisationFactory(in_measurement=True), OrganisationFactory()
    judiciary.kinds.add(OrganisationKind.objects.get(code="judiciary"))
    person = PersonFactory(name="Ann")
    PositionFactory(person=person, organisation=measured)
    PositionFactory(person=person, organisation=judiciary)
    assert chosen("persons", measurement=["yes"], kinds=["judiciary"]) == set()


def test_a_rule_that_no_longer_exists_selects_nobody():
    OrganisationFactory(in_measurement=True)
    assert chosen(measurement=["yes"], gone=["x"]) == set()


def test_why_somebody_is_in_names_the_rule_and_the_choice_that_fits():
    one, two = OrganisationFactory(name="Een", in_measurement=True), OrganisationFactory(name="Twee")
    for organisation, code in ((one, "judiciary"), (two, "media")):
        organisation.kinds.add(OrganisationKind.objects.get(code=code))
    definition = Definition(
        "organisations", combine="any", rules={"kinds": ["judiciary", "media"], "measurement": ["yes"]}
    )
    found = queries.reasons(definition, [one, two], on=ON)
    assert len(found[one.pk]) == 2
    assert len(found[two.pk]) == 1
    assert str(OrganisationKind.objects.get(code="media")) in found[two.pk][0]


def test_members_say_whom_a_segment_reaches_and_who_is_left_out(make, now, django_assert_num_queries):
    asked = OrganisationFactory(name="A", in_measurement=True)
    OrganisationFactory(name="Leeg", in_measurement=True)
    ann = PositionFactory(organisation=asked, person__name="Ann").person
    PositionFactory(
        organisation=asked, person__name="Nee", person__do_not_invite=True, person__do_not_invite_reason="x"
    )
    PositionFactory(organisation=asked, person__name="Zonder", person__email="")
    PositionFactory(organisation=asked, person__name="Terug", person__email_undeliverable_on=ON)
    PositionFactory(organisation=asked, person=PersonFactory(name="Oud", status="archived", archived_at=now))
    segment = make(rules={"measurement": ["yes"]})
    with django_assert_num_queries(3):
        members = queries.members(segment, on=ON)
    assert [(item.person_id, item.organisation) for item in members.addressees] == [(ann.pk, "A")]
    assert {item.name for item in members.left_out} == {"Nee", "Zonder", "Terug", "Oud", "Leeg"}
    assert all(item.reason for item in members.left_out)


def test_the_database_refuses_a_segment_without_rules_and_a_pick_of_nothing(make, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Segment.objects.create(name="X", way="rules", rules={}, created_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Segment.objects.create(name="X", way="picked", rules={"kinds": ["media"]}, created_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Segment.objects.create(name="X", way="picked", status="archived", created_at=now)
    segment = make(way="picked")
    with pytest.raises(IntegrityError), transaction.atomic():
        SegmentPick.objects.create(segment=segment)
    with pytest.raises(ValidationError):
        make(name="PARTNERS", way="picked")


def test_whoever_saves_second_sees_that_it_was_changed(make):
    segment = make(way="picked")
    values = {"name": "Anders"}
    services.change_segment(segment=segment, version=1, values=values)
    with pytest.raises(EditedMeanwhile):
        services.change_segment(segment=segment, version=1, values=values)


FORM = {"name": "Gemeten", "description": "", "of": "organisations", "way": "rules", "combine": "all"}


def test_a_segment_is_previewed_then_saved_then_shown_with_reasons(client):
    OrganisationFactory(name="Nidos", in_measurement=True)
    form = {**FORM, "regel-measurement": ["yes"]}
    preview = client.post("/segmenten/nieuw/", {**form, "voorbeeld": "1"})
    assert preview.status_code == 200
    assert "Nidos" in preview.content.decode()
    assert not Segment.objects.exists()
    segment_url = client.post("/segmenten/nieuw/", form).url
    text = client.get(segment_url).content.decode()
    assert "Nidos" in text
    assert "In the stakeholder measurement: yes" in text
    assert "Gemeten" in client.get("/segmenten/", {"q": "gem"}).content.decode()
    assert "Gemeten" in client.get("/zoeken/", {"q": "gemeten"}).content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Choose at least one rule"),
        ({"name": "", "regel-measurement": ["yes"]}, "required"),
        ({"regel-measurement": ["piraat"]}, "Select a valid choice"),
        ({"regel-language": ["nl"]}, "This rule is about persons"),
    ],
)
def test_a_wrong_segment_is_refused_at_the_field_and_keeps_what_was_typed(client, changes, words):
    response = client.post("/segmenten/nieuw/", {**FORM, "description": "Voor later", **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Voor later" in response.content.decode()
    assert not Segment.objects.exists()


def test_a_conflict_shows_the_difference(client, make):
    segment = make(rules={"measurement": ["yes"]})
    Segment.objects.filter(pk=segment.pk).update(version=2, name="Van een ander")
    form = {**FORM, "regel-measurement": ["no"], "version": 1}
    response = client.post(f"/segmenten/{segment.pk}/wijzigen/", form)
    assert response.status_code == 409
    assert "Van een ander" in response.content.decode()


def test_a_conflict_about_a_rule_shows_its_choices_and_the_second_editor_may_take_either(client, make):
    segment = make(rules={"measurement": ["yes"]})
    page = client.get(f"/segmenten/{segment.pk}/wijzigen/")
    opened = page.context["form"].initial["opened"]
    Segment.objects.filter(pk=segment.pk).update(version=2, rules={"channel": ["direct_line"]})
    form = {**FORM, "name": segment.name, "regel-measurement": ["no"], "version": 1, "opened": opened}
    response = client.post(f"/segmenten/{segment.pk}/wijzigen/", form)
    assert response.status_code == 409
    shown = {item.name: (item.theirs, item.mine) for item in response.context["conflict"]["differences"]}
    assert shown == {"regel-measurement": ("–", "no"), "regel-channel": ("direct line", "–")}
    again = {name: response.context["form"].data.get(name) for name in ("version", "opened")}
    theirs = {"keep-regel-measurement": "mine", "keep-regel-channel": "theirs"}
    assert client.post(f"/segmenten/{segment.pk}/wijzigen/", {**form, **again, **theirs}).status_code == 302
    segment.refresh_from_db()
    assert segment.rules == {"measurement": ["no"], "channel": ["direct_line"]}


@pytest.mark.parametrize("rule", ["managers", "interest", "silent"])
@pytest.mark.parametrize("value", ["x", "", "-1", "٣x", "9" * 40])
def test_a_stored_value_that_is_no_number_selects_nobody_and_breaks_nothing(client, make, rule, value):
    OrganisationFactory()
    assert chosen(**{rule: [value]}) == set()
    segment = make(rules={rule: [value]})
    assert client.get(segment.get_absolute_url()).status_code == 200


def test_members_are_picked_by_hand_and_taken_out(client, make):
    segment = make(of="persons", way="picked")
    person = PersonFactory(name="Ann de Boër")
    url = segment.get_absolute_url()
    assert "Ann de Boër" in client.get(url, {"q": "boer"}).content.decode()
    for _twice in range(2):
        client.post(f"{url}erin/", {"record": person.pk})
    assert [item.name for item in queries.members(segment, on=ON).addressees] == ["Ann de Boër"]
    assert "picked by hand" in client.get(url).content.decode()
    for record in ("x", "", 10**30, 999_999_999):
        assert client.post(f"{url}erin/", {"record": record}).status_code == 302
    client.post(f"{url}eruit/", {"record": person.pk})
    assert not segment.picks.exists()
    by_rules = make("Regels", rules={"measurement": ["yes"]})
    client.post(f"{by_rules.get_absolute_url()}erin/", {"record": OrganisationFactory().pk})
    assert not by_rules.picks.exists()


def test_a_segment_is_archived_undone_restored_and_exported(client, make):
    segment = make(rules={"measurement": ["yes"]})
    PositionFactory(organisation__in_measurement=True, person__name="Ann")
    url = segment.get_absolute_url()
    lines = b"".join(client.get(f"{url}export/").streaming_content).decode()
    assert "Ann" in lines
    page = client.post(f"{url}archiveren/", follow=True).content.decode()
    assert "ongedaan-maken" in page
    assert list(queries.segments_in_use()) == []
    client.post(f"{url}terugzetten/")
    assert list(queries.segments_in_use()) == [segment]
    assert segment.history.count() >= 3


@pytest.mark.parametrize("role", ["manager", "researcher", "administrator"])
def test_who_may_see_no_persons_sees_no_segments(client_as, make, request, role):
    segment = make(way="picked")
    client = client_as(request.getfixturevalue(role))
    for path in (
        "/segmenten/",
        segment.get_absolute_url(),
        f"{segment.get_absolute_url()}export/",
        "/segmenten/nieuw/",
    ):
        assert client.get(path).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_members(client, make):
    segment = make(rules={"measurement": ["yes"]})
    PositionFactory(organisation__in_measurement=True)
    client.get(segment.get_absolute_url())
    with query_counts("stakeholders:segment"):
        client.get(segment.get_absolute_url())
    for _more in range(12):
        PositionFactory(organisation__in_measurement=True)
    with query_counts("stakeholders:segment"):
        client.get(segment.get_absolute_url())


def test_every_rule_has_its_own_name_and_choices():
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        values = [str(value) for value, _label in rule.choices()]
        assert len(values) == len(set(values)), rule.name
