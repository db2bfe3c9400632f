"""App configuration of accounts: roles are synced after every migration, registry slots are filled."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.history import register_history

        from . import demo, grants  # noqa: F401

        register_history("accounts.User", permission="accounts.manage_users")
