"""`create_administrator EMAIL NAME`: the first administrator of an installation, with a link to set a password."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.exceptions import AlreadyStarted
from accounts.invitations import invite_link
from accounts.services import create_first_administrator


class Command(BaseCommand):
    help = "Makes the first administrator while there is no user, and prints the link to set a password (three days)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = create_first_administrator(
                email=options["email"],
                name=options["name"],
                password=None,
                at=timezone.now(),
                origin="create_administrator",
            )
        except AlreadyStarted:
            raise CommandError("There are users already; an administrator can invite others in the browser.") from None
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        self.stdout.write(invite_link(str(user.pk)))
