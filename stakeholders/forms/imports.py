"""Choosing a list to import, and which of its columns is which of ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import fits_its_name
from stakeholders.domain.headers import columns_of
from stakeholders.models import ImportRun
from stakeholders.services.list_reading import MAX_BYTES
from stakeholders.services.list_values import label_of


class ListFileForm(forms.Form):
    """The file. What is in it is judged by a job; here only whether it can be what its name says."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A CSV file or an Excel workbook (.xlsx), at most 50 MB and 100,000 rows."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too big or is not what its name says."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            text = _("The file is larger than %(size)d MB. Split it and import the parts one by one.")
            raise forms.ValidationError(text % {"size": MAX_BYTES // (1024 * 1024)})
        wrong = fits_its_name(file.read(8), file.name or "")
        file.seek(0)
        if wrong:
            raise forms.ValidationError(wrong)
        return file


class ColumnsForm(forms.Form):
    """For each of their columns: which of ours it is, or none."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persons = run.is_about_persons
        choices = [("", _("do not import"))]
        choices += [(column, label_of(column, persons=persons).capitalize()) for column in columns_of(persons=persons)]
        samples = [row.cells for row in run.rows.all()[:20]]
        for place, header in enumerate(run.headers):
            seen = dict.fromkeys(cells[place][:40] for cells in samples if place < len(cells) and cells[place])
            examples = ", ".join(list(seen)[:3])
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or _("(column %(number)d without a name)") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=run.mapping.get(str(place), ""),
                help_text=_("For example: %(examples)s") % {"examples": examples} if examples else _("Empty column."),
            )
        self.hide_optional = True

    @property
    def mapping(self) -> dict[int, str]:
        """Our column by the place of theirs."""
        return {int(name.removeprefix("column_")): column for name, column in self.cleaned_data.items() if column}
