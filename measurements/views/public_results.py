"""Results in public: published waves, the figures published before, and both as open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from core.tables import stream_csv
from measurements import queries
from measurements.choices import Level
from measurements.figures import published_charts
from measurements.models import PublishedResult
from measurements.presenting import category_name, construct_name

from .results import wave_context

RESULT_COLUMNS = (
    "wave", "title", "level", "opened_on", "closed_on", "construct", "name", "cut", "category", "n", "mean", "low",
    "high", "tier", "scale_min", "scale_max", "invented",
)  # fmt: skip
PUBLISHED_COLUMNS = (
    "series", "level", "group", "about", "measure", "value", "scale_min", "scale_max", "n", "fieldwork",
    "year_certain", "kind", "source",
)  # fmt: skip


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the agency measured and made public, by level, and what was published before."""
    waves = list(queries.published_waves().filter(outcome__isnull=False))
    levels = [
        {"label": level.label, "waves": found}
        for level in Level
        if (found := [wave for wave in waves if wave.level == level])
    ]
    history = PublishedResult.objects.all()
    charts = published_charts(queries.published_points())
    return render(
        request, "measurements/results/public_list.html", {"levels": levels, "history": history, "charts": charts}
    )


@public
@require_safe
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """One published wave; any other wave does not exist here."""
    found = get_object_or_404(queries.published_waves(), pk=wave_id)
    return render(request, "measurements/results/public_wave.html", wave_context(found))


@public
@require_safe
def results_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All results of published waves as open data."""
    return _csv(request, RESULT_COLUMNS, _result_rows(), _("results"))


@public
@require_safe
def published_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The figures published before as open data, in the columns of the import."""
    rows = (tuple(getattr(row, column) for column in PUBLISHED_COLUMNS) for row in PublishedResult.objects.iterator())
    return _csv(request, PUBLISHED_COLUMNS, rows, _("published-results"))


def _result_rows() -> Iterator[tuple[Any, ...]]:
    for found in queries.published_waves().reverse():
        questionnaire = found.instrument_version.questionnaire
        for score in queries.scores_of_wave(wave_id=found.pk):
            yield (
                found.pk,
                found.title,
                found.level,
                score.opened_on,
                score.closed_on,
                score.construct,
                construct_name(questionnaire, score.construct),
                score.cut,
                category_name(questionnaire, score.cut, score.category) if score.cut else "",
                score.n,
                score.value,
                score.low,
                score.high,
                score.tier,
                score.scale_min,
                score.scale_max,
                found.is_fictional,
            )


def _csv(
    request: HttpRequest, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], name: str
) -> StreamingHttpResponse:
    for_excel = request.GET.get("excel") == "1"
    response = StreamingHttpResponse(
        stream_csv(columns, rows, for_excel=for_excel), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
