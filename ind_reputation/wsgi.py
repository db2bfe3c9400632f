"""WSGI entry point (granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ind_reputation.settings.production")

application = get_wsgi_application()
