"""Sign-ins, sign-outs, passwords and second factors go into the audit trail as they happen."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from core.mail.signals import mailing_released

from .models import AuditEntry, User
from .services import audit


def _origin(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


@receiver(user_logged_in)
def note_sign_in(request: Any, user: Any, **kwargs: Any) -> None:
    """Somebody came in."""
    audit(action="sign_in", at=timezone.now(), actor=user, record=user, origin=_origin(request))


@receiver(user_logged_out)
def note_sign_out(request: Any, user: Any, **kwargs: Any) -> None:
    """Somebody went out."""
    if user is not None:
        audit(action="sign_out", at=timezone.now(), actor=user, record=user, origin=_origin(request))


@receiver(user_login_failed)
def note_refused_sign_in(credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """What was typed is not kept: people type passwords in the wrong box."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = User.objects.filter(email=typed).first()
    audit(
        action="sign_in",
        at=timezone.now(),
        record=user,
        subject="" if user else "?",
        result=AuditEntry.Result.REFUSED,
        origin=_origin(request),
    )


@receiver(authentication_failed)
def note_refused_code(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Counts as a refused sign-in, also in the limit that holds without the cache."""
    audit(
        action="sign_in",
        at=timezone.now(),
        record=user,
        result=AuditEntry.Result.REFUSED,
        origin=_origin(request),
        detail=str(authenticator.get_type_display()),
    )


@receiver([password_changed, password_set, password_reset])
def note_password(request: Any, user: Any, **kwargs: Any) -> None:
    """A password was set, changed or replaced."""
    audit(action="password", at=timezone.now(), actor=user, record=user, origin=_origin(request))


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_second_factor(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A second factor was added, removed or renewed."""
    audit(
        action="second_factor",
        at=timezone.now(),
        actor=user,
        record=user,
        origin=_origin(request),
        detail=str(authenticator.get_type_display()),
    )


@receiver(mailing_released)
def note_released_mailing(mailing: Any, by: Any, at: Any, **kwargs: Any) -> None:
    """The second person let a large mailing go."""
    audit(action="mail_released", at=at, actor=by, record=mailing, subject=mailing.subject, origin="outgoing-release")
