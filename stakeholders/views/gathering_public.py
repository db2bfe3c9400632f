"""Pages for people outside, by a link: yes or no to an invitation, and how far a joint goal is.

They are served without session, cookies or sign-in (core.middleware.RespondentMiddleware), so no view here may touch
`request.user`, `request.session` or messages. No GET changes anything: mail scanners open every link first.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from core.access import public
from stakeholders.forms.gatherings import AnswerForm
from stakeholders.gathering_exceptions import AnswerTooLate
from stakeholders.models import JointGoal
from stakeholders.queries.joint_goals import goals_with_measures, measure_states
from stakeholders.services.gathering_invitations import answer, can_answer, participant_by_link
from stakeholders.services.joint_goals import goal_by_link

UNKNOWN = "stakeholders/link_unknown.html"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation, and yes or no; a later answer takes the place of an earlier one."""
    participant = participant_by_link(token)
    if participant is None:
        return render(request, UNKNOWN, {"language": get_language()}, status=404)
    now = timezone.now()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"comes": {"yes": "ja", "no": "nee"}.get(participant.reply, ""), "note": participant.reply_note},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer(participant=participant, comes=data["comes"], note=data["note"], at=now)
        except AnswerTooLate:
            return redirect(_same_page(request))
        return redirect(f"{_same_page(request)}gedaan=ja")
    gathering = participant.gathering
    context = {
        "participant": participant,
        "gathering": gathering,
        "agenda": gathering.agenda.all(),
        "can_answer": can_answer(gathering, at=now),
        "is_done": "gedaan" in request.GET,
        "form": form,
        "language": get_language(),
    }
    return render(request, "stakeholders/gathering_answer.html", context, status=422 if form.errors else 200)


def _same_page(request: HttpRequest) -> str:
    """The address of this page up to its query, in the language that was chosen."""
    language = get_language() or "nl"
    return f"{request.path}?" if language == "nl" else f"{request.path}?taal={language}&"


@public
@require_safe
def goal_read(request: HttpRequest, token: str) -> HttpResponse:
    """A joint goal as a partner reads it: measures, progress, who committed what, and when it was last updated."""
    link = goal_by_link(token, at=timezone.now())
    if link is None:
        return render(request, UNKNOWN, {"language": get_language()}, status=404)
    [goal] = goals_with_measures(JointGoal.objects.filter(pk=link.goal_id).prefetch_related("partners"))
    context = {
        "goal": goal,
        "link": link,
        "states": measure_states([goal])[goal.pk],
        "commitments": goal.commitments.exclude(state="dropped").select_related("organisation"),
        "language": get_language(),
    }
    return render(request, "stakeholders/goal_read.html", context)
