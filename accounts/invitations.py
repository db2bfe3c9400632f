"""The link in an invitation: made at the moment of sending, so that it is never stored."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from core.registry import MailValue, mail_values

from .models import User


def invite_link(reference: str) -> str:
    """The address at which user number `reference` sets a password (with single sign-on: the sign-in page)."""
    if not settings.PASSWORD_SIGN_IN:
        return f"{settings.SITE_URL}{reverse('account_login')}"
    user = User.objects.get(pk=reference)
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return f"{settings.SITE_URL}{path}"


mail_values.register(MailValue("invite_link", invite_link))
