"""Where a person fetches the file with their own data: the link came by mail, the code another way."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.exceptions import NoPackage, WrongCode
from accounts.forms_privacy import FetchForm
from accounts.services.privacy_requests import fetch_package
from core.access import public

from .privacy import as_download


@public
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Opening the page does nothing; the code and the button give the file."""
    form = FetchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            content = fetch_package(pk=pk, token=token, code=form.cleaned_data["code"], at=timezone.now())
        except NoPackage as gone:
            raise Http404 from gone
        except WrongCode as wrong:
            left = int(wrong.args[0])
            said = _("This is not the right code.") + " "
            said += ngettext("You can try %(n)d more time.", "You can try %(n)d more times.", left) % {"n": left}
            form.add_error("code", said)
        else:
            return as_download(content, pk)
    status = 422 if form.errors else 200
    response = render(request, "accounts/privacy/fetch.html", {"form": form}, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
