"""The dashboard: all lines in small, and one line with its chart, table and explanation. Stored values only."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import requires
from core.jobs import start_job
from core.periods import Month
from core.tables import stream_csv
from kpis import queries, words
from kpis.access import get_line_or_404
from kpis.choices import Level
from kpis.figures import rows, trend_chart
from kpis.forms import LineCommentForm
from kpis.people import APPROVE

REFRESH = "kpis.fill"


def wants_short(request: HttpRequest) -> bool:
    """Whether this reader comes for two minutes: who approves and does not steer sees at most ten lines first."""
    short = request.user.has_perm(APPROVE) and not request.user.has_perm("kpis.change_kpitarget")
    return short and "alles" not in request.GET


@requires("kpis.view_dashboard")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All lines as small charts by level; `?niveau=` shows one level."""
    level = request.GET.get("niveau", "")
    level = level if level in Level.values else ""
    found = queries.cards(level=level)
    short = wants_short(request)
    shown = queries.headline(found) if short else found
    groups = [(one, list(cards)) for one, cards in groupby(shown, key=lambda card: card.level)]
    context = {
        "groups": groups,
        "levels": [(one.value, one.label) for one in Level],
        "level": level,
        "is_short": short and len(shown) < len(found),
        "month": queries.latest_month(),
        "is_fictional": any(card.is_fictional for card in shown),
        "count": len(shown),
    }
    return render(request, "kpis/dashboard.html", context)


@requires("kpis.view_dashboard")
@require_GET
def line(request: HttpRequest, kpi: str, level: str) -> HttpResponse:
    """One line: chart, explanation in words, numbers, definition, comments."""
    return render(request, "kpis/line.html", line_context(request, kpi, level))


def line_context(request: HttpRequest, kpi: str, level: str, form: LineCommentForm | None = None) -> dict[str, Any]:
    """What the page of a line needs. Raises Http404 for a line that is not kept."""
    one, found, dimension = get_line_or_404(kpi, level, request.GET.get("onderdeel", ""))
    card = queries.line(kpi=kpi, level=found, dimension=dimension)
    comments = list(queries.comments_on(kpi=kpi, level=found)[:20])
    return {
        "definition": one,
        "level": found,
        "dimension": dimension,
        "dimension_name": one.dimension_name(dimension),
        "dimensions": one.dimensions,
        "card": card,
        "chart": trend_chart(card) if card and card.has_value else None,
        "events": _events(card),
        "signals": [words.signal_sentence(signal) for signal in card.data["signals"][-5:]] if card else [],
        "comments": comments,
        "form": form or comment_form(),
        "month": words.month_name(card.month) if card else "",
    }


def comment_form(data: Any = None) -> LineCommentForm:
    """The form for a comment, about a month of which a report waits or a recent one."""
    months = queries.months_to_comment(queries.latest_month()) or [Month.of(timezone.now())]
    return LineCommentForm(data, months=months)


def _events(card: queries.Card | None) -> list[dict[str, Any]]:
    """The events with what came before and after, in words."""
    if card is None:
        return []
    unit = card.definition.unit
    return [
        {
            **event,
            "month_name": words.month_name(event["month"]),
            "before_text": "–" if event["before"] is None else words.number(event["before"], unit),
            "after_text": "–" if event["after"] is None else words.number(event["after"], unit),
        }
        for event in card.data["events"]
    ]


@requires("kpis.view_dashboard")
@require_GET
def download(request: HttpRequest, kpi: str, level: str) -> StreamingHttpResponse | HttpResponse:
    """The table below the chart as CSV for Excel: the same rows, no more."""
    _one, found, dimension = get_line_or_404(kpi, level, request.GET.get("onderdeel", ""))
    card = queries.line(kpi=kpi, level=found, dimension=dimension)
    header = [_("Month"), _("Value"), _("Probably between"), _("Number"), _("Remark")]
    shown = rows(card) if card and card.has_value else []
    response = StreamingHttpResponse(stream_csv(header, shown, for_excel=True), content_type="text/csv; charset=utf-8")
    name = "-".join(part for part in (kpi, level, dimension) if part)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@requires("kpis.change_kpitarget")
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Fill the values of this month and the one before now, as a background job."""
    now = timezone.now()
    title = _("Fill the KPIs of %(month)s") % {"month": words.month_name(Month.of(now))}
    job = start_job(kind=REFRESH, title=title, user=request.user, at=now)
    return redirect("job", job_id=job.pk)
