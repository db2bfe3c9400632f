"""Merging organisations and persons: what moves, what stays, what is refused, and taking it back row for row."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from core.history import event_model
from core.models import Link
from core.registry import DataSubject
from feedback.services.receive import GiverData, Words, register_signal
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.models import ImportRun, LikelyDuplicate, Merge, Organisation, OrganisationKind
from stakeholders.services import duplicates, merging, unmerging
from stakeholders.services.forgetting import forget_lists

from .factories import AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def dump():
    """Every row of every table but history, versions and the merge itself."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        skip = hasattr(model, "pgh_tracked_model") or label in ("stakeholders.Merge", "stakeholders.MergeMove")
        if skip or not model._meta.managed or model._meta.proxy:
            continue
        columns = [field.attname for field in model._meta.concrete_fields if field.attname != "version"]
        found[label] = sorted(map(repr, model._base_manager.values_list(*columns)))
    return found


def merge(winner, loser, now, kind="organisation", **options):
    return merging.merge(
        kind=kind, winner=winner, loser=loser, choices=options.pop("choices", {}), by=None, at=now, **options
    )


@pytest.fixture
def two(account_manager, communications):
    """Two organisations with everything that hangs on them, some of it in each other's way."""
    winner = OrganisationFactory(name="Nidos", website="https://nidos.example")
    loser = OrganisationFactory(name="Stichting Nidos", kvk_number="12345678", abbreviation="SN")
    kinds = list(OrganisationKind.objects.all()[:2])
    winner.kinds.set(kinds[:1])
    loser.kinds.set(kinds)
    loser.contact_points.create(label="Balie", phone="070 000 0000")
    person = PersonFactory()
    PositionFactory(person=person, organisation=winner)
    PositionFactory(person=person, organisation=loser, title="Overlapt")
    PositionFactory(organisation=loser)
    AssignmentFactory(organisation=winner, user=account_manager)
    AssignmentFactory(organisation=loser, user=communications)
    kind = ContentType.objects.get_for_model(Organisation)
    Link.objects.create(
        from_type=kind,
        from_id=loser.pk,
        to_type=kind,
        to_id=winner.pk,
        created_by=communications,
        created_at="2026-01-01T00:00Z",
    )
    return winner, loser


def test_everything_moves_and_undoing_restores_every_row(two, now):
    winner, loser = two
    before = dump()
    outcome = merge(winner, loser, now, choices={"name": "loser", "kvk_number": "loser"})
    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.name, winner.kvk_number, winner.website) == ("Stichting Nidos", "12345678", "https://nidos.example")
    assert (loser.name, loser.kvk_number, loser.is_archived) == ("Nidos", "", True)
    assert winner.contact_points.count() == 1
    assert winner.positions.count() == 2
    assert winner.kinds.count() == 2
    assert {item.relation for item in outcome.stayed} >= {
        "stakeholders.Position",
        "stakeholders.AccountAssignment",
        "core.Link",
    }
    result = unmerging.undo(merge=outcome.merge, by=None, at=now)
    assert result.impossible == ()
    assert dump() == before


def test_what_collides_can_change_places_and_back(two, now):
    winner, loser = two
    before = dump()
    theirs = loser.assignments.get()
    outcome = merge(winner, loser, now, take=[f"stakeholders.AccountAssignment:{theirs.pk}"])
    assert winner.assignments.get() == theirs
    assert loser.assignments.exists()
    assert unmerging.undo(merge=outcome.merge, by=None, at=now).impossible == ()
    assert dump() == before
    events = event_model("stakeholders.AccountAssignment")._default_manager
    assert set(events.values_list("from_on", flat=True)) == {theirs.from_on}


def test_a_preview_writes_nothing(two, now):
    before = dump()
    outcome = merging.preview(kind="organisation", winner=two[0], loser=two[1], at=now)
    assert outcome.moved
    assert dump() == before
    assert not Merge.objects.exists()


def test_persons_merge_with_functions_and_the_givers_of_signals_stay_apart(now):
    winner, loser = (
        PersonFactory(email="a@voorbeeld.example"),
        PersonFactory(email="b@voorbeeld.example", do_not_invite=True),
    )
    PositionFactory(person=loser)
    before = dump()
    outcome = merge(winner, loser, now, "person", choices={"email": "loser", "do_not_invite": "loser"})
    winner.refresh_from_db()
    assert (winner.email, winner.do_not_invite, winner.positions.count()) == ("b@voorbeeld.example", True, 1)
    unmerging.undo(merge=outcome.merge, by=None, at=now)
    assert dump() == before


def test_givers_of_signals_come_along_and_go_back_and_none_is_swallowed(two, now):
    winner, loser = two
    for organisation in (winner, loser):
        giver = GiverData(name="Dezelfde", email="x@voorbeeld.example", organisation_id=organisation.pk)
        register_signal(words=Words(kind="suggestion", text="Te laat"), source="mail", giver=giver, at=now)
    before = dump()
    outcome = merge(winner, loser, now)
    assert winner.signal_givers.count() == 2
    unmerging.undo(merge=outcome.merge, by=None, at=now)
    assert dump() == before


def test_later_changes_stay_and_are_named_when_a_merge_is_undone(two, now):
    winner, loser = two
    outcome = merge(winner, loser, now, choices={"name": "loser"})
    Organisation.objects.filter(pk=winner.pk).update(name="Nog anders")
    winner.contact_points.get().delete()
    result = unmerging.undo(merge=outcome.merge, by=None, at=now)
    assert [text.split(":")[0] for text in result.impossible] == ["contact points", "name"]
    loser.refresh_from_db()
    winner.refresh_from_db()
    assert (loser.is_archived, winner.name) == (False, "Nog anders")


