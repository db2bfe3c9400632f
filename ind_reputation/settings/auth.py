"""Signing in: password and second factor, or OpenID Connect when it is configured."""

from typing import Any

import environ

_env = environ.FileAwareEnv()

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_FORMS = {
    "authenticate": "accounts.second_factor.CodeForm",
    "reauthenticate": "accounts.second_factor.RepeatedCodeForm",
}
# Every role outside the demo must have a second factor.
SECOND_FACTOR_REQUIRED = True
SECOND_FACTOR_URL = "accounts:second-factor"
# People are invited at their address, so it is theirs before they set up anything.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = _env.str("AGENCY_SHORT_NAME", default="IND") + " Reputatie"
# Addresses that are unknown get no mail: the page says the same either way, and nobody can use us to mail strangers.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
# How many proxies stand before this application, for the rate limit by address.
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int("TRUSTED_PROXY_COUNT", default=0)

OIDC_SERVER_URL = _env.str("OIDC_SERVER_URL", default="")
PASSWORD_SIGN_IN = True
# Whether an empty installation is started in the browser; on a server `create_administrator` does it (see local.py).
FIRST_RUN_PAGE = False
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
# The button is a link: a form that is sent on to the provider (and from there to another one) would be stopped by our
# own form-action policy. State and PKCE guard the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _env.str("OIDC_NAME", default="Single sign-on"),
                "client_id": _env.str("OIDC_CLIENT_ID", default=""),
                "secret": _env.str("OIDC_CLIENT_SECRET", default=""),
                # The agency's own identity provider vouches for the addresses it gives.
                "settings": {"server_url": OIDC_SERVER_URL, "verified_email": True},
            }
        ],
    }
    # The identity provider asks for the second factor, so no own one is kept and passwords are refused. Setting
    # OIDC_ONLY to false (when the provider is down) lets passwords in again, with an own second factor.
    PASSWORD_SIGN_IN = not _env.bool("OIDC_ONLY", default=True)
    SECOND_FACTOR_REQUIRED = PASSWORD_SIGN_IN

USERSESSIONS_TRACK_ACTIVITY = False
