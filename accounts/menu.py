"""Entries of accounts in the main menu."""

from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem, menu_items

menu_items.register(
    MenuItem("accounts.management", _("Management"), "accounts:management", "accounts.view_management", 90, "/beheer/")
)