def test_a_chain_is_undone_from_the_end(now):
    a, b, c = OrganisationFactory.create_batch(3)
    first = merge(b, a, now).merge
    second = merge(c, b, now).merge
    with pytest.raises(merging.MergeRefused, match="Undo that first"):
        unmerging.undo(merge=first, by=None, at=now)
    unmerging.undo(merge=second, by=None, at=now)
    unmerging.undo(merge=first, by=None, at=now)
    with pytest.raises(merging.MergeRefused, match="undone already"):
        unmerging.undo(merge=first, by=None, at=now)


def test_a_merge_into_itself_is_refused(client_as, now):
    organisation = OrganisationFactory()
    with pytest.raises(merging.MergeRefused, match="itself"):
        merge(organisation, organisation, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(kind="organisation", winner_id=1, loser_id=1, merged_at=now)
    url = reverse("stakeholders:organisation-merge", args=[organisation.pk, organisation.pk])
    response = client_as("communications").get(url)
    assert response.status_code == 422
    assert "zichzelf" in response.content.decode() or "itself" in response.content.decode()


def test_a_record_goes_up_once_only(now):
    a, b, c = OrganisationFactory.create_batch(3)
    merge(a, b, now)
    with pytest.raises(merging.MergeRefused, match="went up"):
        merge(c, b, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(kind="organisation", winner_id=c.pk, loser_id=b.pk, merged_at=now)


def test_who_merges_an_older_version_sees_it(two, now):
    with pytest.raises(EditedMeanwhile):
        merge(*two, now, versions=(7, 1))


def test_the_old_address_leads_on_and_the_archived_record_stays_readable(client_as, two, now):
    winner, loser = two
    client = client_as("communications")
    url = reverse("stakeholders:organisation-merge", args=[winner.pk, loser.pk])
    page = client.get(url).content.decode()
    assert "12345678" in page
    response = client.post(url, {"winner_version": 1, "loser_version": 1, "field_kvk_number": "loser"})
    merge_page = response.url
    assert client.get(loser.get_absolute_url()).url == winner.get_absolute_url()
    assert client.get(f"{loser.get_absolute_url()}?archief=1").status_code == 200
    assert "Stichting Nidos" in client.get(winner.get_absolute_url()).content.decode()
    client.post(f"{merge_page}ongedaan-maken/")
    assert client.get(loser.get_absolute_url()).status_code == 200
    assert client.get(merge_page).status_code == 200


def test_a_researcher_merges_nothing(client_as, two):
    client = client_as("researcher")
    assert client.get(reverse("stakeholders:organisation-merge", args=[two[0].pk, two[1].pk])).status_code == 403
    assert client.get("/organisaties/dubbel/").status_code == 403


def test_likely_duplicates_are_found_and_not_a_duplicate_is_remembered(client_as, now):
    first = OrganisationFactory(name="Vluchtelingenwerk Noord")
    OrganisationFactory(name="Vluchtelingwerk Noord")
    OrganisationFactory(name="Gemeente Amsterdam", website="https://www.ams.example/contact")
    OrganisationFactory(name="Stadsdeel Oost", website="http://ams.example")
    OrganisationFactory(name="Iets heel anders")
    assert duplicates.find_duplicates(kind="organisation", at=now) == 2
    client = client_as("communications")
    pair = LikelyDuplicate.objects.get(first_id=first.pk)
    assert "Vluchtelingwerk Noord" in client.get("/organisaties/dubbel/").content.decode()
    client.post(reverse("stakeholders:not-a-duplicate", args=[pair.pk]))
    assert duplicates.find_duplicates(kind="organisation", at=now) == 1
    assert "Vluchtelingwerk Noord" not in client.get("/organisaties/dubbel/").content.decode()
    assert "Vluchtelingwerk Noord" in client.get("/organisaties/dubbel/?toon=verschillend").content.decode()


def test_persons_are_alike_by_address_telephone_or_name_at_the_same_organisation(now):
    place = OrganisationFactory()
    for name in ("Anna de Vries-Jansen", "Anna de Vries-Janssen"):
        PositionFactory(person__name=name, organisation=place)
    PersonFactory(name="Bram Bakker", email="")
    PersonFactory(name="Carla Bakker", email="")
    assert duplicates.find_duplicates(kind="person", at=now) == 1


def test_erasing_a_person_removes_what_a_merge_and_a_waiting_list_hold(communications, now):
    winner, loser = PersonFactory(email="a@voorbeeld.example"), PersonFactory(email="b@voorbeeld.example")
    record = merge(winner, loser, now, "person", choices={"email": "loser"}).merge
    run = ImportRun.objects.create(kind="persons", file_name="x", started_by=communications, created_at=now)
    run.rows.create(line=2, title="A", email="a@voorbeeld.example")
    forget_lists(DataSubject(emails=("a@voorbeeld.example",)))
    record.refresh_from_db()
    assert (record.is_final, record.before, record.winner_name != winner.name) == (True, {}, True)
    assert not ImportRun.objects.exists()
    with pytest.raises(merging.MergeRefused, match="erased"):
        unmerging.undo(merge=record, by=None, at=now)
