"""Drafts for class-based form views."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.functional import cached_property

from .services import OpenDraft, discard_draft, open_draft


class DraftFormMixin:
    """Stands left of a FormView, CreateView or UpdateView; say in `draft_key()` which form this is."""

    def draft_key(self) -> str:
        """The name of this form, with the record it is about ("promise:12")."""
        raise NotImplementedError

    @cached_property
    def draft(self) -> OpenDraft:
        """What was saved earlier."""
        return open_draft(user=self.request.user, key=self.draft_key())  # type: ignore[attr-defined]

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        """The form, filled with the draft when it is opened again."""
        form: BaseForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        self.draft.restore(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `draft` for includes/draft.html."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "draft": self.draft}

    def form_valid(self, form: Any) -> HttpResponse:
        """A form that was accepted needs its draft no more."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        discard_draft(user=self.request.user, key=self.draft_key())  # type: ignore[attr-defined]
        return response
