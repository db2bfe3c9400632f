"""What the forms of the registry share: saving against an opened version, refusals shown at the right field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import drafts
from core.drafts import OpenDraft
from core.history import history_of
from stakeholders.exceptions import EditedMeanwhile, PeriodRefused
from stakeholders.forms import VersionedForm

TEMPLATE = "stakeholders/form.html"


def save_or_explain(form: BaseForm, save: Callable[[], Any]) -> Any:
    """The saved record, or None with the refusal put into the form."""
    try:
        return save()
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, refusal)
    except PeriodRefused as refusal:
        form.add_error(None, str(refusal))
    return None


def edit(
    request: HttpRequest,
    *,
    form: VersionedForm,
    record: Any,
    draft: OpenDraft,
    save: Callable[[], Any],
    context: dict[str, Any],
    template: str = TEMPLATE,
) -> HttpResponse:
    """Show or save the form of one record. Whoever saves second sees what changed, and keeps what was typed.

    `save` gives a record or an address to go to.
    """
    if request.method == "POST":
        form.take_stored()
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_or_explain(form, save)
        except EditedMeanwhile:
            stored = type(record)._default_manager.get(pk=record.pk)
            entries = history_of(stored, limit=1)
            context["conflict"] = {
                "who": entries[0].who if entries else "",
                "when": entries[0].moment if entries else None,
                "differences": form.differences(stored),
            }
            form.reopen(stored)
            return render(request, template, {"form": form, "draft": draft, **context}, status=409)
        if saved is not None:
            drafts.discard_draft(user=request.user, key=draft.key)
            messages.success(request, _("Saved."))
            return redirect(saved)
    draft.restore(form)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "draft": draft, **context}, status=status)
