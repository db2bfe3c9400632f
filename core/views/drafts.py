"""Where the browser saves and throws away drafts of forms."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import signed_in
from core.drafts import DraftTooLarge, InvalidDraftKey, discard_draft, save_draft

from .back import back_or_home


@signed_in
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Keep the posted fields under `draft_key`; answers with a sentence to show."""
    try:
        draft = save_draft(
            user=request.user,
            key=request.POST.get("draft_key", ""),
            data=dict(request.POST.lists()),
            at=timezone.now(),
        )
    except InvalidDraftKey:
        return JsonResponse({"message": _("This form cannot keep a draft.")}, status=400)
    except DraftTooLarge:
        return JsonResponse({"message": _("The draft is too long to be kept.")}, status=413)
    moment = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    return JsonResponse({"message": _("Draft saved at %(time)s") % {"time": moment}})


@signed_in
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw a draft away and open the form anew."""
    discard_draft(user=request.user, key=request.POST.get("draft_key", ""))
    return redirect(back_or_home(request))
