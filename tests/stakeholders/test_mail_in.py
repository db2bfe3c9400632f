"""Mail becomes contact: uploaded, dropped or fetched; recognised, forwarded, sent twice, broken, too large."""

import os
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stakeholders.domain.mail import MailUnreadable, read_eml
from stakeholders.domain.outlook import read_msg
from stakeholders.models import Attachment, ContactMoment, IncomingMail, Person
from stakeholders.services import mail_in, mailbox

from .factories import OrganisationFactory, PersonFactory, PositionFactory
from .outlook_file import outlook_message

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
SENT = "Tue, 17 Nov 2026 14:30:00 +0100"
PDF = b"%PDF-1.7\n%test\n"


def eml(sender="Test Contact <test@partner.example>", to="team@ind.example", **fields):
    message = EmailMessage()
    headers = {"From": sender, "To": to, "Subject": "Wachttijden", "Date": SENT, "Message-ID": "<een@partner.example>"}
    body, files = fields.pop("body", "Kunnen wij elkaar spreken?"), fields.pop("files", ())
    for name, value in {**headers, **{key.replace("_", "-"): value for key, value in fields.items()}}.items():
        if value is not None:
            message[name] = value
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def person():
    person = PersonFactory(name="Test Contact", email="test@partner.example")
    PositionFactory(person=person, organisation=OrganisationFactory(name="Stichting Partner"))
    return person


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def take(content, by=None, origin="folder"):
    return mail_in.take_in(content=content, origin=origin, by=by, at=AT)


def test_mail_of_somebody_we_know_is_a_contact_moment_from_them(person, account_manager):
    mail = take(eml(to=f"{account_manager.email}, Vreemd <x@elders.example>", files=[("brief.pdf", PDF)])).mail
    moment = mail.moment
    assert (moment.form, moment.direction, moment.held_on) == ("mail", "from_them", date(2026, 11, 17))
    assert f"{moment.starts_at:%H:%M}" == "14:30"
    assert (moment.subject, moment.summary) == ("Wachttijden", "Kunnen wij elkaar spreken?")
    assert [organisation.name for organisation in moment.organisations.all()] == ["Stichting Partner"]
    rows = list(moment.participants.all())
    assert [row.person for row in rows if row.person] == [person]
    assert [row.user for row in rows if row.user] == [account_manager]
    assert [row.email for row in rows if row.email] == ["x@elders.example"]
    assert Attachment.objects.get().owner == moment
    assert not mail.raw


def test_the_same_message_twice_changes_nothing(person):
    assert take(eml()).is_new
    again = take(eml(body="Iets anders"), origin="upload")
    assert not again.is_new
    assert ContactMoment.objects.count() == 1
    assert take(eml(Message_ID=None)).is_new
    assert not take(eml(Message_ID=None)).is_new


def test_our_mail_with_the_mailbox_in_bcc_is_from_us_and_an_answer_makes_it_two_way(person, account_manager):
    ours = take(eml(sender=account_manager.email, to="Test Contact <TEST@partner.example>")).mail
    assert (ours.moment.direction, ours.moment.noted_by) == ("from_us", account_manager)
    answer = take(
        eml(Message_ID="<twee@partner.example>", In_Reply_To="<een@partner.example>", Subject="Re: Wachttijden")
    )
    assert (answer.mail.moment.direction, answer.mail.moment.subject) == ("both", "Wachttijden")


@pytest.mark.parametrize(
    "body",
    [
        "FYI\n\n---- Forwarded message ----\nFrom: Test Contact <test@partner.example>\nDate: 17 nov\n\nHallo",
        "Ter info\n\nVan: Test Contact [mailto:test@partner.example]\nVerzonden: 17 nov\nAan: mij\n\nHallo",
        "> *Van:* Test Contact <test@partner.example>\n> *Datum:* 17 november 2026\n> Hallo",
    ],
)
def test_of_a_forwarded_mail_the_original_sender_is_found(person, account_manager, body):
    mail = take(eml(sender=account_manager.email, to="in@ind.example", Subject="FW: Wachttijden", body=body)).mail
    assert mail.is_forwarded
    assert (mail.sender_email, mail.received_by) == ("test@partner.example", account_manager)
    assert (mail.moment.direction, mail.moment.subject) == ("from_them", "Wachttijden")
    assert {row.label for row in mail.moment.participants.all()} == {"Test Contact", str(account_manager)}


