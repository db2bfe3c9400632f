"""The meeting sheet as one A4 to take along: made by a job, since typst never runs in the web process."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.jobs import JobRefused, report_progress
from core.models import Job
from core.periods import AMSTERDAM
from core.registry import Coming, JobKind, OpenItem, job_kinds

from . import access, gathering_access
from .models import AccountAssignment, Gathering, Organisation
from .queries.meeting_sheet import GoalLine, Part, People, Recent, Sheet, gathering_sheet, organisation_sheet

KIND = "stakeholders.meeting_sheet"
# What fits on one side; the page on screen shows the rest.
CONTACTS, TEAM, AGENDA, RECENT, ITEMS, COMING, GOALS = 9, 6, 8, 4, 7, 5, 3
LONG, SHORT, NOTE = 150, 90, 700


def run(job: Job) -> dict[str, Any]:
    """Make the PDF for whoever asked, with what that person may see. Raises JobRefused when it is gone meanwhile."""
    report_progress(job, done=0, total=1, message=_("Making the page"))
    moment, user = job.started_at or job.created_at, job.started_by
    if not user.has_perms([access.VIEW, gathering_access.VIEW]):
        raise JobRefused(_("Your role does not open this page."))
    try:
        if "gathering" in job.parameters:
            found = Gathering.objects.select_related("owner").get(pk=job.parameters["gathering"])
            sheet = gathering_sheet(gathering=found, user=user, at=moment)
        else:
            organisation = Organisation.objects.get(pk=job.parameters["organisation"])
            sheet = organisation_sheet(organisation=organisation, user=user, at=moment)
    except (Gathering.DoesNotExist, Organisation.DoesNotExist) as gone:
        raise JobRefused(_("What the sheet was about is no longer there.")) from gone
    content = render_sheet(sheet)
    job.output.save(f"{file_name(sheet)}.pdf", ContentFile(content), save=False)
    return {}


def file_name(sheet: Sheet) -> str:
    """How the file is called, without its ending."""
    return f"gespreksbriefje-{slugify(sheet.title)[:60] or 'overleg'}-{sheet.at.astimezone(AMSTERDAM):%Y-%m-%d}"


def render_sheet(sheet: Sheet) -> bytes:
    """The sheet as tagged PDF of one page."""
    from core.pdf import render_pdf

    return render_pdf(template="stakeholders/meeting_sheet.typ", data=sheet_data(sheet), at=sheet.at)


def sheet_data(sheet: Sheet) -> dict[str, Any]:
    """What the typst document asks for: words and lines, cut to what fits on one side."""
    return {
        "language": get_language() or "nl",
        "agency": settings.AGENCY_NAME,
        "title": _("Meeting sheet: %(title)s") % {"title": _cut(sheet.title, SHORT)},
        "subtitle": _subtitle(sheet),
        "footer": _("Made on %(day)s. For use within the agency; do not leave it behind.")
        % {"day": date_format(sheet.at.astimezone(AMSTERDAM), "DATETIME_FORMAT")},
        "page": _("page"),
        "words": {
            "them": _("On their side"),
            "us": _("On our side"),
            "agenda": _("Agenda"),
            "recent": _("Last contacts"),
            "ours": _("What they expect of us"),
            "theirs": _("What we expect of them"),
            "coming": _("What is coming"),
            "goals": _("Joint goals"),
            "note": _("To take along"),
            "nothing": _("nothing known"),
            "late": _("too late"),
        },
        "them": _them(sheet),
        "us": _us(sheet),
        "agenda": [_agenda_line(item) for item in sheet.agenda[:AGENDA]],
        "recent": _lines(sheet.recent, RECENT, lambda one: _recent(one, sheet)),
        "ours": _lines(sheet.ours, ITEMS, lambda one: _item(one, sheet)),
        "theirs": _lines(sheet.theirs, ITEMS, lambda one: _item(one, sheet)),
        "coming": _lines(sheet.coming, COMING, lambda one: _coming(one, sheet)),
        "goals": _lines(sheet.goals, GOALS, _goal),
        "note": _cut(sheet.note, NOTE, lines=True),
    }


def _subtitle(sheet: Sheet) -> str:
    if sheet.gathering is None:
        return ", ".join(str(kind) for kind in sheet.organisations[0].kinds.all())
    begins = sheet.gathering.starts_at.astimezone(AMSTERDAM)
    parts = [
        date_format(begins, "l j F Y"),
        date_format(begins, "TIME_FORMAT"),
        sheet.gathering.place,
        ", ".join(sheet.names.values()),
    ]
    return _cut(" · ".join(part for part in parts if part), LONG)


def _them(sheet: Sheet) -> list[dict[str, str]]:
    """Their persons: of a gathering who takes part, otherwise the contact persons; then contact points."""
    if sheet.gathering is not None:
        titles = {
            (position.organisation_id, position.person_id): position.title
            for people in sheet.people
            for position in people.contacts
        }
        lines = [
            {
                "name": one.name,
                "detail": _joined(titles.get((one.organisation_id or 0, one.person_id or 0), ""), one.organisation),
                "reach": _reply(one),
            }
            for one in sheet.participants
            if one.person_id
        ]
        return _shortened(lines, CONTACTS)
    lines = []
    for people in sheet.people:
        lines += [
            {"name": position.person.name, "detail": position.title, "reach": position.person.phone}
            for position in people.contacts
        ]
        lines += [{"name": point.label, "detail": "", "reach": point.phone or point.email} for point in people.points]
    return _shortened(lines, CONTACTS)


def _us(sheet: Sheet) -> list[dict[str, str]]:
    lines = [{"name": one.name, "detail": "", "reach": _reply(one)} for one in sheet.participants if one.colleague_id]
    for people in sheet.people:
        lines += _fixed_contacts(people, sheet)
    return _shortened(lines, TEAM)


def _fixed_contacts(people: People, sheet: Sheet) -> list[dict[str, str]]:
    over = sheet.names[people.organisation.pk] if sheet.is_joint else ""
    manager, deputy = people.account_manager, people.deputy
    return [
        {
            "name": str(manager.user) if manager else _("no fixed contact"),
            "detail": _joined(AccountAssignment.Role.ACCOUNT_MANAGER.label, over),
            "reach": "",
        },
        *(
            [{"name": str(deputy.user), "detail": _joined(AccountAssignment.Role.DEPUTY.label, over), "reach": ""}]
            if deputy
            else []
        ),
    ]


def _reply(participant: Any) -> str:
    return "" if participant.reply == "none" else str(participant.get_reply_display())


def _agenda_line(item: Any) -> str:
    minutes = ngettext("%(n)d minute", "%(n)d minutes", item.minutes) % {"n": item.minutes} if item.minutes else ""
    return _cut(item.title, SHORT) + _bracketed(item.brought_by, minutes)


def _recent(one: Recent, sheet: Sheet) -> dict[str, str]:
    return {
        "head": _joined(_day(one.day), one.kind, ", ".join(one.organisations) if sheet.is_joint else ""),
        "text": _cut(one.title, SHORT),
        "more": _cut(one.summary, LONG),
    }


def _item(one: OpenItem, sheet: Sheet) -> dict[str, Any]:
    about = sheet.names.get(one.organisation, "") if sheet.is_joint else ""
    due = _("by %(day)s") % {"day": _day(one.due)} if one.due else ""
    return {
        "text": _cut(one.title, LONG),
        "meta": _joined(one.kind, one.owner, about, due),
        "late": one.is_late,
    }


def _coming(one: Coming, sheet: Sheet) -> dict[str, str]:
    about = sheet.names.get(one.organisation, "") if sheet.is_joint else ""
    return {"head": _joined(_day(one.day), one.kind, about), "text": _cut(one.title, SHORT)}


def _goal(line: GoalLine) -> dict[str, str]:
    measures = [
        _("%(name)s: %(value)s %(unit)s (from %(baseline)s to %(target)s)")
        % {
            "name": state.measure.name,
            "value": _number(state.last.value) if state.last else "–",
            "unit": state.measure.unit,
            "baseline": _number(state.measure.baseline),
            "target": _number(state.measure.target),
        }
        for state in line.measures[:2]
    ]
    until = _("by %(day)s") % {"day": _day(line.goal.target_on)}
    return {"text": _cut(line.goal.title, LONG), "meta": _cut(_joined(until, *measures), LONG)}


def _number(value: Any) -> str:
    from django.utils.formats import number_format

    return str(number_format(value.normalize() if value % 1 else int(value), use_l10n=True))


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _bracketed(*parts: str) -> str:
    inside = ", ".join(part for part in parts if part)
    return f" ({inside})" if inside else ""


def _cut(text: str, length: int, *, lines: bool = False) -> str:
    """At most so many characters, ending at a word."""
    line = "\n".join(text.split("\n")[:10]) if lines else " ".join(text.split())
    if len(line) <= length:
        return line
    return (line[:length].rsplit(" ", 1)[0] or line[:length]) + "…"


def _more(count: int) -> str:
    return ngettext("and %(n)d more on screen", "and %(n)d more on screen", count) % {"n": count} if count else ""


def _shortened(lines: list[dict[str, str]], limit: int) -> list[dict[str, str]]:
    left = len(lines) - limit
    if left <= 0:
        return lines
    return [*lines[:limit], {"name": _more(left), "detail": "", "reach": ""}]


def _lines(part: Part, limit: int, shape: Any) -> dict[str, Any]:
    hidden = part.more + max(0, len(part.lines) - limit)
    return {"lines": [shape(one) for one in part.lines[:limit]], "more": _more(hidden)}


job_kinds.register(JobKind(KIND, gettext_lazy("Meeting sheet as PDF"), run))
