"""App configuration of stakeholders: fills the registry slots of the house."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import demo, demo_contact, demo_organisations, exports, grants, slots, undo  # noqa: F401
