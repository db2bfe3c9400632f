"""App configuration of feedback: fills the registry slots of the house."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import demo, grants, privacy, slots  # noqa: F401
