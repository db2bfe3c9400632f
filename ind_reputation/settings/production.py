"""For an installation: refuses to start with a missing or weak secret, DEBUG, or an origin that is not https."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS, SECRET_KEY, SITE_URL, env

if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY is missing or weak: give at least 50 random characters.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the https origin of this installation.")
for _name in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "AGENCY_EMAIL", "EMAIL_URL"):
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} is not set.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
