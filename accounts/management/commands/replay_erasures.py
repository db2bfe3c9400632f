"""`replay_erasures --by ADDRESS`: after a restore, erase again whoever was erased after the backup was made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from accounts.models import User
from accounts.services.privacy_erasure import replay
from core.history import acting


class Command(BaseCommand):
    """Reads the list of keyed hashes beside the backups; safe to run twice."""

    help = "Erases again the persons on the list beside the backups, after an older backup was restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who answers for it."""
        parser.add_argument("--by", required=True, help="e-mail address of the privacy officer who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase again. Raises CommandError when nobody with that address handles privacy requests."""
        user = User.objects.filter(email=options["by"].lower(), is_active=True).first()
        if user is None or not user.has_perm("accounts.handle_privacy_requests"):
            raise CommandError(f"{options['by']} is no privacy officer here.")
        with translation.override(user.language), acting(user, route="replay_erasures"):
            count = replay(by=user, at=timezone.now())
        self.stdout.write(f"{count} addresses were erased again.")
