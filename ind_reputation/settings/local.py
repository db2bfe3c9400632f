"""For `./run` on one machine: plain http on localhost, mail in the local outbox, demo content allowed."""

from .base import *
from .base import BASE_DIR, DATA_DIR, env

_key_file = DATA_DIR / "keys" / "secret_key"
SECRET_KEY = env.str("SECRET_KEY", default="") or (
    _key_file.read_text().strip() if _key_file.exists() else "only-for-commands-without-a-data-directory"
)
DEMO = env.bool("DEMO", default=True)
SECOND_FACTOR_REQUIRED = SECOND_FACTOR_REQUIRED and not DEMO
# On a machine of one's own whoever comes first is the administrator.
FIRST_RUN_PAGE = PASSWORD_SIGN_IN
STATIC_ROOT = BASE_DIR / "staticfiles"
# Files are served from the source directories; no collect step on a developer's machine.
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
