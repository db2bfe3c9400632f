"""Goals, targets, events on the line and comments."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import drafts
from core.access import requires
from core.periods import Month, local_date
from kpis import queries, words
from kpis.access import get_line_or_404
from kpis.exceptions import DueBeforeBaseline, TargetNotMeasurable, TargetOutsideScale, TooManyWords
from kpis.forms import EventForm, GoalForm, TargetForm
from kpis.models import Goal, KpiTarget, KpiValue
from kpis.services.steering import add_event, comment_on, set_target, smallest_detectable, suggested_target

from .dashboard import comment_form, line_context


@requires("kpis.view_dashboard")
@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """The goals of the year plans with the targets that belong to them."""
    found = Goal.objects.select_related("owner").prefetch_related("targets__owner")
    return render(request, "kpis/goals.html", {"goals": queries.goals_with_targets(found)})


@requires("kpis.add_goal")
@require_http_methods(["GET", "POST"])
def goal_new(request: HttpRequest) -> HttpResponse:
    """Add a goal to a year plan."""
    draft = drafts.open_draft(user=request.user, key="goal:new")
    initial = {"year": local_date(timezone.now()).year, "owner": request.user.pk}
    form = GoalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The goal was added. Now set the targets that belong to it."))
        return redirect("kpis:goals")
    draft.restore(form)
    context = {"form": form, "draft": draft, "heading": _("New goal"), "back_url": reverse("kpis:goals")}
    return render(request, "kpis/form.html", {**context, "back_label": _("Goals")})


@requires("kpis.change_kpitarget")
@require_http_methods(["GET", "POST"])
def target(request: HttpRequest, kpi: str, level: str) -> HttpResponse:
    """Set the target of one line; refused when a repeat measurement could not show it."""
    one, found, dimension = get_line_or_404(kpi, level, request.GET.get("onderdeel", ""))
    values = list(queries.values_of(kpi=kpi, level=found, dimension=dimension))
    baseline = next((value for value in values if value.value is not None), None)
    existing = KpiTarget.objects.filter(kpi=kpi, level=found, dimension=dimension).first()
    suggestion = suggested_target(one, found, baseline)
    draft = drafts.open_draft(user=request.user, key=f"target:{kpi}:{level}:{dimension}".lower())
    initial = _initial(existing, suggestion, None if one.by_month else baseline, request.user.pk)
    form = TargetForm(request.POST or None, values=values, unit=one.unit, initial=initial)
    address = _line_url(kpi, level, dimension)
    if request.method == "POST" and form.is_valid() and _set(request, form, kpi, found, dimension, one.unit):
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The target was set. The line is being computed again."))
        return redirect(address)
    draft.restore(form)
    detectable = smallest_detectable(baseline)
    context = {
        "form": form,
        "draft": draft,
        "definition": one,
        "level": found,
        "suggestion": "" if suggestion is None else words.number(suggestion, one.unit),
        "detectable": "" if detectable is None else words.difference(detectable, one.unit).lstrip("+"),
        "back_url": address,
        "has_goals": Goal.objects.exists(),
        "target": existing,
    }
    return render(request, "kpis/target.html", context)


def _initial(
    existing: KpiTarget | None, suggestion: float | None, baseline: KpiValue | None, owner: Any
) -> dict[str, Any]:
    """What the form begins with: the target as it is, or the suggestion."""
    if existing is None:
        month = str(Month.of(baseline.month)) if baseline else ""
        return {"target": suggestion, "owner": owner, "baseline_month": month}
    return {
        "goal": existing.goal_id,
        "target": existing.target,
        "due_on": existing.due_on,
        "owner": existing.owner_id,
        "reason": existing.reason,
        "baseline_month": str(Month.of(existing.baseline_month)) if existing.baseline_month else "",
    }


def _set(request: HttpRequest, form: TargetForm, kpi: str, level: str, dimension: str, unit: str) -> bool:
    try:
        set_target(kpi=kpi, level=level, dimension=dimension, at=timezone.now(), **form.cleaned_data)
    except TargetNotMeasurable as refusal:
        smallest = words.difference(refusal.smallest, unit).lstrip("+")
        form.add_error(
            "target",
            _("This target cannot be measured with this number of answers: choose at least %(points)s points more.")
            % {"points": smallest},
        )
    except TargetOutsideScale as refusal:
        form.add_error("target", _("The target lies outside the scale (%(scale)s).") % {"scale": refusal})
    except DueBeforeBaseline:
        form.add_error("due_on", _("This date lies before the zero measurement."))
    else:
        return True
    return False


@requires("kpis.add_trendevent")
@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Put a dated event on the lines."""
    draft = drafts.open_draft(user=request.user, key="trendevent:new")
    now = timezone.now()
    initial = {"happened_on": local_date(now), "kpi": request.GET.get("kpi"), "level": request.GET.get("niveau")}
    form = EventForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        add_event(by=request.user, at=now, **form.cleaned_data)
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The event was added. It stands on the lines once they are computed again."))
        return redirect("kpis:dashboard")
    draft.restore(form)
    context = {"form": form, "draft": draft, "heading": _("New event on the line"), "back_label": _("Dashboard")}
    return render(request, "kpis/form.html", {**context, "back_url": reverse("kpis:dashboard")})


@requires("kpis.add_kpicomment")
@require_POST
def comment(request: HttpRequest, kpi: str, level: str) -> HttpResponse:
    """Say something about this line in a month; a refused text comes back with the page."""
    _one, found, dimension = get_line_or_404(kpi, level, request.GET.get("onderdeel", ""))
    form = comment_form(request.POST)
    if form.is_valid():
        try:
            comment_on(
                kpi=kpi,
                level=found,
                month=form.cleaned_data["month"],
                text=form.cleaned_data["text"],
                author=request.user,
                at=timezone.now(),
            )
        except TooManyWords as refusal:
            form.add_error("text", _("This is %(words)d words; 80 fit.") % {"words": refusal.words})
        else:
            messages.success(request, _("Your comment was added."))
            return redirect(_line_url(kpi, level, dimension))
    return render(request, "kpis/line.html", line_context(request, kpi, level, form))


def _line_url(kpi: str, level: str, dimension: str) -> str:
    address = reverse("kpis:line", args=[kpi, level])
    return f"{address}?{urlencode({'onderdeel': dimension})}" if dimension else address
