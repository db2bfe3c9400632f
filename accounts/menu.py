"""Entries of the main menu that belong to no room above: my work, management."""

from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem, menu_items

menu_items.register(MenuItem("accounts.my_work", _("My work"), "my-work", None, 1, "/mijn-werk/"))
menu_items.register(
    MenuItem("accounts.management", _("Management"), "accounts:management", "accounts.view_management", 90, "/beheer/")
)
