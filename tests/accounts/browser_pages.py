"""Pages of users, management and mail, for the browser."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import ADMINISTRATOR, COMMUNICATIONS, PRIVACY_OFFICER
from accounts.services import audit, change_roles, invite, sign_access_report
from core.mail import Recipient, compose
from core.mail.backends import FileOutboxBackend
from core.mail.outbox import list_messages
from tests.browser.pages import Page

TEXT = "Beste collega,\n\nHet verslag staat klaar: http://localhost:8000/maandrapport/\n\nGroet"


def _colleague(by):
    now = timezone.now()
    user = User.objects.filter(email="nienke@ind.example").first() or invite(
        email="nienke@ind.example", name="Nienke Nieuw", language="nl", role_names=["reader"], by=by, at=now
    )
    change_roles(user=user, role_names=["manager", "programme_manager"], by=by, at=now)
    return user


def _user_page(name):
    return lambda user: reverse(f"accounts:{name}", args=[_colleague(user).pk])


def _report(user):
    _colleague(user)
    sign_access_report(by=user, at=timezone.now(), remark="Met de beheerder doorgenomen")
    return reverse("accounts:access-report")


def _log(user):
    for number in range(60):
        audit(action="export", at=timezone.now(), actor=user, subject=f"Lijst {number}", origin="accounts:users")
    return reverse("accounts:audit-log") + "?controle=1"


def _histories(user):
    _colleague(user)
    return reverse("accounts:histories") + "?kind=accounts.User&q=nienke"


def _history(user):
    return reverse("accounts:history", args=["accounts.User", str(_colleague(user).pk)])


def _nothing_found(user):
    return reverse("accounts:histories") + "?kind=accounts.User&q=bestaat-niet"


def _mailing(user, *, number=1):
    recipients = [
        Recipient(f"ontvanger{index}@example.org", TEXT, name=f"Ontvanger {index}") for index in range(number)
    ]
    return compose(kind="test", subject="Het verslag staat klaar", recipients=recipients, at=timezone.now(), by=user)


def _waiting(user):
    _mailing(user)
    return reverse("outgoing")


def _to_release(user):
    other = User.objects.create_user("pim@ind.example", "Pim Programma")
    return reverse("outgoing-detail", args=[_mailing(other, number=30).pk])


def _outbox(user):
    _mailing(user)
    message = EmailMultiAlternatives("Het verslag staat klaar", TEXT, to=["Ontvanger <ontvanger@example.org>"])
    message.attach("verslag.txt", "De inhoud van het verslag.", "text/plain")
    FileOutboxBackend().send_messages([message])
    return reverse("outbox")


def _message(user):
    _outbox(user)
    return reverse("outbox-message", args=[list_messages()[0].name])


PAGES = [
    Page("user", _user_page("user"), ADMINISTRATOR),
    Page("user-deactivate", _user_page("user-deactivate"), ADMINISTRATOR),
    Page("user-absence", _user_page("user-absence"), ADMINISTRATOR),
    Page("access-report-signed", _report, PRIVACY_OFFICER),
    Page("audit-log-checked", _log, PRIVACY_OFFICER),
    Page("histories", _histories, PRIVACY_OFFICER),
    Page("histories-nothing-found", _nothing_found, PRIVACY_OFFICER),
    Page("history", _history, PRIVACY_OFFICER),
    Page("outgoing-waiting", _waiting, COMMUNICATIONS),
    Page("outgoing-release", _to_release, COMMUNICATIONS),
    Page("outbox-filled", _outbox, ADMINISTRATOR),
    Page("outbox-message", _message, ADMINISTRATOR),
]
