"""Forms that know on which version they were opened, so that two editors of one record lose nothing to each other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _

Data = list[str]
CHOICE = "keep-"
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed: what stands in the record now, and what was typed here."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    both_changed: bool  # False: only the other one changed it

    @property
    def choice(self) -> str:
        """The name of the choice in the form that is sent."""
        return f"{CHOICE}{self.name}"


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one record. `version` says which one was opened, `opened` what stood in it then.

    `MAIN` names the fields of every day, the others stand behind "more"; without it all are shown at once.
    """

    MAIN: tuple[str, ...] = ()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=100_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self.note_opened()

    def note_opened(self) -> None:
        """Remember what the record holds; again by whoever adds fields after `__init__`."""
        self.initial["opened"] = json.dumps({name: self.stored(name) for name in self._shown_fields()})

    def _post_clean(self) -> None:
        """Fields are checked by the form, the record by the service; the instance stays as it was opened."""

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is filled in every day, and what is hidden."""
        return [field for field in self if not self.MAIN or field.name in self.MAIN or field.is_hidden]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The rest."""
        return [field for field in self if field not in self.main_fields]

    @property
    def opens_more(self) -> bool:
        """Whether something behind "more" was refused."""
        return any(field.errors for field in self.more_fields)

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in for the columns of the record."""
        apart = {field.name for field in self._meta.model._meta.many_to_many} | {"version", "opened"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def _shown_fields(self) -> list[str]:
        return [name for name in self.fields if name not in {"version", "opened"}]

    def stored(self, name: str) -> Data:
        """What the record holds in this field, as a form sends it."""
        return _as_data(self.fields[name], self.initial.get(name))

    def take_stored(self) -> None:
        """Put what the record holds in the place of what was typed, where the sender chose so."""
        if not isinstance(self.data, QueryDict):
            return
        data = self.data.copy()
        for name in self._shown_fields():
            if data.get(f"{CHOICE}{name}") == THEIRS:
                data.setlist(name, self.stored(name))
        self.data = data

    def differences(self, record: Any) -> list[Difference]:
        """The fields that the stored record has otherwise than was typed here and that somebody else changed."""
        now = type(self)(instance=record)
        opened = self._opened()
        found = []
        for name in self._shown_fields():
            theirs, mine = now.stored(name), _as_data(self.fields[name], self.cleaned_data.get(name))
            before = opened.get(name)
            if theirs in (mine, before):
                continue
            field = now.fields[name]
            found.append(
                Difference(
                    name=name,
                    label=str(self[name].label),
                    before=_in_words(field, before or []),
                    theirs=_in_words(field, theirs),
                    mine=_in_words(field, mine),
                    both_changed=before is None or mine != before,
                )
            )
        return found

    def reopen(self, record: Any) -> None:
        """Let what was typed stand on the version that is stored now."""
        now = type(self)(instance=record)
        data = QueryDict(mutable=True) if not isinstance(self.data, QueryDict) else self.data.copy()
        data["version"], data["opened"] = str(record.version), now.initial["opened"]
        self.data = data

    def _opened(self) -> dict[str, Data]:
        try:
            found = json.loads(self.cleaned_data.get("opened") or "{}")
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(name): [str(item) for item in data] for name, data in found.items() if isinstance(data, list)}


def _as_data(field: Any, value: Any) -> Data:
    """A value as the list of texts that a form sends for it; the same for stored and typed values."""
    if value is None or value == "" or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(getattr(item, "pk", item)) for item in value)
    prepared = field.prepare_value(value)
    return [str(prepared).replace("\r\n", "\n")] if prepared not in (None, "") else []


def _in_words(field: Any, data: Data) -> str:
    """What a person reads."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if data else _("no")
    if isinstance(field, forms.DateField) and data:
        return formats.date_format(date.fromisoformat(data[0]), "DATE_FORMAT")
    names = {str(getattr(key, "value", key)): str(label) for key, label in getattr(field, "choices", ())}
    return ", ".join(names.get(item, item) for item in data) or "–"
