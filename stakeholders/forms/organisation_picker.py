"""Choosing organisations in a form without scripts: the chosen ones, the own ones, and what a search finds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Organisation

from .versioned import VersionedForm

OWN, FOUND = 8, 20


class OrganisationPickerForm(VersionedForm):
    """A versioned form with `find` (a search word) and fills the choices of the field `picked_field`.

    A post with the button "zoeken" only searches: the view shows the form again with what was found.
    """

    picked_field = "organisations"

    def offer(self, *, user: Any, on: Any, chosen: Iterable[int] = ()) -> None:
        """Offer the organisations of `user`, those chosen already, and those that the search word finds."""
        keys = {int(key) for key in self._sent() if key.isdigit()} | set(chosen)
        keys |= set(Organisation.objects.active().of_user(user, on=on).values_list("pk", flat=True)[:OWN])
        words = self.data.get(self.add_prefix("find"), "") if self.is_bound else ""
        if words:
            keys |= set(Organisation.objects.active().matching(words).values_list("pk", flat=True)[:FOUND])
        offered: QuerySet[Organisation] = Organisation.objects.filter(pk__in=keys)
        self.fields[self.picked_field].queryset = offered  # type: ignore[attr-defined]
        if not keys:
            self.fields[self.picked_field].help_text = _("Search for an organisation first.")

    def _shown_fields(self) -> list[str]:
        return [name for name in self.fields if name not in {"version", "opened", "find"}]

    def remember_opened(self) -> None:
        """Let the form know what it was opened on, once its initial values are complete; call it in `__init__`."""
        chosen = self.initial.get(self.picked_field) or []
        self.fields[self.picked_field].queryset = Organisation.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]
        self.initial["opened"] = json.dumps({name: self.stored(name) for name in self._shown_fields()})

    def _sent(self) -> list[str]:
        if not self.is_bound:
            return []
        getlist = getattr(self.data, "getlist", None)
        return list(getlist(self.add_prefix(self.picked_field))) if getlist else []

    @property
    def only_searches(self) -> bool:
        """Whether the button was the one that searches."""
        return self.is_bound and "zoeken" in self.data

    def without_errors(self) -> OrganisationPickerForm:
        """The form as it was typed, not judged yet."""
        self._errors = ErrorDict()
        return self


class FindField(forms.CharField):
    """The search word; what it finds is ticked in the list."""

    def __init__(self) -> None:
        super().__init__(label=_("Find an organisation"), required=False, max_length=100)


class PickedField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The organisations, as ticks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)
