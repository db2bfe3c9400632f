"""Gatherings: planning, rhythm, inviting, yes or no by link, moving, cancelling, minutes, actions."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.mail import send_due
from core.models import Mailing
from core.periods import local_date
from core.registry import FollowUp, follow_ups
from stakeholders.domain.rhythm import next_day
from stakeholders.gathering_calendar import answer_address
from stakeholders.models import ActionItem, ContactMoment, Gathering, GatheringSeries, Participant
from stakeholders.queries.gatherings import next_of_series
from stakeholders.services import gathering_invitations, gathering_minutes, gatherings
from tests.query_counts import query_counts

from .factories import OrganisationFactory, PersonFactory, PositionFactory
from .gathering_makers import at_hour, make_gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def gathering(account_manager, now):
    return make_gathering(account_manager, at=now)


@pytest.fixture
def client(client_as, account_manager):
    return client_as(account_manager)


def url(name, record):
    return reverse(f"stakeholders:{name}", args=[record.pk])


def link_of(participant):
    return answer_address(f"participant:{participant.link_key}").split("://", 1)[1].split("/", 1)[1].join(["/", ""])


def invite(gathering, by, at):
    gathering_invitations.invite(gathering=gathering, message="", by=by, at=at)
    return Participant.objects.filter(gathering=gathering, person__isnull=False).first()


def sent(at):
    mail.outbox.clear()
    send_due(at=at + timedelta(minutes=3))
    return mail.outbox


def calendar_of(message):
    [(_name, content, kind)] = message.attachments
    return content if isinstance(content, str) else content.decode(), kind


@pytest.mark.parametrize(
    ("last", "every", "unit", "by_rhythm", "day"),
    [
        (date(2026, 11, 18), 6, "week", date(2026, 12, 30), date(2026, 12, 30)),
        (date(2026, 11, 20), 5, "week", date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, then a weekend
        (date(2026, 11, 10), 1, "month", date(2026, 12, 8), date(2026, 12, 8)),  # the second Tuesday
        (date(2026, 9, 30), 1, "month", date(2026, 10, 28), date(2026, 10, 28)),  # a fifth Wednesday: the last one
        (date(2026, 10, 12), 2, "month", date(2026, 12, 14), date(2026, 12, 14)),
        (date(2027, 4, 5), 1, "month", date(2027, 5, 3), date(2027, 5, 3)),
        (date(2027, 4, 7), 4, "week", date(2027, 5, 5), date(2027, 5, 7)),  # Liberation Day, then Ascension Day
    ],
)
def test_the_next_day_follows_the_rhythm_and_is_never_a_day_nobody_works(last, every, unit, by_rhythm, day):
    found = next_day(last, every=every, unit=unit)
    assert (found.by_rhythm, found.day) == (by_rhythm, day)


def test_a_holiday_does_not_shift_the_rhythm_of_the_series(account_manager, now):
    first = make_gathering(account_manager, at=now, rhythm=(5, "week"))
    Gathering.objects.filter(pk=first.pk).update(
        starts_at=at_hour(date(2026, 11, 20), 10),
        ends_at=at_hour(date(2026, 11, 20), 11),
        rhythm_on=date(2026, 11, 20),
    )
    following, starts_at = next_of_series(series=first.series)
    second = gatherings.plan_next(
        series=first.series, starts_at=starts_at, rhythm_on=following.by_rhythm, by=account_manager
    )
    assert local_date(second.starts_at) == date(2026, 12, 28)
    assert next_of_series(series=first.series)[0].day == date(2027, 1, 29)
    assert second.participants.count() == first.participants.count()


def test_a_gathering_is_planned_from_the_page_of_an_organisation(client, account_manager):
    organisation = PositionFactory().organisation
    form = client.get(reverse("stakeholders:gathering-add"), {"organisatie": organisation.pk})
    assert organisation.name in form.content.decode()
    data = {"title": "Kwartaaloverleg", "kind": "administrative", "day": "2027-03-02", "begins": "10:30"}
    data |= {"minutes": 90, "organisations": [organisation.pk], "every": "3", "unit": "month"}
    response = client.post(reverse("stakeholders:gathering-add"), data)
    planned = Gathering.objects.get()
    assert response.url == url("gathering-participants", planned)
    assert planned.ends_at - planned.starts_at == timedelta(minutes=90)
    assert (planned.series.every, planned.series.unit) == (3, "month")
    assert [one.colleague for one in planned.participants.all()] == [account_manager]


def test_searching_for_an_organisation_keeps_what_was_typed_and_refuses_nothing(client):
    OrganisationFactory(name="Vluchtelingenwerk Proef")
    response = client.post(
        reverse("stakeholders:gathering-add"), {"title": "Mijn overleg", "find": "vlugtelingen", "zoeken": "1"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "Vluchtelingenwerk Proef" in text
    assert "Mijn overleg" in text
    assert "error-summary" not in text


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"day": "morgen"}, {"minutes": "0"}, {"organisations": ["999999"]}, {"every": "99"}],
)
def test_a_wrong_plan_is_refused_at_the_field(client, wrong):
    organisation = OrganisationFactory()
    data = {"title": "X", "kind": "chain", "day": "2027-03-02", "begins": "10:30", "minutes": 60}
    data |= {"organisations": [organisation.pk]} | wrong
    response = client.post(reverse("stakeholders:gathering-add"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not Gathering.objects.exists()


def test_the_database_refuses_what_cannot_be(gathering, account_manager, now):
    person = gathering.participants.filter(person__isnull=False).first()
    for change in (
        lambda: Gathering.objects.filter(pk=gathering.pk).update(ends_at=gathering.starts_at),
        lambda: Gathering.objects.filter(pk=gathering.pk).update(state="maybe"),
        lambda: Participant.objects.filter(pk=person.pk).update(reply="yes"),
        lambda: Participant.objects.filter(pk=person.pk).update(organisation=None),
        lambda: Participant.objects.filter(pk=person.pk).update(colleague=account_manager),
        lambda: ActionItem.objects.create(gathering=gathering, what="x", created_at=now),
        lambda: ActionItem.objects.create(
            gathering=gathering, what="x", owner=account_manager, state="done", created_at=now
        ),
        lambda: GatheringSeries.objects.create(title="x", every=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_two_gatherings_of_a_series_at_one_moment_are_refused(client, account_manager, now):
    first = make_gathering(account_manager, at=now, rhythm=(1, "week"))
    day = {"day": local_date(first.starts_at).isoformat(), "begins": "10:00"}
    response = client.post(url("series-next", first.series), day)
    assert response.status_code == 422
    assert Gathering.objects.count() == 1


def test_everybody_with_an_address_is_invited_once_with_a_calendar_file(client, gathering, now):
    without = PersonFactory(email="")
    gatherings.add_person(gathering=gathering, person=without, organisation=gathering.organisations.get())
    page = client.get(url("gathering-invite", gathering)).content.decode()
    assert without.name in page
    client.post(url("gathering-invite", gathering), {"message": "Neem uw cijfers mee."})
    messages = sent(timezone.now())
    assert len(messages) == 3
    participant = gathering.participants.filter(person__isnull=False).first()
    [message] = [one for one in messages if participant.email in one.to[0]]
    content, kind = calendar_of(message)
    assert "Neem uw cijfers mee." in message.body
    assert link_of(participant) in message.body
    assert kind == "text/calendar; method=REQUEST"
    unfolded = content.replace("\r\n ", "")
    assert "METHOD:REQUEST" in unfolded
    assert f"mailto:{participant.email}" in unfolded
    others = gathering.participants.exclude(pk=participant.pk)
    assert not any(one.email and one.email in unfolded for one in others)
    again = client.post(url("gathering-invite", gathering), {"message": ""})
    assert again.status_code == 422


def test_an_invitation_that_was_called_back_can_be_sent_again(gathering, account_manager, now):
    from core.mail import call_back

    invite(gathering, account_manager, now)
    call_back(Mailing.objects.get(), at=now)
    assert gathering_invitations.not_yet_invited(gathering).count() == 3
    invite(gathering, account_manager, now + timedelta(minutes=1))


def test_yes_or_no_is_given_by_link_without_account_and_can_be_changed(gathering, account_manager, now, client_as):
    participant = invite(gathering, account_manager, now)
    visitor, link = client_as(None), link_of(participant)
    shown = visitor.get(link)
    participant.refresh_from_db()
    assert (shown.status_code, participant.reply) == (200, "none")
    assert shown["Cache-Control"] == "no-store"
    assert shown["X-Robots-Tag"] == "noindex"
    assert not shown.cookies
    response = visitor.post(link, {"comes": "ja", "note": "Met een collega"})
    participant.refresh_from_db()
    assert (response.status_code, participant.reply, participant.reply_note) == (302, "yes", "Met een collega")
    visitor.post(link, {"comes": "nee"})
    participant.refresh_from_db()
    assert participant.reply == "no"
    assert visitor.post(link, {"comes": "misschien"}).status_code == 422


def test_an_unknown_link_and_one_of_who_was_never_invited_lead_to_the_same_page(gathering, client_as):
    participant = gathering.participants.first()
    visitor = client_as(None)
    pages = [visitor.get(path) for path in ("/uitnodiging/onzin/", link_of(participant), "/samen/onzin/")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_no_answer_is_taken_when_it_has_begun(account_manager, now, client_as):
    gathering = make_gathering(account_manager, at=now)
    participant = invite(gathering, account_manager, now)
    Gathering.objects.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    client_as(None).post(link_of(participant), {"comes": "ja"})
    participant.refresh_from_db()
    assert participant.reply == "none"


def edited(gathering, **changes):
    begins = timezone.localtime(gathering.starts_at)
    data = {"title": gathering.title, "kind": gathering.kind, "day": begins.date().isoformat(), "minutes": 60}
    data |= {"begins": begins.strftime("%H:%M"), "organisations": [item.pk for item in gathering.organisations.all()]}
    return data | {"version": gathering.version} | changes


def test_moving_tells_who_was_invited_and_asks_again(client, client_as, gathering, account_manager, now):
    participant = invite(gathering, account_manager, now)
    sent(now)
    client_as(None).post(link_of(participant), {"comes": "ja"})
    client.post(url("gathering-edit", gathering), edited(gathering, place="Zaal 3"))
    participant.refresh_from_db()
    assert participant.reply == "yes"  # another room is no other time
    gathering.refresh_from_db()
    client.post(url("gathering-edit", gathering), edited(gathering, begins="15:00", place="Zaal 3"))
    messages = sent(timezone.now())
    participant.refresh_from_db()
    assert participant.reply == "none"
    assert len(messages) == 6
    content, _kind = calendar_of(messages[-1])
    assert "SEQUENCE:2" in content
    assert str(gathering.uid) in content


def test_a_change_of_words_alone_sends_no_mail(client, gathering, account_manager, now):
    invite(gathering, account_manager, now)
    client.post(url("gathering-edit", gathering), edited(gathering, title="Andere naam"))
    gathering.refresh_from_db()
    assert (gathering.title, gathering.sequence) == ("Andere naam", 0)
    assert Mailing.objects.count() == 1


def test_the_second_of_two_editors_sees_what_changed(client, gathering):
    client.post(url("gathering-edit", gathering), edited(gathering, title="Eerste"))
    response = client.post(url("gathering-edit", gathering), edited(gathering, purpose="Wat ik typte"))
    assert response.status_code == 409
    assert "Wat ik typte" in response.content.decode()
    gathering.refresh_from_db()
    assert (gathering.title, gathering.purpose) == ("Eerste", "")


def test_cancelling_tells_everybody_and_taking_back_calls_the_mail_back(client, gathering, account_manager, now):
    invite(gathering, account_manager, now)
    sent(now)
    response = client.post(url("gathering-cancel", gathering), {"reason": "Staking"}, follow=True)
    gathering.refresh_from_db()
    assert gathering.state == "cancelled"
    token = next(iter(response.context["messages"])).extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    gathering.refresh_from_db()
    assert gathering.state == "planned"
    assert sent(timezone.now()) == []
    client.post(url("gathering-cancel", gathering), {"reason": "Toch staking"})
    [message, *_others] = sent(timezone.now())
    content, kind = calendar_of(message)
    assert "Toch staking" in message.body
    assert kind.endswith("method=CANCEL")
    assert "STATUS:CANCELLED" in content


def test_who_is_taken_out_after_inviting_hears_that_it_is_off(client, gathering, account_manager, now):
    participant = invite(gathering, account_manager, now)
    sent(now)
    kept = gathering.participants.filter(person__isnull=False).exclude(pk=participant.pk).get()
    position = kept.person.positions.get()
    client.post(
        url("gathering-participants", gathering), {"persons": [position.pk], "colleagues": [account_manager.pk]}
    )
    [message] = sent(timezone.now())
    assert participant.email in message.to[0]
    assert calendar_of(message)[1].endswith("method=CANCEL")
    assert gathering.participants.count() == 2


def test_above_twenty_five_a_second_person_releases_the_invitations(account_manager, now):
    gathering = make_gathering(account_manager, at=now, invited=26)
    invite(gathering, account_manager, now)
    assert Mailing.objects.get().state == Mailing.State.NEEDS_RELEASE


def test_the_agenda_keeps_its_order_and_empty_lines_fall_away(client, gathering):
    rows = [("Rondvraag", "9"), ("Opening", "1"), ("", ""), ("Instroom", "2")]
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, (title, place) in enumerate(rows):
        data |= {f"form-{number}-title": title, f"form-{number}-place": place, f"form-{number}-brought_by": "Nidos"}
    client.post(url("gathering-agenda", gathering), data)
    assert [item.title for item in gathering.agenda.all()] == ["Opening", "Instroom", "Rondvraag"]
    gatherings.set_agenda(gathering=gathering, points=[{"title": "Instroom"}])
    assert [item.title for item in gathering.agenda.all()] == ["Instroom"]


@pytest.fixture
def past(account_manager, now):
    return make_gathering(account_manager, at=now, days=-2, rhythm=(6, "week"))


def test_after_the_meeting_it_is_a_contact_moment_of_each_organisation(client, past):
    present = past.participants.exclude(person=None).first()
    response = client.post(
        url("gathering-held", past), {"present": [present.pk], "summary": "Afgesproken.", "version": past.version}
    )
    assert response.status_code == 302
    moment = ContactMoment.objects.get()
    assert (moment.summary, moment.level, moment.is_two_way) == ("Afgesproken.", "tactical", True)
    assert [one.person for one in moment.participants.all()] == [present.person]
    past.refresh_from_db()
    assert past.state == "held"
    assert not past.participants.exclude(pk=present.pk).filter(attended=True).exists()
    client.post(
        url("gathering-held", past), {"present": [present.pk], "summary": "Verbeterd.", "version": past.version}
    )
    assert ContactMoment.objects.get().summary == "Verbeterd."


def test_a_cancelled_gathering_is_not_held(client, gathering, account_manager, now):
    gatherings.cancel_gathering(gathering=gathering, reason="x", by=account_manager, at=now)
    client.post(url("gathering-held", gathering), {"summary": "x", "version": 2})
    gathering.refresh_from_db()
    assert gathering.state == "cancelled"
    with pytest.raises(gatherings.GatheringNotPlanned):
        gatherings.cancel_gathering(gathering=gathering, reason="x", by=account_manager, at=now)


def test_open_actions_come_back_at_the_next_meeting(client, past, account_manager, now):
    organisation = past.organisations.get()
    client.post(
        url("action-add", past), {"what": "Cijfers sturen", "who": f"o{organisation.pk}", "due_on": "2020-01-02"}
    )
    client.post(url("action-add", past), {"what": "Bellen", "who": f"c{account_manager.pk}"})
    theirs, ours = ActionItem.objects.get(what="Cijfers sturen"), ActionItem.objects.get(what="Bellen")
    assert (theirs.organisation, theirs.owner, ours.owner) == (organisation, None, account_manager)
    day = at_hour(local_date(now) + timedelta(days=20), 10)
    following = gatherings.plan_next(series=past.series, starts_at=day, rhythm_on=local_date(day), by=account_manager)
    page = client.get(following.get_absolute_url()).content.decode()
    assert "Cijfers sturen" in page
    assert "te laat" in page
    client.post(url("action-close", theirs), {"state": "done", "note": "Ontvangen"})
    assert "Cijfers sturen" not in client.get(following.get_absolute_url()).content.decode()
    theirs.refresh_from_db()
    assert (theirs.state, theirs.closed_on) == ("done", local_date(timezone.now()))
    client.post(url("action-reopen", theirs))
    theirs.refresh_from_db()
    assert theirs.is_open


@pytest.mark.parametrize("wrong", [{"what": ""}, {"who": "c999999"}, {"who": ""}, {"due_on": "ooit"}])
def test_a_wrong_action_is_refused_at_the_field(client, past, account_manager, wrong):
    response = client.post(url("action-add", past), {"what": "x", "who": f"c{account_manager.pk}"} | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


def test_an_action_goes_on_as_what_the_rooms_above_offer(client, past, account_manager, now, monkeypatch):
    made = {}

    def create(**values):
        made.update(values)
        return past.organisations.get()

    monkeypatch.setitem(
        follow_ups._items, "test.promise", FollowUp("test.promise", "belofte", "stakeholders.view_gathering", create)
    )
    action = gathering_minutes.add_action(gathering=past, what="Brief herzien", owner=account_manager, at=now)
    assert "belofte" in client.get(past.get_absolute_url()).content.decode()
    client.post(url("action-follow-up", action), {"soort": "test.promise"})
    action.refresh_from_db()
    assert (made["text"], made["owner"], action.state) == ("Brief herzien", account_manager, "passed_on")
    client.post(url("action-follow-up", action), {"soort": "test.promise"})
    client.post(url("action-follow-up", action), {"soort": "bestaat-niet"})


def test_a_series_ends_and_can_go_on(client, past, account_manager, now):
    client.post(url("series-end", past.series))
    past.series.refresh_from_db()
    assert past.series.is_archived
    with pytest.raises(gatherings.SeriesEnded):
        gatherings.plan_next(series=past.series, starts_at=now, rhythm_on=local_date(now), by=account_manager)
    assert client.get(url("series-next", past.series)).status_code == 302
    client.post(url("series-resume", past.series))
    past.series.refresh_from_db()
    assert not past.series.is_archived
    client.post(url("series-edit", past.series), {"title": "Nieuw", "kind": "chain", "every": 2, "unit": "month"})
    past.series.refresh_from_db()
    assert (past.series.title, past.series.every) == ("Nieuw", 2)
    wrong = client.post(url("series-edit", past.series), {"title": "N", "kind": "chain", "every": 0, "unit": "month"})
    assert wrong.status_code == 422


def test_the_lists_are_filtered_and_taken_along_as_shown(client, gathering, past, account_manager, now):
    gathering_minutes.add_action(gathering=past, what="Bellen", owner=account_manager, at=now)
    other = gathering.organisations.get()
    for query, found in (
        ({}, {gathering}),
        ({"wanneer": "geweest"}, {past}),
        ({"wanneer": "alle"}, {gathering, past}),
        ({"wanneer": "alle", "q": other.name}, {gathering}),
        ({"organisatie": other.pk}, {gathering}),
        ({"organisatie": 10**12}, set()),
        ({"wie": "mijn", "soort": "chain"}, {gathering}),
        ({"staat": "held"}, set()),
    ):
        shown = client.get(reverse("stakeholders:gatherings"), query).context["table"]
        assert {row.record for row in shown.rows} == found, query
    for query, count in (
        ({}, 1),
        ({"kant": "zij"}, 0),
        ({"staat": "te_laat"}, 0),
        ({"staat": "alle", "wie": "mijn"}, 1),
    ):
        assert len(client.get(reverse("stakeholders:actions"), query).context["table"].rows) == count, query
    text = b"".join(client.get(reverse("stakeholders:gathering-export", args=["overleggen"])).streaming_content)
    assert text.decode().count("Ketenoverleg") == 1
    actions = b"".join(client.get(reverse("stakeholders:gathering-export", args=["acties"])).streaming_content)
    assert "Bellen" in actions.decode()
    assert client.get(reverse("stakeholders:gathering-export", args=["anders"])).status_code == 404


def test_the_workbook_is_made_by_a_job(client, gathering, now):
    from core.jobs import run_job
    from core.models import Job

    client.post(reverse("stakeholders:gathering-export", args=["overleggen"]))
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=now)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"rows": 1})


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(client, account_manager, now):
    first = make_gathering(account_manager, at=now)
    for name, count in (("stakeholders:gatherings", 12), ("stakeholders:gathering", 3)):
        path = reverse(name, args=[first.pk] if name.endswith("gathering") else [])
        client.get(path)
        with query_counts(name):
            client.get(path)
        for number in range(count):
            make_gathering(account_manager, at=now, days=number + 4, invited=1)
        PositionFactory.create_batch(4, organisation=first.organisations.get())
        for position in first.organisations.get().positions.select_related("person"):
            gatherings.add_person(gathering=first, person=position.person, organisation=position.organisation)
        with query_counts(name):
            client.get(path)


def test_who_may_not_keep_gatherings_changes_nothing(client_as, gathering):
    for role in ("researcher", "manager", "administrator", "reader"):
        other = client_as(role)
        assert other.get(gathering.get_absolute_url()).status_code == 403
        assert other.post(url("gathering-cancel", gathering), {"reason": "x"}).status_code == 403
    assert client_as("communications").get("/overleggen/999999/").status_code == 404


def test_an_end_before_the_beginning_is_refused_with_words(account_manager, now):
    with pytest.raises(ValidationError, match=r"einde|end"):
        make_gathering(account_manager, at=now, starts_at=now, ends_at=now)
