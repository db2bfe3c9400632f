"""Handing over: the rules as the database keeps them and as the services refuse, in words, what does not fit."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from accounts.models import Absence
from core import mail
from core.models import Mailing, OutgoingMail
from core.periods import AMSTERDAM
from core.registry import OpenItem, OpenItemSource, open_items
from stakeholders import announcements, handover_home, home
from stakeholders.exceptions import HandoverMoveNotAllowed, ItemsNotAccepted, NotTheSuccessor, PeriodRefused
from stakeholders.models import AccountAssignment, Handover, HandoverMove, Organisation
from stakeholders.queries import handovers as queries
from stakeholders.services import handovers as services

from .factories import AssignmentFactory, OrganisationFactory, PositionFactory

# A Wednesday; the change of 1 December is nine working days later, that of 16 December twenty.
AT = datetime(2026, 11, 18, 10, tzinfo=AMSTERDAM)
TODAY = AT.date()
LAST_DAY = date(2026, 12, 15)
CHANGE = date(2026, 12, 16)


@pytest.fixture
def successor(make_user):
    return make_user("account_manager", name="Opvolger")


@pytest.fixture
def plan(account_manager, successor):
    """Plans the handover of one organisation of the account manager."""

    def make(*, organisation=None, at=AT, last_day=LAST_DAY, **values):
        held = AssignmentFactory(user=account_manager, **({"organisation": organisation} if organisation else {}))
        given = {"leaver": account_manager, "last_day": last_day, "by": account_manager, "at": at}
        departure = services.plan_departure(**given, successors={held.organisation: successor}, **values)
        return departure.handovers.get()

    return make


@pytest.fixture
def told(plan, account_manager):
    handover = plan()
    services.tell_otherwise(handover=handover, how="phone", on=TODAY, note="Ann", by=account_manager, at=AT)
    return handover


@pytest.fixture
def item(account_manager):
    """A source with one open item of who leaves, and what was handed over."""
    owners = {7: account_manager}

    def find(organisations, at):
        return [
            OpenItem(f"test:open:{key}", "Beloofd", "/", "Promise", pk, owner=owner)
            for pk in organisations
            for key, owner in owners.items()
        ]

    def hand_over(keys, to, by, at):
        owners.update(dict.fromkeys(keys, to))
        return len(owners)

    source = open_items.register(OpenItemSource("test:open", find, "stakeholders.view_organisation", hand_over))
    yield owners
    del open_items._items[source.name]


def letter(handover, *, email="ann@voorbeeld.example", language="nl"):
    position = PositionFactory(organisation=handover.organisation, person__email=email, person__language=language)
    return services.Letter(handover, position.person, "Nieuw", "Beste")


def managers(organisation, on):
    return [row.user for row in AccountAssignment.objects.held(on).filter(organisation=organisation)]


def test_planning_lets_the_contact_change_on_its_day_without_any_job(plan, account_manager, successor):
    handover = plan()
    assert managers(handover.organisation, LAST_DAY) == [account_manager]
    assert managers(handover.organisation, CHANGE) == [successor]
    assert (handover.announce_by, handover.introduce_by) == (date(2026, 12, 2), date(2027, 1, 15))


def test_a_deputy_who_takes_over_stops_being_deputy_and_gets_it_back_when_it_is_stopped(plan, successor):
    organisation = OrganisationFactory()
    deputy = AssignmentFactory(organisation=organisation, user=successor, role="deputy")
    handover = plan(organisation=organisation)
    deputy.refresh_from_db()
    assert deputy.until_on == LAST_DAY
    services.cancel(handovers=[handover], reason="blijft toch", by=successor, at=AT)
    deputy.refresh_from_db()
    assert deputy.until_on is None
    assert successor not in [
        row.user for row in AccountAssignment.objects.current(CHANGE).filter(role="account_manager")
    ]


def test_stopping_after_the_change_leaves_the_successor_as_contact(plan, successor):
    handover = plan()
    services.cancel(handovers=[handover], reason="klaar", by=successor, at=AT + timedelta(days=40))
    assert managers(handover.organisation, CHANGE) == [successor]


def test_a_plan_that_cannot_be_is_refused_as_a_whole_and_in_words(account_manager, successor, communications):
    held = AssignmentFactory(user=account_manager)
    later = AssignmentFactory(user=account_manager)
    AssignmentFactory(organisation=held.organisation, user=successor, role="deputy", from_on=date(2027, 5, 1))
    given = {"leaver": account_manager, "last_day": LAST_DAY, "by": account_manager, "at": AT}
    for successors, error in (
        ({later.organisation: successor, held.organisation: successor}, PeriodRefused),
        ({OrganisationFactory(): successor}, PeriodRefused),
        ({held.organisation: account_manager}, ValidationError),
    ):
        with pytest.raises(error) as refusal:
            services.plan_departure(**given, successors=successors)
        assert str(next(iter(reversed(successors)))) in str(refusal.value)
    assert not Handover.objects.exists()


def test_an_organisation_is_handed_over_once_at_a_time(plan, account_manager, successor):
    handover = plan()
    with pytest.raises(ValidationError, match=r"onderweg|under way"), translation.override("en"):
        services.plan_departure(
            leaver=account_manager,
            last_day=LAST_DAY,
            successors={handover.organisation: successor},
            by=account_manager,
            at=AT,
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"successor": "leaver"}, "successor_is_another"),
        ({"announced_on": TODAY}, "announced_has_day_and_way"),
        ({"state": "announced"}, "announced_has_day_and_way"),
        ({"state": "announced", "announced_on": TODAY, "announced_how": "phone"}, "told_otherwise_says_how"),
        ({"introduced_how": "visit"}, "introduced_has_day_and_form"),
        ({"state": "cancelled"}, "cancelled_says_why"),
        ({"announce_by": CHANGE}, "deadlines_around_change"),
    ],
)
def test_the_database_refuses_what_cannot_be(plan, values, constraint):
    handover = plan()
    values = {name: getattr(handover, value) if value == "leaver" else value for name, value in values.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Handover.objects.filter(pk=handover.pk).update(**values)


def test_the_database_refuses_a_move_that_is_not_in_the_table_and_a_second_open_handover(plan, told):
    facts = {"introduced_on": TODAY, "introduced_how": "visit", "accepted_at": AT}
    with pytest.raises(DatabaseError, match=r"[Ii]nvalid transition"), transaction.atomic():
        Handover.objects.filter(pk=told.pk).update(state="completed", **facts)
    introduced = plan()
    services.tell_otherwise(handover=introduced, how="phone", on=TODAY, note="Ann", by=introduced.leaver, at=AT)
    services.introduce(handover=introduced, how="visit", on=TODAY, by=introduced.leaver, at=AT)
    with pytest.raises(IntegrityError, match="completed_was_accepted"), transaction.atomic():
        Handover.objects.filter(pk=introduced.pk).update(state="completed")
    values = {field.attname: getattr(told, field.attname) for field in Handover._meta.concrete_fields}
    with pytest.raises(IntegrityError, match="one_open_each"), transaction.atomic():
        Handover.objects.create(**{**values, "id": None})


def test_the_steps_of_a_handover_are_never_changed(told):
    with pytest.raises(DatabaseError), transaction.atomic():
        HandoverMove.objects.update(note="anders")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'stakeholders_handovermove', 'UPDATE, DELETE')")
        assert cursor.fetchone()[0] is False


def test_a_mail_makes_announced_only_once_it_went_out(plan, account_manager):
    handover = plan()
    one = letter(handover)
    (mailing,) = services.announce(departure=handover.departure, letters=[one], by=account_manager, at=AT)
    assert queries.is_under_way(queries.notices_of([handover])[handover.pk])
    assert services.sync_announcements(at=AT) == 0
    mail.send_due(at=AT + timedelta(minutes=3))
    assert services.sync_announcements(at=AT + timedelta(minutes=4)) == 1
    assert services.sync_announcements(at=AT + timedelta(minutes=4)) == 0
    handover.refresh_from_db()
    assert (handover.state, handover.announced_on, handover.announced_how) == ("announced", TODAY, "mail")
    assert [move.state for move in handover.moves.all()] == ["planned", "announced"]
    assert mailing.messages.get().to_address == "ann@voorbeeld.example"


def test_a_mail_that_came_back_makes_it_planned_again(plan, account_manager):
    handover = plan()
    services.announce(departure=handover.departure, letters=[letter(handover)], by=account_manager, at=AT)
    mail.send_due(at=AT + timedelta(minutes=3))
    services.sync_announcements(at=AT)
    OutgoingMail.objects.update(state="bounced")
    services.sync_announcements(at=AT)
    handover.refresh_from_db()
    assert (handover.state, handover.announced_on) == ("planned", None)


def test_a_mail_that_was_called_back_leaves_it_planned(plan, account_manager):
    handover = plan()
    (mailing,) = services.announce(departure=handover.departure, letters=[letter(handover)], by=account_manager, at=AT)
    mail.call_back(mailing, at=AT)
    services.sync_announcements(at=AT)
    handover.refresh_from_db()
    assert handover.state == "planned"
    assert not queries.is_under_way(queries.notices_of([handover])[handover.pk])


def test_more_than_25_mails_wait_for_a_second_person_and_one_address_gets_each_letter(plan, account_manager):
    handover = plan()
    letters = [letter(handover, email=f"p{number}@voorbeeld.example") for number in range(26)]
    again = letter(plan(), email="q@voorbeeld.example")
    again.person.email = "p0@voorbeeld.example"
    first, second = services.announce(
        departure=handover.departure, letters=[*letters, again], by=account_manager, at=AT
    )
    assert (first.state, first.messages.count()) == (Mailing.State.NEEDS_RELEASE, 26)
    assert second.messages.get().to_address == "p0@voorbeeld.example"


def test_telling_otherwise_needs_to_whom_and_a_day_that_has_come(plan, account_manager):
    handover = plan()
    given = {"handover": handover, "by": account_manager, "at": AT}
    for values, field in (
        ({"how": "phone", "on": TODAY, "note": " "}, "note"),
        ({"how": "mail", "on": TODAY, "note": "Ann"}, "how"),
        ({"how": "phone", "on": TODAY + timedelta(days=1), "note": "Ann"}, "on"),
    ):
        with pytest.raises(ValidationError) as refusal:
            services.tell_otherwise(**given, **values)
        assert field in refusal.value.error_dict
    assert handover.state == "planned"


def test_an_introduction_comes_after_telling_and_can_be_taken_back(plan, told, account_manager):
    given = {"how": "visit", "on": TODAY, "by": account_manager, "at": AT}
    with pytest.raises(HandoverMoveNotAllowed):
        services.introduce(handover=plan(), **given)
    services.introduce(handover=told, **given)
    assert told.state == "introduced"
    services.take_back_step(handover=told, by=account_manager, at=AT)
    assert (told.state, told.introduced_on) == ("announced", None)
    services.take_back_step(handover=told, by=account_manager, at=AT)
    assert (told.state, told.announced_on) == ("planned", None)
    with pytest.raises(HandoverMoveNotAllowed):
        services.take_back_step(handover=told, by=account_manager, at=AT)


def test_only_the_successor_accepts_and_every_open_item(told, item, account_manager, successor):
    with pytest.raises(NotTheSuccessor):
        services.accept(handover=told, references=["test:open:7"], by=account_manager, at=AT)
    with pytest.raises(ItemsNotAccepted) as refusal:
        services.accept(handover=told, references=[], by=successor, at=AT)
    assert [one.title for one in refusal.value.items] == ["Beloofd"]
    assert services.accept(handover=told, references=["test:open:7"], by=successor, at=AT) == 1
    assert item == {7: successor}
    assert told.accepted_items == ["test:open:7"]
    with pytest.raises(HandoverMoveNotAllowed):
        services.accept(handover=told, references=[], by=successor, at=AT)


def test_items_of_other_colleagues_stay_theirs(told, item, communications):
    item[7] = communications
    assert queries.items_to_accept(told, at=AT) == []


def test_it_is_completed_once_introduced_and_accepted_in_either_order(told, plan, account_manager, successor):
    given = {"how": "visit", "on": TODAY, "by": account_manager, "at": AT}
    services.accept(handover=told, references=[], by=successor, at=AT)
    assert told.state == "announced"
    services.introduce(handover=told, **given)
    other = plan()
    services.tell_otherwise(handover=other, how="phone", on=TODAY, note="Ann", by=account_manager, at=AT)
    services.introduce(handover=other, **given)
    services.accept(handover=other, references=[], by=successor, at=AT)
    assert (told.state, other.state) == ("completed", "completed")
    with pytest.raises(HandoverMoveNotAllowed):
        services.cancel(handovers=[told], reason="te laat", by=successor, at=AT)


def test_a_signal_gets_the_successor_as_owner(told, account_manager, successor):
    from feedback.models import Giver, Signal

    dates = {"received_on": TODAY, "confirm_by": TODAY, "tell_by": TODAY}
    own, closed = (
        Signal.objects.create(kind="complaint", title="Balie", text="x", owner=account_manager, state=state, **dates)
        for state in ("examining", "examining")
    )
    Giver.objects.create(signal=own, name="Ann", organisation=told.organisation)
    Giver.objects.create(signal=closed, name="Ann", organisation=OrganisationFactory())
    references = [one.reference for one in queries.items_to_accept(told, at=AT)]
    assert references == [f"feedback:signals:{own.pk}"]
    services.accept(handover=told, references=references, by=successor, at=AT)
    assert {signal.pk: signal.owner for signal in Signal.objects.all()} == {
        own.pk: successor,
        closed.pk: account_manager,
    }


@pytest.mark.parametrize(
    ("days_later", "who", "expected"),
    [(0, "leaver", ["announce"]), (0, "successor", ["accept"]), (60, "leaver", ["announce"])],
)
def test_home_shows_who_must_do_what_by_when(plan, account_manager, successor, days_later, who, expected):
    plan()
    user = {"leaver": account_manager, "successor": successor}[who]
    steps = queries.waiting_for(user, today=TODAY + timedelta(days=days_later))
    assert [step.code for _handover, step in steps] == expected
    assert [step.is_late for _handover, step in steps] == [days_later == 60]


def test_when_who_leaves_is_gone_the_successor_tells(plan, account_manager, successor):
    plan()
    type(account_manager).objects.filter(pk=account_manager.pk).update(is_active=False)
    assert [step.code for _handover, step in queries.waiting_for(successor, today=TODAY)] == ["announce", "accept"]


def test_a_late_handover_stands_on_the_home_page_of_communications_and_in_their_mail(plan, communications):
    from accounts.digests import sections_for

    plan()
    after = AT + timedelta(days=20)
    assert handover_home.late_handovers(communications, AT) == []
    (late,) = handover_home.late_handovers(communications, after)
    assert (late.due, late.tone) == (date(2026, 12, 2), "negative")
    assert late in [item for section in sections_for(communications, at=after) for item in section.items]


def test_the_nearest_deadline_is_the_same_in_the_list_as_on_the_page(plan, told, account_manager, successor):
    services.accept(handover=told, references=[], by=successor, at=AT)
    for handover in queries.handover_list():
        assert handover.next_due == handover.due


def test_somebody_who_left_without_a_handover_is_nobodys_contact(account_manager, communications):
    gone = AssignmentFactory(user=account_manager, organisation__in_measurement=True)
    alone = AssignmentFactory(user=communications)
    nobody = OrganisationFactory(in_measurement=True)
    Absence.objects.create(user=communications, deputy=account_manager, starts_on=TODAY, ends_on=TODAY)
    assert [(gap.organisation, gap.reason) for gap in queries.gaps(on=TODAY)] == [
        (nobody, "nobody"),
        (alone.organisation, "away"),
    ]
    type(account_manager).objects.filter(pk=account_manager.pk).update(is_active=False)
    assert [(gap.organisation, gap.reason) for gap in queries.gaps(on=TODAY)] == [
        (gone.organisation, "left"),
        (nobody, "nobody"),
        (alone.organisation, "away"),
    ]
    assert gone.organisation in Organisation.objects.without("account_manager", on=TODAY)
    with translation.override("en"):
        assert "left" in home.without_fixed_contact(communications, AT)[0].state


def test_the_announcement_is_in_the_language_of_the_receiver(plan):
    handover = plan()
    for language, words in (("nl", "16 december 2026"), ("en", "16 December 2026")):
        person = letter(handover, email=f"{language}@voorbeeld.example", language=language).person
        text = announcements.filled(announcements.proposal(language)[1], handover=handover, person=person)
        assert words in text
        assert person.name in text
        assert "{" not in text
    assert announcements.unknown_words("{name} {naam}") == ["naam"]
