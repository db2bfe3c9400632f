"""Users and the privacy of colleagues: what is kept of them, forgetting who has left, and for how long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.erasing import MARKER, erase_text, terms_of
from core.history import event_model
from core.registry import (
    DataSubject,
    Eraser,
    Identity,
    IdentitySource,
    PersonalData,
    Retention,
    erasers,
    identity_sources,
    personal_data,
    retentions,
)
from core.retention import kept_since
from core.showing import record_in_words

from .models import AuditEntry, Notification, PrivacyFile, PrivacyRequest, User
from .models.privacy import FINISHED
from .services.audit import audit

USERS, LOG, REQUESTS = "accounts.users", "accounts.log", "accounts.requests"
# Nothing may be blanked here while somebody still works with the account.
_OF_USERS = [
    "accounts_user",
    "accounts_userevent",
    "account_emailaddress",
    "socialaccount_socialaccount",
    "core_outgoingmail.to_name",
]


def find_users(email: str, name: str, person: int | None) -> list[Identity]:
    """The user with this address, or who had it."""
    if not email:
        return []
    events: Any = event_model("accounts.User")._default_manager
    had = events.filter(email__iexact=email).values_list("pgh_obj_id", flat=True)
    return [
        Identity(f"accounts:user:{user.pk}", _("User of this product: %(name)s") % {"name": user.name}, _subject(user))
        for user in User.objects.filter(Q(email=email.lower()) | Q(pk__in=set(had)))
    ]


def _subject(user: User) -> DataSubject:
    events: Any = event_model("accounts.User")._default_manager
    rows = [(user.name, user.email), *events.filter(pgh_obj_id=user.pk).values_list("name", "email").distinct()]
    names, emails = ({text for text in column if text and text != MARKER} for column in zip(*rows, strict=True))
    return DataSubject(emails=tuple(sorted(emails)), names=tuple(sorted(names)))


def find_personal_data(email: str, person: int | None) -> list[tuple[str, list[dict[str, str]]]]:
    """A user: the account, roles, absences, notices, and what the access log says."""
    user = User.objects.filter(email=email.lower()).first() if email else None
    if user is None:
        return []
    log = AuditEntry.objects.filter(Q(actor=user) | Q(reference=f"accounts.User:{user.pk}")).order_by("-id")[:1000]
    hidden = frozenset({"actor", "seal", "previous_seal", "user"})
    found = {
        _("Your account"): [record_in_words(user) | {_("roles"): ", ".join(user.role_names)}],
        _("Your absences"): [record_in_words(row, leave_out=hidden) for row in user.absences.select_related("deputy")],
        _("Notices to you"): [
            record_in_words(row, leave_out=hidden) for row in Notification.objects.filter(user=user)
        ],
        _("In the access log (the last thousand entries)"): [record_in_words(row, leave_out=hidden) for row in log],
    }
    return [(heading, rows) for heading, rows in found.items() if rows]


def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Forget users who have been switched off; who still works here is left alone."""
    count = forget_users(User.objects.filter(email__in=subject.emails, is_active=False))
    return {_("users"): count} if count else {}


@transaction.atomic
def forget_users(users: QuerySet[User]) -> int:
    """Take name and address out of accounts; the number stays, because records say who made them."""
    keys = list(users.values_list("pk", flat=True))
    for model in (EmailAddress, Authenticator, SocialAccount, Notification):
        model.objects.filter(user__in=keys).delete()
    return User.objects.filter(pk__in=keys).update(
        name=MARKER, email=Concat(Value("verwijderd-"), Cast("pk", CharField()), Value("@erased.invalid"))
    )


def _kept(subject: DataSubject) -> list[tuple[str, str]]:
    users = User.objects.filter(email__in=subject.emails)
    lines = []
    if users.filter(is_active=True).exists():
        lines.append(
            (_("The account, name and address"), _("Somebody works with it. Switch the user off first, then repeat."))
        )
    if users.exists():
        lines.append((_("Entries of the access log"), _("Sealed proof of who did what; they go after their period.")))
    return lines


