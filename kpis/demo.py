"""The demo's goals, targets, lines and report: made by the services, from the demo's own measurements and signals."""

from __future__ import annotations

from datetime import date, datetime, time

from accounts.models import User
from core.periods import AMSTERDAM, Month, add_working_days
from core.registry import DemoLoader, demo_loaders

from .choices import Level
from .definitions import every_series
from .exceptions import NothingToReport, TargetNotMeasurable
from .models import Goal, KpiComment, KpiTarget, KpiValue, MonthlyReport, TrendEvent
from .report_page import lines_to_explain
from .services.filling import fill_month
from .services.reporting import draft_report, snapshot_of
from .services.steering import comment_on, store_event, store_target, suggested_target
from .services.trending import compute_trends

MONTHS = 15

_EVENTS = (
    (7, "Nieuwe werkwijze terugkoppeling", TrendEvent.Kind.ACTION, "", "K16"),
    (5, "Verhalenreeks over dilemma’s", TrendEvent.Kind.STORY, "", ""),
    (2, "Vaste contactpersonen bekendgemaakt", TrendEvent.Kind.ACTION, Level.STAKEHOLDERS, ""),
)
_EXPLANATION = (
    "Verzonnen toelichting: de eerste acties lopen sinds het voorjaar; een volgende meting moet laten zien "
    "of ze helpen."
)


def load(at: datetime) -> None:
    """Fill the demo of this room; what is there already stays."""
    now = Month.of(at)
    for month in now.shift(1 - MONTHS).until(now):
        fill_month(month=month, at=at, again=False)
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}
    staff, programme = people.get("communications"), people.get("programme.manager")
    if staff is None or programme is None:
        return
    _set_targets(staff, programme, at)
    for months_ago, title, kind, level, kpi in _EVENTS:
        day = now.shift(-months_ago).first_day.replace(day=12)
        store_event(title=title, happened_on=day, kind=kind, by=staff, at=at, level=level, kpi=kpi)
    for month in (now.previous(), now):
        compute_trends(month=month, at=at)
    _draft(now.previous(), staff, at)


def _set_targets(staff: User, programme: User, at: datetime) -> None:
    year = at.year
    goal, _created = Goal.objects.get_or_create(
        year=year,
        title="Meer kennis, begrip en waardering",
        defaults={
            "text": "Wat we doen is uitgelegd en wordt begrepen; of dat leidt tot waardering, meten we.",
            "partner_goals": (
                "Ketenpartners: samen uitleggen wie wat doet.\nMinisterie: beleid en uitvoering apart noemen."
            ),
            "level": Level.STAKEHOLDERS,
            "owner": staff,
        },
    )
    loop, _created = Goal.objects.get_or_create(
        year=year,
        title="Wie iets meldt, hoort wat wij ermee doen",
        defaults={
            "level": Level.AGENCY,
            "owner": programme,
            "text": "Binnen tien werkdagen, ook als het antwoord nee is.",
        },
    )
    contact, _created = Goal.objects.get_or_create(
        year=year,
        title="Elke relatie weet bij wie ze terechtkan",
        defaults={
            "level": Level.STAKEHOLDERS,
            "owner": staff,
            "text": "Een vast contact met een vervanger, regelmatig gesprek, en een nette overdracht.",
        },
    )
    goals = {"K13": contact, "K14": contact, "K15": contact, "K16": loop}
    existing = set(KpiTarget.objects.values_list("kpi", "level", "dimension"))
    for one, level, part in every_series():
        line = {"kpi": one.id, "level": str(level), "dimension": part.code}
        baseline = KpiValue.objects.filter(**line, withheld="").order_by("month").first()
        suggestion = suggested_target(one, level, baseline)
        if baseline is None or suggestion is None or tuple(line.values()) in existing:
            continue
        try:
            store_target(
                kpi=one.id,
                level=str(level),
                dimension=part.code,
                goal=goals.get(one.id, goal),
                target=suggestion,
                due_on=date(year + 2, 1, 1),
                owner=programme if one.by_month else staff,
                baseline_month=None if one.by_month else Month.of(baseline.month),
                reason="Voorstel uit de KPI-lijst, of wat met dit aantal antwoorden meetbaar is.",
            )
        except TargetNotMeasurable:
            continue


def _draft(month: Month, staff: User, at: datetime) -> None:
    """Last month's report with its explanations, drafted on the first working day; the managers get their mail."""
    if MonthlyReport.objects.filter(month=month.first_day).exists():
        return
    morning = datetime.combine(add_working_days(month.last_day, 1), time(8), AMSTERDAM)
    moment = min(morning, at)
    try:
        snapshot = snapshot_of(month=month, at=moment)
    except NothingToReport:
        return
    for kpi, level in lines_to_explain(snapshot) or [("K16", str(Level.AGENCY))]:
        if not KpiComment.objects.filter(kpi=kpi, level=level, month=month.first_day).exists():
            comment_on(kpi=kpi, level=level, month=month, text=_EXPLANATION, author=staff, at=moment)
    draft_report(month=month, at=moment)


demo_loaders.register(DemoLoader("kpis", load, order=90))
