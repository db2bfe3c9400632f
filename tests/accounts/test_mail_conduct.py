"""One mail each working morning, at once only what cannot wait, and the deputy of whoever is away."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import digests
from accounts.models import Absence, Digest, MailChoice
from accounts.services import change_roles, notify
from core.models import OutgoingMail
from core.registry import DigestSource, HomeSource, Slot, WorkItem

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)  # Wednesday 7:30 in Amsterdam


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    """Only what a test adds."""
    digest, home = Slot("digest_sources"), Slot("home_sources")
    monkeypatch.setattr(digests, "digest_sources", digest)
    monkeypatch.setattr(digests, "home_sources", home)
    return digest, home


def mails():
    return list(OutgoingMail.objects.order_by("to_address").values_list("to_address", flat=True))


def test_open_notices_go_out_in_one_mail_and_once(reader):
    notify(user=reader, title="Een signaal is van jou", path="/signalen/1/", at=MORNING)
    notify(user=reader, title="Nog een", at=MORNING)

    assert digests.send_digests(at=MORNING) == 1
    assert digests.send_digests(at=MORNING + timedelta(minutes=5)) == 0
    mail = OutgoingMail.objects.get()
    assert "Een signaal is van jou" in mail.text
    assert "/signalen/1/" in mail.text
    assert "Nog een" in mail.text
    assert not reader.notifications.filter(mailed_at=None).exists()


def test_nothing_to_say_means_no_mail(reader):
    assert digests.send_digests(at=MORNING) == 0
    assert mails() == []


def test_work_due_within_a_week_is_named_and_later_work_is_not(manager, sources):
    items = [
        WorkItem("vandaag", "/a/", due=date(2026, 11, 18)),
        WorkItem("later", "/b/", due=date(2026, 12, 24)),
        WorkItem("ooit", "/c/"),
    ]
    sources[1].register(HomeSource("work", "Werk", lambda user, at: items, "core.view_outgoing_mail"))
    digests.send_digest(user=manager, at=MORNING)
    text = OutgoingMail.objects.get().text
    assert "vandaag" in text
    assert "later" not in text
    assert "ooit" not in text


@pytest.mark.parametrize("day", [datetime(2026, 11, 21, 6, 30, tzinfo=UTC), datetime(2026, 12, 25, 6, 30, tzinfo=UTC)])
def test_no_mail_on_weekends_and_holidays(reader, day):
    notify(user=reader, title="x", at=day)
    assert digests.send_digests(at=day) == 0


@pytest.mark.parametrize("choice", [MailChoice.URGENT, MailChoice.NONE])
def test_who_does_not_want_it_gets_no_daily_mail(make_user, choice):
    user = make_user("reader", mail_choice=choice)
    notify(user=user, title="x", at=MORNING)
    assert digests.send_digests(at=MORNING) == 0


def test_an_inactive_user_gets_nothing(make_user):
    user = make_user("reader", is_active=False)
    notify(user=user, title="x", at=MORNING, urgent=True)
    digests.send_digests(at=MORNING)
    assert mails() == []


@pytest.mark.parametrize(("choice", "expected"), [(MailChoice.DAILY, 1), (MailChoice.URGENT, 1), (MailChoice.NONE, 0)])
def test_what_cannot_wait_goes_at_once_unless_unwanted(make_user, choice, expected):
    user = make_user("reader", mail_choice=choice)
    notify(user=user, title="Nu", at=MORNING, urgent=True)
    assert OutgoingMail.objects.count() == expected


def test_the_deputy_gets_the_mail_of_whoever_is_away(reader, manager):
    day = MORNING.date()
    Absence.objects.create(user=reader, deputy=manager, starts_on=day, ends_on=day + timedelta(days=2))
    notify(user=reader, title="Gewoon", at=MORNING)
    notify(user=reader, title="Dringend", at=MORNING, urgent=True)
    digests.send_digests(at=MORNING)

    assert mails() == [manager.email, manager.email]
    assert all(reader.name in mail.text for mail in OutgoingMail.objects.all())


def test_after_the_absence_mail_comes_to_oneself_again(reader, manager):
    day = MORNING.date() - timedelta(days=1)
    Absence.objects.create(user=reader, deputy=manager, starts_on=day, ends_on=day)
    notify(user=reader, title="x", at=MORNING)
    digests.send_digests(at=MORNING)
    assert mails() == [reader.email]


def test_the_privacy_officer_hears_of_changed_roles(privacy_officer, administrator, reader, sources):
    sources[0].register(DigestSource("changes", "Changes", digests._changes_of_access))
    change_roles(user=reader, role_names=["manager"], by=administrator, at=MORNING - timedelta(hours=3))
    digests.send_digests(at=MORNING)
    assert mails() == [privacy_officer.email]
    assert reader.name in OutgoingMail.objects.get().text


def test_two_runs_at_once_make_one_mail(reader):
    notify(user=reader, title="x", at=MORNING)
    Digest.objects.create(user=reader, day=MORNING.date())
    assert digests.send_digest(user=reader, at=MORNING) is False
