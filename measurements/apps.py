"""App configuration of measurements: fills the registry slots of the house."""

from django.apps import AppConfig


class MeasurementsConfig(AppConfig):
    name = "measurements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import privacy, result_slots, slots  # noqa: F401
