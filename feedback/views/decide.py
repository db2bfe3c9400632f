"""“Decide and tell”: one page to decide and tell every giver, after seeing literally who gets which message."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.access import requires
from core.drafts import discard_draft, open_draft
from feedback.access import get_signal_for
from feedback.choices import Channel
from feedback.domain.workflow import REOPENABLE_STATES, State
from feedback.exceptions import MoveNotAllowed
from feedback.forms.decide import DecideForm
from feedback.messages import answer_text, mail_subject, mail_text
from feedback.models import Giver, Signal
from feedback.queries.givers import GiverStatus, giver_statuses
from feedback.services.telling import Told, decide_and_tell


@dataclass(frozen=True)
class Preview:
    """What one giver will get."""

    giver: Giver
    channel: str
    message: str
    subject: str = ""
    mail: str = ""


@requires("feedback.view_signal", "feedback.work_signal")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """First the form, then what goes out to whom; sending is possible only for exactly what was shown."""
    signal = get_signal_for(request.user, pk)
    if signal.merged_into_id:
        return redirect("feedback:decide", pk=signal.merged_into_id)
    if State(signal.state) in REOPENABLE_STATES:
        messages.error(request, _("This signal was told. Open it again before you decide anew."))
        return redirect("feedback:signal", pk=pk)
    statuses = giver_statuses(signal)
    givers = [status.giver for status in statuses]
    draft = open_draft(user=request.user, key=f"decide:{signal.pk}")
    form = DecideForm(request.POST or None, givers=givers)
    previews: list[Preview] = []
    if request.method == "POST" and form.is_valid():
        previews = _previews(form, statuses)
        if request.POST.get("action") == "tell" and request.POST.get("seen") == _fingerprint(form, previews):
            return _tell(request, signal, form, previews)
    draft.restore(form)
    context = {
        "signal": signal,
        "givers": statuses,
        "form": form,
        "draft": draft,
        "previews": previews,
        "seen": _fingerprint(form, previews) if previews or (form.is_bound and form.is_valid()) else "",
        "was_changed": request.POST.get("action") == "tell" and form.is_valid(),
        "can_tell": form.is_bound and form.is_valid(),
        "hold_minutes": round(settings.MAIL_HOLD_SECONDS / 60),
    }
    return render(request, "feedback/decide.html", context)


def _previews(form: DecideForm, statuses: list[GiverStatus]) -> list[Preview]:
    data = form.decision()
    previews = []
    for number, status in enumerate(statuses):
        giver = status.giver
        message = answer_text(
            language=giver.language,
            extent=data.extent,
            part=data.part,
            effective_on=data.effective_on,
            is_month=data.is_month,
            reason=data.reason,
            words=form.words_for(number),
        )
        if status.channel == Channel.MAIL:
            mail = mail_text(giver, message).replace("[[follow_link]]", _("(link to the follow page)"))
            previews.append(
                Preview(giver, status.channel, message, mail_subject(giver.signal, language=giver.language), mail)
            )
        else:
            previews.append(Preview(giver, status.channel, message))
    return previews


def _fingerprint(form: DecideForm, previews: list[Preview]) -> str:
    """Of exactly what was shown: the decision, and every message to every giver."""
    shown = [repr(form.decision())] + [
        f"{preview.giver.pk}\0{preview.giver.email}\0{preview.channel}\0{preview.message}" for preview in previews
    ]
    return hashlib.sha256("\1".join(shown).encode()).hexdigest()


def _tell(request: HttpRequest, signal: Signal, form: DecideForm, previews: list[Preview]) -> HttpResponse:
    now = timezone.now()
    words = {preview.giver.pk: preview.message for preview in previews}
    try:
        told = decide_and_tell(signal, data=form.decision(), messages=words, by=request.user, at=now)
    except MoveNotAllowed:
        messages.error(request, _("Somebody else has worked on this signal in the meantime. Look at what was done."))
        return redirect("feedback:signal", pk=signal.pk)
    discard_draft(user=request.user, key=f"decide:{signal.pk}")
    messages.success(request, " ".join(_outcome(told, now)))
    return redirect("feedback:signal", pk=signal.pk)


def _outcome(told: Told, now: Any) -> list[str]:
    """What happens now, in sentences."""
    sentences = [_("The decision is recorded.")]
    mails = sum(mailing.messages.count() for mailing in told.mailings)
    if mails:
        goes_out = timezone.localtime(now + timedelta(seconds=settings.MAIL_HOLD_SECONDS))
        sentences.append(
            ngettext(
                "%(count)d e-mail goes out at %(time)s; until then you can call it back.",
                "%(count)d e-mails go out at %(time)s; until then you can call them back.",
                mails,
            )
            % {"count": mails, "time": goes_out.strftime("%H:%M")}
        )
    if told.told:
        sentences.append(_("The answer stands on the follow page."))
    if told.by_hand:
        sentences.append(
            ngettext(
                "%(count)d giver has no address and must still be told by you.",
                "%(count)d givers have no address and must still be told by you.",
                told.by_hand,
            )
            % {"count": told.by_hand}
        )
    return sentences
