"""`prepare`: everything between an empty database and a product that can start, in one process; safe to repeat."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from accounts.demo import SIGN_INS
from accounts.models import User
from accounts.roles import sync_roles
from core.catalogue import compile_stale
from core.database import connected_as_owner, grant_application_role
from core.registry import demo_loaders


class Command(BaseCommand):
    """Run by `./run` at every start, by the init service of an installation, and for the database of the tests."""

    requires_system_checks: list[str] = []
    help = "Migrates as the owner role, grants the application its rights, syncs roles and schedule, loads the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an option for the demo."""
        parser.add_argument("--demo", action="store_true", help="load the demo content when it is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare. Raises CommandError when the demo is asked for among real people."""
        for locale in settings.LOCALE_PATHS:
            compile_stale(Path(locale))
        application = connections["default"].settings_dict["USER"]
        with connected_as_owner():
            call_command("migrate", verbosity=0, interactive=False)
            with connections["default"].cursor() as cursor:
                grant_application_role(cursor, role=application)
        sync_roles()
        self._sync_schedule()
        if options["demo"]:
            self._load_demo()
        self._write_sign_ins()

    def _load_demo(self) -> None:
        self._refuse_demo_among_real_people()
        with connections["default"].cursor() as cursor:
            # A year of invented work in thousands of commits: the disk may follow half a second later.
            cursor.execute("SET synchronous_commit TO off")
        for loader in demo_loaders:
            loader.load(timezone.now())

    def _refuse_demo_among_real_people(self) -> None:
        people = [person["email"] for person in SIGN_INS]
        if User.objects.exclude(email__in=people).exists():
            raise CommandError(
                "This database has real users, so the demo is not loaded into it: start with --no-demo."
            )

    def _sync_schedule(self) -> None:
        """The schedule in code is the truth; an administrator may only pause an entry."""
        from celery import current_app
        from django_celery_beat.models import PeriodicTask
        from django_celery_beat.schedulers import ModelEntry

        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            ModelEntry.from_entry(name, app=current_app, **entry)
        PeriodicTask.objects.exclude(name__in=[*settings.CELERY_BEAT_SCHEDULE, "celery.backend_cleanup"]).delete()

    def _write_sign_ins(self) -> None:
        if not settings.DEMO:
            return
        directory = Path(settings.DATA_DIR) / "run"
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "demo.json").write_text(json.dumps(SIGN_INS, ensure_ascii=False))
