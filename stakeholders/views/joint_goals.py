"""Pages of joint goals: list, one goal, changing, measures, progress, commitments, links for partners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafts
from core.access import requires
from core.listing import RequestConfig
from core.periods import local_date
from core.undo import offer_undo
from stakeholders import gathering_access, gathering_exports, gathering_undo, queries
from stakeholders.filters.gatherings import JointGoalFilter
from stakeholders.forms.gatherings import DoerForm
from stakeholders.forms.joint_goals import JointGoalForm, MeasureForm, ProgressForm, ShareForm
from stakeholders.gathering_exceptions import AlreadyClosed, LinkRefused
from stakeholders.grants import ACCOUNT_ROLES
from stakeholders.link_secrets import link_token
from stakeholders.models import GoalCommitment, JointGoal
from stakeholders.queries.joint_goals import goal_list, goals_with_measures, measure_states
from stakeholders.services import joint_goals as services
from stakeholders.tables.gatherings import JointGoalTable

from .editing import edit, save_or_explain
from .gatherings import FORM, PER_PAGE, PLAN, export

_METHODS = ["GET", "HEAD", "POST"]
SHARED_FOR = timedelta(days=183)


@requires(gathering_access.VIEW_GOALS)
@require_safe
def goal_index(request: HttpRequest) -> HttpResponse:
    """Running goals, soonest first."""
    found = JointGoalFilter(request.GET, queryset=goal_list(), request=request)
    table = JointGoalTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": found,
        "table": table,
        "query": query.urlencode(),
        "is_empty": not JointGoal.objects.exists(),
    }
    return render(request, "stakeholders/goal_list.html", context)


@requires(gathering_access.VIEW_GOALS)
@require_http_methods(["GET", "POST"])
def goal_export(request: HttpRequest) -> HttpResponseBase:
    """The list as shown: CSV at once, a workbook (POST) by a job."""
    return export(request, gathering_exports.LISTS["ketendoelen"])


@requires(gathering_access.VIEW_GOALS)
@require_safe
def goal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be reached, how far it is, who committed what, who reads along."""
    goal = gathering_access.get_goal_for(request.user, pk)
    [found] = goals_with_measures(JointGoal.objects.filter(pk=goal.pk).select_related("owner"))
    today = local_date(timezone.now())
    links = []
    if request.user.has_perm(gathering_access.KEEP_GOALS):
        links = [
            {"link": link, "url": _address(link.link_key), "is_expired": link.expires_on < today}
            for link in goal.links.filter(revoked_at=None).select_related("organisation")
        ]
    context = {
        "goal": found,
        "partners": goal.partners.all(),
        "states": measure_states([found])[goal.pk],
        "commitments": goal.commitments.select_related("owner", "organisation"),
        "links": links,
        "today": today,
    }
    return render(request, "stakeholders/goal_detail.html", context)


def _address(key: Any) -> str:
    return f"{settings.SITE_URL}/samen/{link_token(key, purpose=services.LINK)}/"


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def goal_add(request: HttpRequest) -> HttpResponse:
    """Set a goal with partners; the user is its owner."""
    number = request.GET.get("organisatie", "")
    begun = [int(number)] if number.isascii() and number.isdigit() and len(number) < 10 else []
    form = JointGoalForm(request.POST or None, initial={"partners": begun})
    form.offer(user=request.user, on=local_date(timezone.now()), chosen=begun)

    def save() -> JointGoal:
        partners = form.cleaned_data["partners"]
        return services.create_goal(values=form.values, partners=partners, owner=request.user, at=timezone.now())

    context = {"heading": _("New joint goal"), "back_url": reverse("stakeholders:goals")}
    return _edit(request, form, save=save, key="joint-goal:new", **context)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a goal, its partners or its state."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    form = JointGoalForm(request.POST or None, instance=goal)
    form.offer(user=request.user, on=local_date(timezone.now()), chosen=form.initial["partners"])

    def save() -> JointGoal:
        return services.change_goal(
            goal=goal,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            partners=form.cleaned_data["partners"],
            at=timezone.now(),
        )

    context = {"heading": _("Change joint goal"), "over": goal.title, "back_url": goal.get_absolute_url()}
    return _edit(request, form, save=save, key=f"joint-goal:{pk}", **context)


