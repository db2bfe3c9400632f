"""Staff forms save a draft by themselves: `autosave.js` posts what was typed, opening the form again brings it back.

In a view:

    draft = drafts.open_draft(user=request.user, key=f"promise:{promise.pk}")
    form = PromiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep_promise(...)
        drafts.discard_draft(user=request.user, key=draft.key)
        return redirect(...)
    draft.restore(form)
    return render(request, "…", {"form": form, "draft": draft})

and in the template, before the form: `{% include "includes/draft.html" %}`.
"""

from .services import (
    DraftTooLarge,
    InvalidDraftKey,
    OpenDraft,
    discard_draft,
    open_draft,
    remove_old_drafts,
    save_draft,
)

__all__ = [
    "DraftTooLarge",
    "InvalidDraftKey",
    "OpenDraft",
    "discard_draft",
    "open_draft",
    "remove_old_drafts",
    "save_draft",
]
