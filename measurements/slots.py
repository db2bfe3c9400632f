"""Fills the registry slots of the house with what asking offers: menu, home, history, the late value of mails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.history import register_history
from core.registry import MailValue, MenuItem, home_sources, mail_values, menu_items

from . import demo as demo
from . import grants as grants
from .access import READ
from .home import HOME
from .services.invitations import survey_link

menu_items.register(
    MenuItem("measurements.waves", _("Measurements"), "measurements:waves", READ, order=24, prefix="/metingen/")
)
home_sources.register(HOME)
mail_values.register(MailValue("survey_link", survey_link))
register_history("measurements.Wave", permission=READ, hidden_fields=("texts", "key_name"))
