"""Results for colleagues: the list of measured waves, one wave, and the figures published before."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import requires
from measurements import queries
from measurements.choices import State
from measurements.figures import published_charts, wave_chart
from measurements.models import PublishedResult, Wave
from measurements.presenting import cuts_of, headline_codes, lines_of_everybody, number

PER_PAGE = 25
FINISHED = (State.CLOSED, State.PUBLISHED)


def fieldwork_note(wave: Wave, response: queries.WaveResponse | None) -> str:
    """Period, number of answers and response in one sentence."""
    if wave.opened_on is None or wave.closed_on is None:
        return ""
    words = {"first": date_format(wave.opened_on), "last": date_format(wave.closed_on)}
    if response is None or response.rate is None:
        return _("Asked from %(first)s to %(last)s.") % words
    words |= {
        "answered": str(response.answered),
        "eligible": str(response.eligible),
        "rate": number(response.rate * 100, 0),
    }
    return (
        _("Asked from %(first)s to %(last)s; %(answered)s of %(eligible)s invited people answered (%(rate)s percent).")
        % words
    )


@requires("measurements.read_results")
@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    """Closed waves, newest first."""
    waves = Wave.objects.filter(state__in=FINISHED).select_related("outcome").order_by("-closed_on", "-pk")
    page = Paginator(waves, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "measurements/results/list.html", {"page": page})


@requires("measurements.read_results")
@require_safe
def wave_results(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The results of one wave, or why there are none (yet)."""
    wave = get_object_or_404(Wave.objects.select_related("instrument_version__instrument"), pk=wave_id)
    return render(request, "measurements/results/wave.html", wave_context(wave))


def wave_context(wave: Wave) -> dict[str, object]:
    """What the page of one wave shows; the public page shows the same."""
    context: dict[str, object] = {"wave": wave, "state": _state(wave)}
    if context["state"] != "scored":
        return context
    questionnaire = wave.instrument_version.questionnaire
    scores = queries.scores_of_wave(wave_id=wave.pk)
    response = queries.response_of_wave(wave_id=wave.pk)
    note = fieldwork_note(wave, response)
    lines = lines_of_everybody(questionnaire, scores)
    return context | {
        "note": note,
        "response": response,
        "lines": lines,
        "population": queries.finite_population(wave=wave),
        "cuts": cuts_of(questionnaire, scores),
        "chart": wave_chart(lines, headlines=headline_codes(questionnaire), note=note, is_fictional=wave.is_fictional),
    }


def _state(wave: Wave) -> str:
    """open (results refused), few (below the floor), waiting (not scored yet) or scored."""
    if wave.state not in FINISHED:
        return "open"
    if wave.is_settled and wave.done_count < wave.floor:
        return "few"
    return "scored" if queries.response_of_wave(wave_id=wave.pk) is not None else "waiting"


@requires("measurements.read_results")
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Figures of earlier studies, with their sources."""
    page = Paginator(PublishedResult.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    charts = published_charts(queries.published_points())
    return render(request, "measurements/results/published.html", {"page": page, "charts": charts})
