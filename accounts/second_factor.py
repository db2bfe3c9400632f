"""Codes of the second factor: refused ones are logged and limited like wrong passwords, also without the cache."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.utils import timezone

from .adapters import WRONG_PASSWORDS_ALLOWED, WRONG_PASSWORDS_WINDOW
from .queries import failed_sign_ins_since


class _Limited:
    """Six digits are guessed in an hour by whoever may try without end; allauth's own limit lives in the cache."""

    user: Any

    def clean_code(self) -> str:
        if failed_sign_ins_since(self.user, timezone.now() - WRONG_PASSWORDS_WINDOW) >= WRONG_PASSWORDS_ALLOWED:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class CodeForm(_Limited, AuthenticateForm):  # type: ignore[misc]
    """The code at signing in."""


class RepeatedCodeForm(_Limited, ReauthenticateForm):  # type: ignore[misc]
    """The code asked again before something that matters."""
