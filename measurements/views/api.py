"""The open API, version 1: results of published waves and the figures published before. Read only, no sign-in.

Follows the Dutch API Design Rules: OpenAPI document with contact, no slash at the end, camelCase keys in Dutch, a
version header, CORS for everybody, and RFC 9457 problems that name everything that is wrong at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from core.access import public
from measurements import queries
from measurements.choices import Level
from measurements.models import PublishedResult, Wave
from measurements.openapi import API_VERSION, document
from measurements.presenting import category_name, construct_name
from measurements.queries import WaveScore

PER_PAGE = 100
Answer = Callable[..., HttpResponse]


class BadQuery(Exception):
    """Parameters that cannot be understood; one sentence each."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        self.errors = errors
        super().__init__(str(errors))


def endpoint(view: Answer) -> Answer:
    """GET, HEAD and OPTIONS for everybody, in Dutch, with the headers of the rules and problems as RFC 9457 says."""

    @public
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with translation.override("nl"):
            response = _answer(view, request, **kwargs)
        response["API-Version"] = API_VERSION
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "API-Version"
        return response

    return answer


def _answer(view: Answer, request: HttpRequest, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Allow"] = response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        return response
    if request.method not in ("GET", "HEAD"):
        response = problem(405, "Methode niet toegestaan", "Deze API is alleen te lezen.")
        response["Allow"] = "GET, HEAD, OPTIONS"
        return response
    try:
        return view(request, **kwargs)
    except BadQuery as error:
        return problem(400, "Ongeldige parameters", "Een of meer parameters zijn ongeldig.", errors=error.errors)


def problem(status: int, title: str, detail: str, **more: Any) -> JsonResponse:
    """An error as application/problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@endpoint
def openapi(request: HttpRequest) -> HttpResponse:
    """What this API offers."""
    return JsonResponse(document())


@endpoint
def results(request: HttpRequest) -> HttpResponse:
    """Results of published waves, newest wave first."""
    query = _parameters(request, {"niveau", "meting", "begrip", "pagina"})
    waves = queries.published_waves()
    if level := query.get("niveau"):
        waves = waves.filter(level=level)
    if number := query.get("meting"):
        waves = waves.filter(pk=int(number))
    rows = []
    for wave in waves:
        scores = queries.scores_of_wave(wave_id=wave.pk)
        wanted = query.get("begrip")
        rows += [_result(wave, score) for score in scores if wanted in (None, score.construct)]
    return _page(rows, "resultaten", query)


@endpoint
def earlier_results(request: HttpRequest) -> HttpResponse:
    """Figures published before this system existed; never joined to own waves."""
    query = _parameters(request, {"niveau", "pagina"})
    rows = PublishedResult.objects.all()
    if level := query.get("niveau"):
        rows = rows.filter(level=level)
    return _page([_earlier(row) for row in rows], "eerdereResultaten", query)


@endpoint
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything else under the API."""
    return problem(404, "Niet gevonden", "Dit adres bestaat niet in deze API; zie /api/v1/openapi.json.")


def _parameters(request: HttpRequest, known: set[str]) -> dict[str, str]:
    """The query parameters. Raises BadQuery with everything that is wrong with them."""
    errors = []
    query = {name: str(value) for name, value in request.GET.items()}
    for name, value in query.items():
        if name not in known:
            errors.append({"in": "query", "name": name, "reason": "onbekende parameter"})
        elif name == "niveau" and value not in Level.values:
            errors.append({"in": "query", "name": name, "reason": f"kies uit {', '.join(Level.values)}"})
        elif name in ("meting", "pagina") and not (
            value.isascii() and value.isdigit() and len(value) <= 12 and 0 < int(value) < 2**31
        ):
            errors.append({"in": "query", "name": name, "reason": "een geheel getal vanaf 1"})
    if errors:
        raise BadQuery(errors)
    return query


def _page(rows: list[dict[str, Any]], name: str, query: dict[str, str]) -> JsonResponse:
    paginator = Paginator(rows, PER_PAGE)
    number = int(query.get("pagina", "1"))
    if number > paginator.num_pages:
        raise BadQuery([{"in": "query", "name": "pagina", "reason": f"de laatste pagina is {paginator.num_pages}"}])
    page = paginator.page(number)
    return JsonResponse(
        {
            name: list(page.object_list),
            "pagina": number,
            "aantalPaginas": paginator.num_pages,
            "aantal": paginator.count,
        }
    )


def _result(wave: Wave, score: WaveScore) -> dict[str, Any]:
    questionnaire = wave.instrument_version.questionnaire
    split = None
    if score.cut:
        name = category_name(questionnaire, score.cut, score.category)
        split = {"vraag": score.cut, "categorie": score.category, "naam": name}
    return {
        "meting": wave.pk,
        "titel": wave.title,
        "niveau": wave.level,
        "begonnenOp": score.opened_on.isoformat(),
        "geslotenOp": score.closed_on.isoformat(),
        "begrip": score.construct,
        "naam": construct_name(questionnaire, score.construct),
        "uitsplitsing": split,
        "aantalAntwoorden": score.n,
        "gemiddelde": _number(score.value),
        "ondergrens": _number(score.low),
        "bovengrens": _number(score.high),
        "schaalMinimum": score.scale_min,
        "schaalMaximum": score.scale_max,
        "verzonnen": wave.is_fictional,
    }


def _earlier(row: PublishedResult) -> dict[str, Any]:
    return {
        "reeks": row.series,
        "niveau": row.level or None,
        "groep": row.group,
        "onderwerp": row.about,
        "meting": row.measure,
        "waarde": _number(row.value),
        "schaalMinimum": _number(row.scale_min),
        "schaalMaximum": _number(row.scale_max),
        "aantalAntwoorden": row.n,
        "jaar": row.fieldwork,
        "jaarZeker": row.year_certain,
        "soort": row.kind,
        "bron": row.source,
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