def _edit(request: HttpRequest, form: JointGoalForm, *, save: Any, key: str, **context: Any) -> HttpResponse:
    draft = drafts.open_draft(user=request.user, key=key)
    context["of_goals"] = True
    if form.only_searches:
        return render(request, PLAN, {"form": form.without_errors(), "draft": draft, **context})
    return edit(request, form=form, record=form.instance, draft=draft, save=save, context=context, template=PLAN)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_POST
def goal_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a goal out of use; can be undone."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    services.archive_goal(goal=goal, at=timezone.now())
    text = _("“%(name)s” is archived.") % {"name": goal}
    offer_undo(request, name=gathering_undo.GOAL, payload={"pk": goal.pk}, text=text)
    return redirect("stakeholders:goals")


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_POST
def goal_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived goal into use again."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    messages.success(request, gathering_undo.unarchive(request.user, {"pk": goal.pk}))
    return redirect(goal)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def measure_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add by what the goal is measured."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        if save_or_explain(form, lambda: services.add_measure(goal=goal, values=values, at=now)):
            return _saved(request, goal)
    return _page(request, form, goal, _("New measure"))


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def progress_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a measure stood on a day; the same day again corrects it."""
    measure = gathering_access.get_measure_for(request.user, pk)
    now = timezone.now()
    form = ProgressForm(request.POST or None, initial={"as_of": local_date(now)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if save_or_explain(form, lambda: services.add_progress(measure=measure, by=request.user, at=now, **values)):
            return _saved(request, measure.goal)
    lead = _("Earlier values stay. For a day that has a value already, the last one counts.")
    return _page(request, form, measure.goal, measure.name, lead=lead)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def commitment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a colleague or a partner will do."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    form = DoerForm(
        request.POST or None,
        colleagues=queries.possible_account_managers(roles=ACCOUNT_ROLES),
        organisations=list(goal.partners.all()),
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if save_or_explain(form, lambda: services.add_commitment(goal=goal, at=now, **form.values)):
            return _saved(request, goal)
    return _page(request, form, goal, _("New commitment"))


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_POST
def commitment_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, dropped, or open again."""
    commitment = gathering_access.get_commitment_for(request.user, pk)
    state, now = request.POST.get("staat", ""), timezone.now()
    try:
        if state == GoalCommitment.State.OPEN:
            services.reopen_commitment(commitment=commitment, at=now)
        elif state in GoalCommitment.State.values:
            services.close_commitment(commitment=commitment, state=state, at=now)
        else:
            messages.error(request, _("Choose whether it was done or dropped."))
            return redirect(commitment.goal)
    except AlreadyClosed:
        messages.error(request, _("This commitment was closed already."))
        return redirect(commitment.goal)
    return _saved(request, commitment.goal)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_http_methods(_METHODS)
def goal_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link by which a partner reads the goal."""
    goal = gathering_access.get_goal_for(request.user, pk, permission=gathering_access.KEEP_GOALS)
    now = timezone.now()
    initial = {"expires_on": local_date(now) + SHARED_FOR}
    form = ShareForm(request.POST or None, partners=goal.partners.all(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.share_goal(goal=goal, by=request.user, at=now, **form.cleaned_data)
        except LinkRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is made. Copy it and give it to the partner."))
            return redirect(f"{goal.get_absolute_url()}#links")
    lead = _("Whoever has the link reads the goal, its values and its commitments, without an account.")
    return _page(request, form, goal, _("Let a partner read along"), lead=lead)


@requires(gathering_access.VIEW_GOALS, gathering_access.KEEP_GOALS)
@require_POST
def link_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a link open nothing any more."""
    link = gathering_access.get_reader_link_for(request.user, pk)
    services.withdraw_link(link=link, at=timezone.now())
    messages.success(request, _("The link of %(partner)s opens nothing any more.") % {"partner": link.organisation})
    return redirect(link.goal)


def _saved(request: HttpRequest, goal: JointGoal) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(goal)


def _page(request: HttpRequest, form: Any, goal: JointGoal, heading: str, *, lead: str = "") -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "over": goal.title,
        "lead": lead,
        "of_goals": True,
        "back_url": goal.get_absolute_url(),
    }
    return render(request, FORM, context, status=422 if form.errors else 200)
