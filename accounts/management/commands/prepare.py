"""`prepare`: everything between an empty database and a product that can start, in one process; safe to repeat."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from accounts.demo import SIGN_INS
from accounts.roles import sync_roles
from core.database import grant_application_role
from core.registry import demo_loaders


class Command(BaseCommand):
    help = "Migrates as the owner role, grants the application its rights, syncs roles and schedule, loads the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo content when it is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        application = connections["default"].settings_dict["USER"]
        if settings.DATABASE_OWNER_URL:
            owner = environ.Env.db_url_config(settings.DATABASE_OWNER_URL)
            database = connections["default"].settings_dict
            database.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        call_command("migrate", verbosity=0, interactive=False)
        with connections["default"].cursor() as cursor:
            grant_application_role(cursor, role=application)
        sync_roles()
        self._sync_schedule()
        if options["demo"]:
            for loader in demo_loaders:
                loader.load(timezone.now())
        self._write_sign_ins()

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
