"""The button "Undo" in a flash message."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import signed_in
from core.undo import UndoExpired, UndoRefused, take_back

from .back import back_or_home


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the action back and return to the page the button stood on."""
    try:
        messages.success(request, take_back(user=request.user, token=request.POST.get("token", "")))
    except UndoExpired:
        messages.warning(request, _("This can no longer be undone: the ten minutes are over."))
    except UndoRefused:
        messages.error(request, _("This cannot be undone."))
    return redirect(back_or_home(request))
