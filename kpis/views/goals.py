"""Goals of the year plans and events on the lines: adding, changing, archiving and removing, each to be taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import drafts
from core.access import requires
from core.periods import local_date
from core.undo import offer_undo
from kpis import queries, undo
from kpis.forms import EventForm, GoalForm
from kpis.models import Goal, TrendEvent
from kpis.services import changing
from kpis.services.steering import add_event
from stakeholders.views.editing import edit, save_or_explain

FORM = "kpis/form.html"


@requires("kpis.view_dashboard")
@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """The goals of the year plans with the targets that belong to them."""
    found = Goal.objects.select_related("owner").prefetch_related("targets__owner")
    context = {
        "goals": queries.goals_with_targets(found.filter(archived_at=None)),
        "archived": Goal.objects.filter(archived_at__isnull=False),
    }
    return render(request, "kpis/goals.html", context)


def _about_goals(heading: str) -> dict[str, Any]:
    return {"heading": heading, "back_url": reverse("kpis:goals"), "back_label": _("Goals")}


@requires("kpis.add_goal")
@require_http_methods(["GET", "POST"])
def goal_new(request: HttpRequest) -> HttpResponse:
    """Add a goal to a year plan."""
    draft = drafts.open_draft(user=request.user, key="goal:new")
    initial = {"year": local_date(timezone.now()).year, "owner": request.user.pk}
    form = GoalForm(request.POST or None, initial=initial)
    saved = None
    if request.method == "POST" and form.is_valid():
        saved = save_or_explain(form, lambda: changing.create_goal(values=form.values))
    if saved is not None:
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The goal was added. Now set the targets that belong to it."))
        return redirect("kpis:goals")
    draft.restore(form)
    return render(request, FORM, {"form": form, "draft": draft, **_about_goals(_("New goal"))})


@requires("kpis.change_goal")
@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a goal."""
    goal = get_object_or_404(Goal, pk=pk)
    form = GoalForm(request.POST or None, instance=goal)

    def save() -> str:
        changing.change_goal(goal=goal, version=form.cleaned_data["version"] or 0, values=form.values)
        return reverse("kpis:goals")

    draft = drafts.open_draft(user=request.user, key=f"goal:{pk}")
    context = {**_about_goals(_("Change the goal")), "record": goal}
    return edit(request, form=form, record=goal, draft=draft, save=save, context=context, template=FORM)


@requires("kpis.change_goal")
@require_POST
def goal_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a goal out of the list; its targets stay on their lines. Can be undone."""
    goal = get_object_or_404(Goal, pk=pk)
    changing.archive_goal(goal=goal, at=timezone.now())
    text = _("“%(name)s” is archived. Its targets stay on their lines.") % {"name": goal.title}
    offer_undo(request, name=undo.GOAL, payload={"pk": goal.pk}, text=text)
    return redirect("kpis:goals")


@requires("kpis.change_goal")
@require_POST
def goal_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an archived goal into use again."""
    goal = get_object_or_404(Goal, pk=pk)
    changing.restore_goal(goal=goal)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": goal.title})
    return redirect("kpis:goals")


def _about_events(heading: str) -> dict[str, Any]:
    return {"heading": heading, "back_url": reverse("kpis:dashboard"), "back_label": _("Dashboard")}


@requires("kpis.add_trendevent")
@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Put a dated event on the lines."""
    draft = drafts.open_draft(user=request.user, key="trendevent:new")
    now = timezone.now()
    initial = {"happened_on": local_date(now), "kpi": request.GET.get("kpi"), "level": request.GET.get("niveau")}
    form = EventForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        add_event(by=request.user, at=now, **form.values)
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The event was added. It stands on the lines once they are computed again."))
        return redirect("kpis:dashboard")
    draft.restore(form)
    return render(request, FORM, {"form": form, "draft": draft, **_about_events(_("New event on the line"))})


@requires("kpis.change_trendevent")
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event; the lines follow once they are computed again."""
    event = get_object_or_404(TrendEvent, pk=pk)
    form = EventForm(request.POST or None, instance=event)

    def save() -> str:
        version = form.cleaned_data["version"] or 0
        changing.change_event(event=event, version=version, values=form.values, at=timezone.now())
        return reverse("kpis:dashboard")

    draft = drafts.open_draft(user=request.user, key=f"trendevent:{pk}")
    remove = {"url": reverse("kpis:event-remove", args=[pk]), "label": _("Remove this event")}
    context = {**_about_events(_("Change the event")), "record": event, "remove": remove}
    return edit(request, form=form, record=event, draft=draft, save=save, context=context, template=FORM)


@requires("kpis.change_trendevent")
@require_POST
def event_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an event off the lines; can be undone."""
    event = get_object_or_404(TrendEvent, pk=pk)
    kept = changing.remove_event(event=event, at=timezone.now())
    text = _("“%(name)s” was removed. The lines are being computed again.") % {"name": event.title}
    offer_undo(request, name=undo.EVENT, payload=kept, text=text)
    return redirect("kpis:dashboard")
