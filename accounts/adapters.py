"""How allauth behaves here: nobody signs up by themselves; limits hold without Valkey; mail goes out through core."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.mail import Recipient, compose

from . import second_factor_box
from .models import AuditEntry, User
from .queries import failed_sign_ins_since
from .services import audit

# Wrong passwords for one account, counted in the audit trail, so that the limit holds while the cache is away.
WRONG_PASSWORDS_ALLOWED = 10
WRONG_PASSWORDS_WINDOW = timedelta(minutes=5)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many wrong passwords: allauth's limit lives in the cache, this one in the database."""
        if not settings.PASSWORD_SIGN_IN:
            raise self.validation_error("email_password_mismatch")
        user = User.objects.filter(email=str(credentials.get("email", "")).strip().lower()).first()
        since = timezone.now() - WRONG_PASSWORDS_WINDOW
        if user is not None and failed_sign_ins_since(user, since) >= WRONG_PASSWORDS_ALLOWED:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Pages come in the language the user chose."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link is put in at the moment of sending, so that no stored mail opens an account."""
        if not settings.PASSWORD_SIGN_IN:
            return
        with translation.override(user.language):
            subject = _("Choose a new password")
            text = _(
                "Dear %(name)s,\n\n"
                "Somebody, hopefully you, asked for a new password. Choose it within three days:\n\n"
                "[[invite_link]]\n\n"
                "Was it not you? Then do nothing: your password stays as it is."
            ) % {"name": user.name}
        compose(
            kind="accounts.password_reset",
            subject=subject,
            recipients=[
                Recipient(user.email, text, name=user.name, language=user.language, value_reference=str(user.pk))
            ],
            at=timezone.now(),
            reference=f"accounts.User:{user.pk}",
            hold=False,
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every other mail of allauth: its own text, our way of sending."""
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        compose(
            kind="accounts.sign_in",
            subject=message.subject,
            recipients=[Recipient(email, message.body)],
            at=timezone.now(),
            hold=False,
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on knows invited people by their e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse, with a page that says why, whoever was not invited or is switched off."""
        known = sociallogin.is_existing
        if known and sociallogin.user.is_active:
            return
        audit(
            action=AuditEntry.Action.SIGN_IN,
            at=timezone.now(),
            record=sociallogin.user if known else None,
            subject="" if known else "?",
            result=AuditEntry.Result.REFUSED,
            origin="openid_connect_callback",
        )
        context = {"is_switched_off": known, "agency_email": settings.AGENCY_EMAIL}
        raise ImmediateHttpResponse(render(request, "accounts/not_admitted.html", context, status=403))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The own second factor belongs to the password: who comes through the provider only is not asked for it."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return settings.PASSWORD_SIGN_IN and bool(super().is_mfa_enabled(user, types=types))

    def encrypt(self, text: str) -> str:
        """Secrets of second factors are stored in a box whose key lies outside the database."""
        return second_factor_box.close(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one from before the boxes is stored open and still works."""
        return second_factor_box.open_up(encrypted_text)
