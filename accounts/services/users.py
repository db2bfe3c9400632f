"""Inviting, changing and switching off users."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.exceptions import AddressTaken, LastAdministrator, NotYourself, SignedInBefore, UnknownRole
from accounts.models import Absence, User
from accounts.roles import ADMINISTRATOR, ROLES
from core.mail import Recipient, compose

from .audit import audit


@transaction.atomic
def invite(
    *, email: str, name: str, role_names: Collection[str], language: str, by: User, at: datetime, origin: str = ""
) -> User:
    """Make a user without a password, mail the link to set one. Raises AddressTaken, UnknownRole, ValidationError."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressTaken(email)
    user = User(email=email, name=name.strip(), language=language, date_joined=at)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    user.groups.set(_groups(role_names))
    _mail_invitation(user, by=by, at=at)
    audit(action="invited", at=at, actor=by, record=user, origin=origin, detail=_in_words(role_names))
    return user


@transaction.atomic
def resend_invitation(*, user: User, by: User, at: datetime, origin: str = "") -> None:
    """Mail a new link; the old one stops working when a password has been set. Raises SignedInBefore."""
    if user.has_usable_password() or not user.is_active:
        raise SignedInBefore
    _mail_invitation(user, by=by, at=at)
    audit(action="invited", at=at, actor=by, record=user, origin=origin, detail=_("again"))


@transaction.atomic
def change_roles(*, user: User, role_names: Collection[str], by: User, at: datetime, origin: str = "") -> None:
    """Give a user exactly these roles. Raises LastAdministrator, UnknownRole."""
    groups = _groups(role_names)
    old = set(user.groups.values_list("name", flat=True))
    new = set(role_names)
    if old == new:
        return
    if ADMINISTRATOR in old - new:
        _keep_an_administrator(without=user)
    user.groups.set(groups)
    user.__dict__.pop("_granted_permissions", None)
    audit(
        action="roles",
        at=at,
        actor=by,
        record=user,
        origin=origin,
        detail=_("from %(old)s to %(new)s") % {"old": _in_words(old), "new": _in_words(new)},
    )


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime, origin: str = "") -> None:
    """Shut a user out at once: no sign-in, all sessions ended. Raises LastAdministrator, NotYourself."""
    if user.pk == by.pk:
        raise NotYourself
    _keep_an_administrator(without=user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_sessions(user=user)
        audit(action="deactivated", at=at, actor=by, record=user, origin=origin)
    user.is_active = False


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime, origin: str = "") -> None:
    """Let a user in again, with the roles the user still has."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit(action="reactivated", at=at, actor=by, record=user, origin=origin)
    user.is_active = True


@transaction.atomic
def reset_second_factor(*, user: User, by: User, at: datetime, origin: str = "") -> None:
    """For who lost phone, key and recovery codes: all factors go, sessions end, a new one is set up at signing in."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    audit(action="second_factor", at=at, actor=by, record=user, origin=origin, detail=_("taken away"))


@transaction.atomic
def set_absence(
    *, user: User, deputy: User | None, starts_on: date, ends_on: date, by: User, at: datetime, origin: str = ""
) -> Absence | None:
    """Replace the coming absence of a user; without a deputy it is taken away. Raises ValidationError."""
    user.absences.filter(ends_on__gte=starts_on).delete()
    if deputy is None:
        return None
    absence = Absence(user=user, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    absence.full_clean()
    absence.save()
    audit(action="absence", at=at, actor=by, record=user, origin=origin, detail=deputy.name)
    return absence


def end_sessions(*, user: User) -> int:
    """End every session of a user; returns how many there were."""
    from allauth.usersessions.models import UserSession

    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _groups(role_names: Collection[str]) -> list[Group]:
    unknown = set(role_names) - ROLES.keys()
    if unknown:
        raise UnknownRole(", ".join(sorted(unknown)))
    return list(Group.objects.filter(name__in=role_names))


def _in_words(role_names: Collection[str]) -> str:
    return ", ".join(str(ROLES[name]) for name in ROLES if name in role_names) or "–"


def _keep_an_administrator(*, without: User) -> None:
    """Lock the administrators, so that two of them cannot switch each other off at the same moment."""
    group = Group.objects.select_for_update().get(name=ADMINISTRATOR)
    administrators = User.objects.filter(groups=group, is_active=True)
    if administrators.filter(pk=without.pk).exists() and not administrators.exclude(pk=without.pk).exists():
        raise LastAdministrator


def _mail_invitation(user: User, *, by: User, at: datetime) -> None:
    with translation.override(user.language):
        subject = _("Your account for %(product)s") % {"product": f"{settings.AGENCY_SHORT_NAME} Reputatie"}
        text = _(
            "Dear %(name)s,\n\n"
            "%(inviter)s has made an account for you, to work on the reputation of %(agency)s.\n"
            "Choose your password within three days:\n\n"
            "[[invite_link]]\n\n"
            "Is the link too old? Ask %(inviter)s for a new one."
        ) % {"name": user.name, "inviter": by.name, "agency": settings.AGENCY_NAME}
    compose(
        kind="accounts.invitation",
        subject=subject,
        recipients=[Recipient(user.email, text, name=user.name, language=user.language, value_reference=str(user.pk))],
        at=at,
        by=by,
        reference=f"accounts.User:{user.pk}",
        hold=False,
    )
