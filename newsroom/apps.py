"""App configuration of newsroom: fills the registry slots of the house."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