def test_of_a_mail_forwarded_as_an_attachment_the_original_sender_is_found(person, account_manager):
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = account_manager.email, "in@ind.example", "Doorgestuurd"
    outer.set_content("Zie bijlage")
    outer.add_attachment(read_as_message(eml()))
    mail = take(outer.as_bytes()).mail
    assert mail.sender_email == "test@partner.example"
    assert "Kunnen wij elkaar spreken?" in mail.moment.summary
    assert mail.moment.held_on == date(2026, 11, 17)


def read_as_message(content):
    from email import message_from_bytes, policy

    return message_from_bytes(content, policy=policy.default)


def test_a_general_address_of_an_organisation_is_recognised():
    organisation = OrganisationFactory()
    organisation.contact_points.create(label="Postbus", email="info@partner.example")
    assert list(take(eml(sender="info@partner.example")).mail.moment.organisations.all()) == [organisation]


def test_an_automatic_answer_is_no_contact(person):
    assert take(eml(Auto_Submitted="auto-replied")).mail.state == "set_aside"
    assert not ContactMoment.objects.exists()


def test_an_unknown_sender_waits_until_somebody_says_whose_it_is(client, django_capture_on_commit_callbacks):
    organisation = OrganisationFactory(name="Vereniging Onbekend")
    content = eml(sender="Nieuw Gezicht <nieuw@onbekend.example>", files=[("brief.pdf", PDF), ("kwaad.exe", b"MZ")])
    response = client.post("/post-in/uploaden/", {"file": SimpleUploadedFile("bericht.eml", content)})
    mail = IncomingMail.objects.get()
    url = f"/post-in/{mail.pk}/"
    assert response["Location"] == url
    assert "nieuw@onbekend.example" in client.get("/post-in/").content.decode()
    assert "Vereniging Onbekend" in client.get(url).content.decode()
    assert client.post(url, {"organisatie": "x"})["Location"] == url
    raw = mail.raw
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"organisatie": organisation.pk, "onthouden": "on"})
    moment = ContactMoment.objects.get()
    assert list(moment.organisations.all()) == [organisation]
    person = Person.objects.get(email="nieuw@onbekend.example")
    assert (person.name, person.positions.get().organisation) == ("Nieuw Gezicht", organisation)
    assert [row.person for row in moment.participants.all() if row.person] == [person]
    assert Attachment.objects.get().name == "brief.pdf"
    mail.refresh_from_db()
    assert "kwaad.exe" in mail.problem
    assert not raw.storage.exists(raw.name)
    assert client.get(url).status_code == 404
    with pytest.raises(mail_in.NotWaiting):
        mail_in.sort_mail(mail=mail, organisation=organisation, remember=False, by=None, at=AT)
    assert take(eml(Message_ID="<later@x.example>", sender="nieuw@onbekend.example")).mail.moment is not None


