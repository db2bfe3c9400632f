"""App configuration of kpis: fills the registry slots of the house."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import demo, grants, home, jobs, undo  # noqa: F401
