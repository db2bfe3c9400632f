"""Fills the registry slots of the house with what asking offers: menu, home, history, the late value of mails."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.history import register_history
from core.registry import (
    JobKind,
    MailKind,
    MailValue,
    MenuItem,
    home_sources,
    job_kinds,
    mail_kinds,
    mail_values,
    menu_items,
)

from . import demo as demo
from . import grants as grants
from .access import READ
from .home import ANNOUNCING, HOME
from .services import letters
from .services import undeliverable as undeliverable
from .services.invitations import INVITATION, KINDS, REMINDER, may_go, opt_out_headers, opt_out_link, survey_link

menu_items.register(
    MenuItem("measurements.waves", _("Measurements"), "measurements:waves", READ, order=24, prefix="/metingen/")
)
home_sources.register(HOME)
home_sources.register(ANNOUNCING)
job_kinds.register(JobKind(letters.KIND, _("Letters"), letters.make_letters))
mail_values.register(MailValue("survey_link", survey_link))
mail_values.register(MailValue("opt_out_link", opt_out_link))
for _kind in (INVITATION, REMINDER):
    mail_kinds.register(
        MailKind(
            KINDS[_kind],
            may_go=partial(may_go, reminding=_kind == REMINDER),
            headers=opt_out_headers,
            is_bulk=True,
        )
    )
register_history("measurements.Wave", permission=READ, hidden_fields=("texts", "key_name"))
