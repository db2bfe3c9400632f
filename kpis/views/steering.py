"""What is set on one line: its target, and comments."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from core.access import requires
from core.history import history_of
from core.periods import Month
from core.undo import offer_undo
from kpis import queries, undo, words
from kpis.access import get_line_or_404
from kpis.exceptions import DueBeforeBaseline, TargetNotMeasurable, TargetOutsideScale, TooManyWords
from kpis.forms import TargetForm
from kpis.models import Goal, KpiTarget, KpiValue
from kpis.services.changing import withdraw_target
from kpis.services.steering import comment_on, set_target, smallest_detectable, suggested_target
from stakeholders.exceptions import EditedMeanwhile

from .dashboard import comment_form, line_context


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
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            is_set = _set(request, form, kpi, found, dimension, one.unit)
        except EditedMeanwhile as meanwhile:
            conflict = _conflict(form, existing)
            form.data = QueryDict(request.POST.urlencode(), mutable=True)
            form.data["version"] = str(meanwhile.version)
        else:
            if is_set:
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
        "dimension": dimension,
        "conflict": conflict,
    }
    return render(request, "kpis/target.html", context, status=409 if conflict else 200)


def _conflict(form: TargetForm, stored: KpiTarget | None) -> dict[str, Any]:
    """Who set the target meanwhile, when, and in what it differs from what was typed."""
    entries = history_of(stored, limit=1) if stored else []
    return {
        "who": entries[0].who if entries else "",
        "when": entries[0].moment if entries else None,
        "differences": form.differences(stored),
    }


@requires("kpis.change_kpitarget")
@require_POST
def target_withdraw(request: HttpRequest, kpi: str, level: str) -> HttpResponse:
    """Take the target off its line; can be undone."""
    _one, found, dimension = get_line_or_404(kpi, level, request.GET.get("onderdeel", ""))
    existing = KpiTarget.objects.filter(kpi=kpi, level=found, dimension=dimension).first()
    if existing is None:
        raise Http404
    kept = withdraw_target(target=existing, at=timezone.now())
    text = _("The target was withdrawn. The line is being computed again.")
    offer_undo(request, name=undo.TARGET, payload=kept, text=text)
    return redirect(_line_url(kpi, level, dimension))


def _initial(
    existing: KpiTarget | None, suggestion: float | None, baseline: KpiValue | None, owner: Any
) -> dict[str, Any]:
    """What the form begins with: the target as it is, or the suggestion."""
    if existing is None:
        month = str(Month.of(baseline.month)) if baseline else ""
        return {"target": suggestion, "owner": owner, "baseline_month": month, "version": 0}
    return {
        "goal": existing.goal_id,
        "target": existing.target,
        "due_on": existing.due_on,
        "owner": existing.owner_id,
        "reason": existing.reason,
        "version": existing.version,
        "baseline_month": str(Month.of(existing.baseline_month)) if existing.baseline_month else "",
    }


def _set(request: HttpRequest, form: TargetForm, kpi: str, level: str, dimension: str, unit: str) -> bool:
    values = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
    try:
        set_target(kpi=kpi, level=level, dimension=dimension, at=timezone.now(), **values)
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
