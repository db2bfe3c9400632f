"""Pages of incoming mail: what waits to be sorted, uploading a message, saying whose it is, setting it aside."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from stakeholders import access
from stakeholders.access_contact import RECORD, get_mail_for
from stakeholders.domain.mail import MailUnreadable
from stakeholders.forms.moments import UploadForm
from stakeholders.models import IncomingMail, Organisation
from stakeholders.queries.contact import waiting_mail
from stakeholders.services import mail_in as services

PER_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW, RECORD)
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Messages of senders we do not know, and those that could not be read."""
    page = Paginator(waiting_mail().select_related("received_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "address": settings.MAIL_IN_ADDRESS}
    return render(request, "stakeholders/mail_in/list.html", context)


@requires(access.VIEW, RECORD)
@require_http_methods(_METHODS)
def mail_upload(request: HttpRequest) -> HttpResponse:
    """Make a contact moment of a saved message."""
    form = UploadForm(
        request.POST or None, request.FILES or None, accept=".eml,.msg", largest=settings.MAIL_IN_MAX_BYTES
    )
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            taken = services.take_in(
                content=content, origin=IncomingMail.Origin.UPLOAD, by=request.user, at=timezone.now()
            )
        except services.MailTooLarge:
            form.add_error("file", _("The message is too large."))
        except MailUnreadable:
            form.add_error(
                "file", _("This is no message that can be read. Save it in your mail program as .eml or .msg.")
            )
        else:
            return _after(request, taken)
    context = {
        "form": form,
        "heading": _("From a mail"),
        "lead": _("Save a message as .eml or .msg in your mail program and choose it here."),
        "over": "",
        "button": _("Read the message"),
        "back_url": reverse("stakeholders:moments"),
    }
    return render(request, "stakeholders/moments/upload.html", context, status=422 if form.errors else 200)


def _after(request: HttpRequest, taken: services.TakenIn) -> HttpResponse:
    mail = taken.mail
    if not taken.is_new:
        messages.info(request, _("This message came in before; nothing was changed."))
    if mail.moment is not None:
        if taken.is_new:
            messages.success(request, _("The contact moment is recorded."))
        if mail.problem:
            messages.warning(request, mail.problem)
        return redirect(mail.moment)
    if mail.state == IncomingMail.State.SET_ASIDE:
        messages.info(request, mail.problem or _("This message was set aside."))
        return redirect("stakeholders:mail-in")
    return redirect("stakeholders:mail-sort", mail.pk)


@requires(access.VIEW, RECORD)
@require_http_methods(_METHODS)
def mail_sort(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of which organisation a message is."""
    mail = get_mail_for(request.user, pk)
    if request.method == "POST":
        number = request.POST.get("organisatie", "")
        if mail.state != IncomingMail.State.WAITING or not number.isdecimal() or len(number) > 17:
            messages.error(request, _("Choose an organisation."))
            return redirect("stakeholders:mail-sort", pk)
        organisation = get_object_or_404(Organisation.objects.active(), pk=int(number))
        remember = "onthouden" in request.POST and request.user.has_perm(access.EDIT)
        try:
            moment = services.sort_mail(
                mail=mail, organisation=organisation, remember=remember, by=request.user, at=timezone.now()
            )
        except services.NotWaiting:
            messages.info(request, _("Somebody else sorted this message already."))
            return redirect("stakeholders:mail-in")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("stakeholders:mail-sort", pk)
        messages.success(request, _("The contact moment is recorded."))
        return redirect(moment)
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    guess = words or mail.sender_email.rpartition("@")[2].rsplit(".", 1)[0]
    context = {
        "mail": mail,
        "words": words,
        "found": list(Organisation.objects.active().matching(guess)[:8]) if guess else [],
    }
    return render(request, "stakeholders/mail_in/sort.html", context)


@requires(access.VIEW, RECORD)
@require_POST
def mail_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """This message is no contact: its text is removed."""
    mail = get_mail_for(request.user, pk)
    services.set_aside(mail=mail)
    messages.success(request, _("The message is set aside and its text removed."))
    return redirect("stakeholders:mail-in")
