"""Outgoing mail and the local outbox in the browser."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from core.mail import Recipient, compose, send_due
from core.mail.outbox import list_messages
from core.models import Mailing, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.LOCAL_OUTBOX = True
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"


def mailing(by=None, *, number=1, **more):
    recipients = [Recipient(f"r{n}@ind.example", "Zie https://www.example.org/x?a=1&b=2 <b>") for n in range(number)]
    options = {"kind": "test", "subject": "Een bericht", "at": timezone.now(), "by": by, **more}
    return compose(recipients=recipients, **options)


class TestOutgoing:
    def test_each_sees_the_own_mail_and_what_waits_for_release(self, client_as, manager, communications):
        own, large = mailing(manager), mailing(manager, number=26)

        def seen(user, section):
            rows = client_as(user).get(reverse("outgoing"), {"toon": section}).context["rows"]
            return {row["mailing"].pk for row in rows}

        assert seen(manager, "waiting") == {own.pk}
        assert seen(manager, "release") == {large.pk}
        assert seen(communications, "waiting") == set()
        assert seen(communications, "release") == {large.pk}
        assert client_as(communications).get(reverse("outgoing-detail", args=[own.pk])).status_code == 404

    def test_waiting_mail_is_called_back_and_never_goes_out(self, client_as, manager):
        waiting = mailing(manager)
        client = client_as(manager)
        assert "2 minu" in client.get(reverse("outgoing")).context["rows"][0]["left"]
        client.post(reverse("outgoing-call-back", args=[waiting.pk]))

        assert send_due(at=timezone.now() + timedelta(minutes=10)) == 0
        waiting.refresh_from_db()
        assert waiting.state == Mailing.State.CALLED_BACK

    def test_too_late_to_call_back_is_said(self, client_as, manager):
        sent = mailing(manager)
        send_due(at=timezone.now() + timedelta(minutes=3))
        response = client_as(manager).post(reverse("outgoing-call-back", args=[sent.pk]), follow=True)
        sent.refresh_from_db()
        assert sent.state == Mailing.State.SENT
        assert "utrecht-alert--error" in response.text

    def test_a_second_person_releases_and_it_is_logged(self, client_as, programme_manager, communications):
        large = mailing(programme_manager, number=26)
        url = reverse("outgoing-release", args=[large.pk])

        client_as(programme_manager).post(url)
        large.refresh_from_db()
        assert large.state == Mailing.State.NEEDS_RELEASE

        page = client_as(communications).get(reverse("outgoing-detail", args=[large.pk]))
        assert page.context["may_release"]
        assert page.context["mailing"].total == 26
        assert page.context["sample"].text.startswith("Zie")
        client_as(communications).post(url)
        large.refresh_from_db()
        assert (large.state, large.released_by) == (Mailing.State.WAITING, communications)
        assert AuditEntry.objects.filter(action="mail_released", actor=communications).exists()

    def test_an_overseer_sees_the_state_and_not_the_text(self, client_as, manager):
        own = mailing(manager)
        page = client_as("administrator").get(reverse("outgoing-detail", args=[own.pk]))
        assert page.status_code == 200
        assert page.context["sample"] is None
        assert "example.org" not in page.text

    def test_uncertain_and_undelivered_mail_is_found(self, client_as, manager):
        sent = mailing(manager, number=2)
        first, second = sent.messages.order_by("to_address")
        OutgoingMail.objects.filter(pk=first.pk).update(state=OutgoingMail.State.UNCERTAIN)
        OutgoingMail.objects.filter(pk=second.pk).update(state=OutgoingMail.State.FAILED, error="refused")
        client = client_as(manager)
        for section in ("uncertain", "failed"):
            assert client.get(reverse("outgoing"), {"toon": section}).context["page"].paginator.count == 1
        assert "r0@ind.example" in client.get(reverse("outgoing-detail", args=[sent.pk])).text

    def test_send_now_exists_only_with_the_local_outbox(self, client_as, manager, settings):
        waiting = mailing(manager)
        url = reverse("outgoing-send-now", args=[waiting.pk])
        settings.LOCAL_OUTBOX = False
        assert client_as(manager).post(url).status_code == 404
        settings.LOCAL_OUTBOX = True
        client_as(manager).post(url)
        assert send_due(at=timezone.now()) == 1

    def test_an_unknown_section_is_not_found(self, client_as):
        assert client_as("manager").get(reverse("outgoing"), {"toon": "x"}).status_code == 404


class TestOutbox:
    def test_it_does_not_exist_where_mail_is_sent(self, client, settings):
        mailing()
        send_due(at=timezone.now() + timedelta(minutes=3))
        name = list_messages()[0].name
        settings.LOCAL_OUTBOX = False
        for url in (
            reverse("outbox"),
            reverse("outbox-message", args=[name]),
            reverse("outbox-source", args=[name]),
            reverse("outbox-attachment", args=[name, 1]),
        ):
            assert client.get(url).status_code == 404

    def test_a_newcomer_sends_waiting_mail_now_and_reads_it(self, client):
        waiting = mailing()
        page = client.get(reverse("outbox"))
        assert "Een bericht" in page.text
        client.post(reverse("outbox-send-now", args=[waiting.pk]))
        send_due(at=timezone.now())

        line = client.get(reverse("outbox")).context["page"][0]
        message = client.get(reverse("outbox-message", args=[line.name])).text
        assert '<a href="https://www.example.org/x?a=1&amp;b=2"' in message
        assert "&lt;b&gt;" in message

    def test_newest_first_and_found_by_address(self, client, time_machine):
        for moment, address in [("2026-11-18 08:00", "eerst@ind.example"), ("2026-11-18 09:00", "later@ind.example")]:
            time_machine.move_to(f"{moment}:00+00:00", tick=False)
            compose(kind="t", subject=address, recipients=[Recipient(address, "x")], at=timezone.now(), hold=False)
            send_due(at=timezone.now())
        subjects = [line.subject for line in client.get(reverse("outbox")).context["page"]]
        assert subjects == ["later@ind.example", "eerst@ind.example"]
        found = client.get(reverse("outbox"), {"zoek": "EERST"}).context["page"]
        assert [line.subject for line in found] == ["eerst@ind.example"]

    def test_an_attachment_downloads_and_the_source_is_plain_text(self, client):
        mailing(attachment=("rapport.pdf", b"%PDF-1.7 test"), hold=False)
        send_due(at=timezone.now())
        name = list_messages()[0].name
        file = client.get(reverse("outbox-attachment", args=[name, 1]))
        assert file.content == b"%PDF-1.7 test"
        assert file["Content-Disposition"].startswith("attachment")
        source = client.get(reverse("outbox-source", args=[name]))
        assert source["Content-Type"].startswith("text/plain")
        assert client.get(reverse("outbox-attachment", args=[name, 2])).status_code == 404

    @pytest.mark.parametrize("name", ["x", "..", "20261118T080000000000-zzzzzzzz", "..%2F..%2Fkeys%2Fsecret_key"])
    def test_another_name_is_not_found(self, client, name):
        assert client.get(f"/postvak/{name}/").status_code in (404, 301)

    def test_files_outside_the_outbox_cannot_be_read(self, client):
        (django_settings.DATA_DIR / "secret.eml").write_text("Subject: secret\n\nx")
        assert client.get("/postvak/..%2Fsecret/").status_code == 404