def test_what_is_no_contact_is_set_aside_and_its_text_removed(client):
    mail = take(eml()).mail
    client.post(f"/post-in/{mail.pk}/opzij/")
    mail.refresh_from_db()
    assert (mail.state, mail.text, bool(mail.raw)) == ("set_aside", "", False)
    assert client.get(f"/post-in/{mail.pk}/").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"geen mail",
        b"\x00\xff" * 50,
        PDF,
        b"Subject: zonder afzender\n\nhallo",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1kapot",
    ],
)
def test_a_broken_file_gets_a_clear_message(client, content):
    with pytest.raises(MailUnreadable):
        mail_in.read_message(content)
    response = client.post("/post-in/uploaden/", {"file": SimpleUploadedFile("bericht.eml", content)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not IncomingMail.objects.exists()


def test_a_message_that_is_too_large_is_refused_with_words(client, settings):
    settings.MAIL_IN_MAX_BYTES = 1024 * 1024
    response = client.post("/post-in/uploaden/", {"file": SimpleUploadedFile("m.eml", eml(body="x\n" * 600_000))})
    assert response.status_code == 422
    assert "larger than 1 MB" in response.context["form"].errors["file"][0]


def test_odd_but_real_messages_are_read():
    html = EmailMessage()
    html["From"], html["Message-ID"] = "=?utf-8?q?Ren=C3=A9?= <rene@x.example>", "<h@x>"
    html.set_content("<style>p{}</style><p>Beste&nbsp;collega,</p><p>Tot <b>morgen</b></p>", subtype="html")
    mail = read_eml(html.as_bytes())
    assert mail.sender == ("René", "rene@x.example")
    assert mail.text == "Beste collega,\n\nTot morgen"
    odd = read_eml(
        b"From: a@b.example\r\nContent-Type: text/plain; charset=onzin\r\nDate: gisteren\r\n\r\nCaf\xe9\0\r\n"
    )
    assert (odd.text, odd.sent_at) == ("Café", None)


def test_a_message_as_outlook_saves_it_is_read(client, person):
    content = outlook_message(
        sender=("Test Contact", "Test@partner.example"),
        to=[("Collega", "collega@ind.example")],
        subject="RE: Afspraak",
        body="Tot dan!\r\nGroet",
        sent=datetime(2026, 11, 16, 8, 15, tzinfo=UTC),
        message_id="<outlook@partner.example>",
        file=("agenda.pdf", PDF),
    )
    mail = read_msg(content)
    assert (mail.sender, mail.recipients) == (
        ("Test Contact", "test@partner.example"),
        (("Collega", "collega@ind.example"),),
    )
    assert (mail.text, mail.sent_at) == ("Tot dan!\nGroet", datetime(2026, 11, 16, 8, 15, tzinfo=UTC))
    client.post("/post-in/uploaden/", {"file": SimpleUploadedFile("bericht.msg", content)})
    moment = ContactMoment.objects.get()
    assert (moment.subject, moment.held_on) == ("Afspraak", date(2026, 11, 16))
    assert Attachment.objects.get().name == "agenda.pdf"


def drop(folder: Path, name: str, content: bytes, *, settled: bool = True) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if settled:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def test_the_drop_folder_is_emptied_into_the_database(person, tmp_path, settings):
    settings.MAIL_IN_MAX_BYTES = 100_000
    drop(tmp_path, "een.eml", eml())
    drop(tmp_path, "new/1700000000.host", eml(Message_ID="<maildir@x>"))
    drop(tmp_path, "kapot.eml", b"geen mail")
    drop(tmp_path, "groot.eml", eml(Message_ID="<groot@x>", body="x\n" * 100_000))
    busy = drop(tmp_path, "bezig.eml", eml(Message_ID="<bezig@x>"), settled=False)
    part = drop(tmp_path, "half.part", b"From:")
    hidden = drop(tmp_path, ".verborgen", b"From:")
    assert mailbox.sweep_folder(at=AT, folder=tmp_path) == 4
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted([busy, part, hidden])
    states = IncomingMail.objects.values_list("state", flat=True)
    assert sorted(states) == ["broken", "broken", "filed", "filed"]
    assert ContactMoment.objects.count() == 2
    assert mailbox.sweep_folder(at=AT, folder=tmp_path / "bestaat-niet") == 0


class FakeMailbox:
    """Answers as an IMAP connection does."""

    def __init__(self, *messages):
        self.messages, self.seen, self.left = messages, [], False

    def select(self, folder):
        assert folder == "INBOX"

    def uid(self, command, *args):
        if command == "search":
            return "OK", [b" ".join(str(number).encode() for number in range(1, len(self.messages) + 1))]
        if command == "fetch":
            return "OK", [(b"1 (UID 1 BODY[]<0> {10}", self.messages[int(args[0]) - 1]), b")"]
        self.seen.append((command, *args))
        return "OK", []

    def logout(self):
        self.left = True


def test_unread_mail_of_the_mailbox_is_taken_in_and_marked_read(person, settings):
    box = FakeMailbox(eml(), b"geen mail")
    assert mailbox.sweep_mailbox(at=AT, connect=lambda url: (box, "INBOX")) == 0
    settings.MAIL_IN_IMAP_URL = "imaps://in%40ind.example:geheim@mail.ind.example/"
    assert mailbox.sweep_mailbox(at=AT, connect=lambda url: (box, "INBOX")) == 2
    assert [entry[:2] for entry in box.seen] == [("store", b"1"), ("store", b"2")]
    assert box.left
    assert sorted(IncomingMail.objects.values_list("state", flat=True)) == ["broken", "filed"]
