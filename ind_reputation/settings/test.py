"""For the tests: fast password hashing and a data directory of its own."""

import os
import tempfile

if "DATA_DIR" not in os.environ:  # outside pytest (mypy, checks); the test plugin sets it
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="ind-test-")

from .base import *

SECRET_KEY = "a-key-for-tests-only-that-is-long-enough-to-pass-the-checks"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SECOND_FACTOR_REQUIRED = False
DEMO = False
