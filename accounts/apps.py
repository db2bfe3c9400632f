"""App configuration of accounts: registry slots are filled, sign-ins are noted."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.history import register_history

        from . import (  # noqa: F401
            demo,
            demo_privacy,
            digests,
            grants,
            health,
            home,
            invitations,
            list_exports,
            menu,
            privacy,
            privacy_slots,
            receivers,
        )

        register_history("accounts.User", permission="accounts.manage_users")