def _spared(subject: DataSubject) -> list[str]:
    return _OF_USERS if User.objects.filter(email__in=subject.emails, is_active=True).exists() else []


def _left(at: datetime) -> QuerySet[User]:
    since = kept_since(USERS, at)
    return User.objects.filter(is_active=False, date_joined__lt=since).filter(
        ~Q(name=MARKER), Q(last_login=None) | Q(last_login__lt=since)
    )


def _forget_left(at: datetime) -> int:
    users = list(_left(at)[:200])
    if not users:
        return 0
    subjects = [_subject(user) for user in users]
    count = forget_users(User.objects.filter(pk__in=[user.pk for user in users]))
    merged = DataSubject(
        emails=tuple(email for subject in subjects for email in subject.emails),
        names=tuple(name for subject in subjects for name in subject.names),
    )
    erase_text(terms_of(merged), by=None, why=f"retention: {USERS}", only="accounts_userevent")
    return count


def _old_log(at: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(at__lt=kept_since(LOG, at))


@transaction.atomic
def forget_log(at: datetime) -> int:
    """Remove the oldest entries; the seal of the last one is noted, so that the chain can still be checked."""
    last = _old_log(at).order_by("-id").values_list("id", "seal").first()
    if last is None:
        return 0
    audit(
        action=AuditEntry.Action.RETENTION,
        at=at,
        subject=_("Oldest entries of the access log"),
        origin=LOG,
        detail=f"seal {last[1]}",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_forget_log(%s)", [last[0]])
        return int(cursor.fetchone()[0])


def _old_requests(at: datetime) -> QuerySet[PrivacyRequest]:
    return PrivacyRequest.objects.filter(state__in=FINISHED, finished_at__lt=kept_since(REQUESTS, at))


def _removed(rows: QuerySet[Any]) -> int:
    count = rows.count()
    rows.delete()
    return count


identity_sources.register(
    IdentitySource(
        "accounts", find_users, lambda: User.objects.filter(is_active=False).values_list("email", flat=True), order=60
    )
)
personal_data.register(PersonalData("accounts", gettext_lazy("Users of this product"), find_personal_data, order=60))
erasers.register(Eraser("accounts", erase, gettext_lazy("Users of this product"), _kept, _spared, order=60))
for _retention in (
    Retention(
        USERS,
        gettext_lazy("Users who were switched off"),
        gettext_lazy("after they last signed in"),
        gettext_lazy("So that a colleague can come back, and questions about earlier work can be asked."),
        due=lambda at: _left(at).count(),
        carry_out=_forget_left,
        order=40,
        days=730,
    ),
    Retention(
        LOG,
        gettext_lazy("Access log"),
        gettext_lazy("after the entry"),
        gettext_lazy("Proof for security incidents and audits."),
        due=lambda at: _old_log(at).count(),
        carry_out=forget_log,
        order=41,
        days=1825,
    ),
    Retention(
        REQUESTS,
        gettext_lazy("Finished privacy requests"),
        gettext_lazy("after they were finished"),
        gettext_lazy("To show that a request was answered, and to repeat an erasure after a restore."),
        due=lambda at: _old_requests(at).count(),
        carry_out=lambda at: _removed(_old_requests(at)),
        order=42,
        days=1825,
    ),
    Retention(
        "accounts.privacy_files",
        gettext_lazy("Packages and looks ahead of privacy requests"),
        gettext_lazy("fourteen days after they were made"),
        gettext_lazy("They hold everything about one person."),
        due=lambda at: PrivacyFile.objects.filter(expires_at__lte=at).count(),
        carry_out=lambda at: _removed(PrivacyFile.objects.filter(expires_at__lte=at)),
        order=62,
        reports_first=False,
    ),
):
    retentions.register(_retention)
