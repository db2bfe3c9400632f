"""What every installation shares. The environment is read here and in `production`, nowhere else."""

from datetime import date
from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from .csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from .logging import LOGGING as LOGGING
from .schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Where files live that are not code: media, keys, outbox, run, backups, log.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
# Keys lie outside the database, its files and its backups; an operator may mount them apart.
KEYS_DIR = Path(env.str("KEYS_DIR", default=str(DATA_DIR / "keys"))).resolve()

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# One installation serves one agency.
AGENCY_NAME = env.str("AGENCY_NAME", default="Immigratie- en Naturalisatiedienst")
AGENCY_SHORT_NAME = env.str("AGENCY_SHORT_NAME", default="IND")
AGENCY_EMAIL = env.str("AGENCY_EMAIL", default="reputatie@ind.example")
THEME = env.str("THEME", default="")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:security@ind.example")
# security.txt must name a day less than a year ahead; "Does everything work?" warns thirty days before.
SECURITY_TXT_EXPIRES = date.fromisoformat(env.str("SECURITY_TXT_EXPIRES", default="2027-10-31"))
DEMO = False

INSTALLED_APPS = [
    "core",
    "accounts",
    "stakeholders",
    "measurements",
    "feedback",
    "newsroom",
    "kpis",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "core.middleware.DatabaseUnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.HeadersMiddleware",
    # Respondent, signal and follow pages leave here: no session, sign-in, messages, history or request log for them.
    "core.middleware.RespondentMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "core.middleware.HistoryMiddleware",
    "core.access.AccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ind_reputation.urls"
WSGI_APPLICATION = "ind_reputation.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.house",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"
DJANGO_TABLES2_TEMPLATE = "django_tables2/nlds.html"

# The application's own role: reads and writes, no DDL. Persistent connections matter: see docs/operations.md.
_database = env.db_url("DATABASE_URL", default="postgresql://ind_app@127.0.0.1/ind_reputation")
DATABASES: dict[str, Any] = {
    "default": {
        **_database,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # What stands behind the "?" of the address (a socket directory, sslmode) goes to the driver.
        "OPTIONS": {"connect_timeout": 5, **_database.get("OPTIONS", {}), "prepare_threshold": 5},
    }
}
# The owner's role, for `prepare` (migrations) and the rewrite at the closing of a wave; never for the web process.
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")

AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
FORMAT_MODULE_PATH = ["core.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "media")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_MB", default=15) * 1024 * 1024

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Mail: with EMAIL_URL an SMTP server, without it the local outbox that can be read at /postvak/.
EMAIL_URL = env.str("EMAIL_URL", default="")
LOCAL_OUTBOX = not EMAIL_URL
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
DEFAULT_FROM_EMAIL = f"{AGENCY_SHORT_NAME} Reputatie <{AGENCY_EMAIL}>"
EMAIL_TIMEOUT = 20
MAIL_HOLD_SECONDS = 120
MAIL_RELEASE_ABOVE = 25
# Invitations and reminders go out no faster than this; 0: as fast as the mail server takes them.
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", default=120)
# Where undeliverable mail comes back to (sender of the envelope), and where it is read from.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_DIR = Path(env.str("BOUNCE_DIR", default=str(DATA_DIR / "mail-back")))
BOUNCE_IMAP_URL = env.str("BOUNCE_IMAP_URL", default="")

# Contact rhythm: weeks within which an organisation in the measurement is spoken to unless its kind or it says
# otherwise (0: none), and how many contact moments of ours in that time are too many.
CONTACT_RHYTHM_WEEKS = env.int("CONTACT_RHYTHM_WEEKS", default=13)
CONTACT_TOO_OFTEN = env.int("CONTACT_TOO_OFTEN", default=6)

# Mail in: messages dropped as files, and optionally a mailbox read by IMAP (see docs/operations.md).
MAIL_IN_DIR = Path(env.str("MAIL_IN_DIR", default=str(DATA_DIR / "mail-in")))
MAIL_IN_ADDRESS = env.str("MAIL_IN_ADDRESS", default="").lower()
MAIL_IN_IMAP_URL = env.str("MAIL_IN_IMAP_URL", default="")
MAIL_IN_MAX_BYTES = env.int("MAIL_IN_MAX_MB", default=25) * 1024 * 1024

from .auth import *  # noqa: E402
from .celery import *  # noqa: E402

# Left out of backups: sessions and everything that would undo anonymity (see docs/privacy.md).
BACKUP_EXCLUDED_TABLES = [
    "django_session",
    "usersessions_usersession",
    "measurements_draft",
    "core_formdraft",
    "accounts_privacyfile",
]
# Rows of these can only be read with keys that are in no backup; a restore says how many there are.
BACKUP_SEALED_TABLES = ["measurements_sealedanswer", "feedback_sealedentry"]
