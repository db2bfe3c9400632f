"""An organisation by its name: works with twenty thousand of them, and without scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stakeholders.models import Organisation

_SUGGESTED = 5


class OrganisationField(forms.CharField):
    """Typed is a name or an abbreviation; what resembles it is named when it fits none or several."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """The name, for a key or an organisation."""
        if isinstance(value, Organisation):
            return value.name
        if isinstance(value, int):
            return Organisation.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Any:
        """The organisation itself, or None."""
        typed = super().clean(self.prepare_value(value))
        if not typed:
            return None
        exact = Organisation.objects.filter(name__iexact=typed)[:2]
        found = list(exact) or list(Organisation.objects.active().filter(abbreviation__iexact=typed)[:2])
        if len(found) == 1:
            return found[0]
        similar = list(Organisation.objects.active().matching(typed)[:_SUGGESTED])
        if len(similar) == 1 and not found:
            return similar[0]
        if not similar:
            raise ValidationError(_("No organisation has this name."), code="unknown")
        names = ", ".join(f"“{item.name}”" for item in similar)
        raise ValidationError(_("Which one do you mean: %(names)s? Type the whole name."), "several", {"names": names})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared by name."""
        return super().has_changed(self.prepare_value(initial), data)
