"""The monthly report from draft to mail: frozen numbers, a person who approves, a file that stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.jobs import enqueue
from core.mail import Recipient, compose
from core.periods import Month, local_date, working_days_between
from kpis import words
from kpis.exceptions import CommentMissing, MoveNotAllowed, NothingCorrected, NothingToReport, ReportExists
from kpis.loop import loop_of
from kpis.models import KpiComment, MonthlyReport, ReportComment, ReportMove
from kpis.people import approvers
from kpis.queries import Card, cards, headline
from kpis.report_page import missing_comments, page_of

from .steering import check_words

log = structlog.get_logger("ind.kpis")

REMIND_EVERY = 3
State = MonthlyReport.State


def snapshot_of(*, month: Month, at: datetime) -> dict[str, Any]:
    """Everything the report on this month says, from stored lines only. Raises NothingToReport without any value."""
    found = cards(month=month)
    chosen = headline(found)
    if not chosen:
        raise NothingToReport(str(month))
    return {
        "month": str(month),
        "frozen_at": at.isoformat(),
        "data_until": min(month.last_day, local_date(at)).isoformat(),
        "lines": [_frozen(card) for card in chosen],
        "left_out": len(found) - len(chosen),
        "loop": loop_of(month),
        "comments": [],
        "remarks": [],
    }


def _frozen(card: Card) -> dict[str, Any]:
    return {
        "kpi": card.definition.id,
        "version": card.definition.version,
        "level": str(card.level),
        "dimension": card.dimension,
        "owner": card.owner,
        "is_fictional": card.is_fictional,
        "data": card.data,
    }


@transaction.atomic
def draft_report(*, month: Month, at: datetime, by: Any = None) -> MonthlyReport:
    """Freeze the numbers of a month and ask for approval by mail.

    Raises ReportExists when there is a report already, NothingToReport when nothing was filled.
    """
    if MonthlyReport.objects.select_for_update().filter(month=month.first_day).exists():
        raise ReportExists(str(month))
    report = MonthlyReport.objects.create(
        month=month.first_day, snapshot=snapshot_of(month=month, at=at), drafted_at=at, drafted_by=by
    )
    ReportMove.objects.create(report=report, state=State.DRAFTED, at=at, by=by)
    _ask_for_approval(report, at=at, reminder=False)
    return report


@transaction.atomic
def correct_report(*, report: MonthlyReport, reason: str, by: Any, at: datetime) -> MonthlyReport:
    """Make the next version from the numbers as they are stored now, with a list of what changed.

    Raises MoveNotAllowed when the report was replaced already, NothingCorrected when no number differs.
    """
    report = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    month = Month.of(report.month)
    snapshot = snapshot_of(month=month, at=at)
    changes = differences(report.snapshot, snapshot)
    if not changes:
        raise NothingCorrected
    _move(report, State.SUPERSEDED, at=at, by=by)
    new = MonthlyReport.objects.create(
        month=report.month,
        version=report.version + 1,
        snapshot=snapshot,
        changes=changes,
        change_reason=reason.strip(),
        drafted_at=at,
        drafted_by=by,
    )
    ReportMove.objects.create(report=new, state=State.DRAFTED, at=at, by=by)
    _ask_for_approval(new, at=at, reminder=False)
    return new


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Per line what its newest value and status were and are; lines that came or went have None on one side."""
    before, after = ({_key(one): one["data"] for one in side["lines"]} for side in (old, new))
    found = []
    for key in sorted({*before, *after}):
        was, now = _essence(before.get(key)), _essence(after.get(key))
        if was != now:
            kpi, level, dimension = key
            found.append({"kpi": kpi, "level": level, "dimension": dimension, "was": was, "now": now})
    return found


def _key(one: dict[str, Any]) -> tuple[str, str, str]:
    return (one["kpi"], one["level"], one["dimension"])


def _essence(data: dict[str, Any] | None) -> dict[str, Any] | None:
    if data is None or data["latest"] is None:
        return None
    return {"value": data["latest"]["value"], "n": data["latest"]["n"], "status": data["status"]}


@transaction.atomic
def approve_report(*, report: MonthlyReport, by: Any, at: datetime) -> MonthlyReport:
    """Freeze the comments and let the report go out; the file is made and mailed in the background.

    Raises MoveNotAllowed when it does not wait for approval, CommentMissing when a KPI that is behind or a remarkable
    month has no comment.
    """
    report = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    comments = _comments(report)
    missing = missing_comments({**report.snapshot, "comments": comments})
    if missing and report.state == State.DRAFTED:
        raise CommentMissing([name for name, _address in missing])
    report.snapshot = {
        **report.snapshot,
        "comments": comments,
        "remarks": [{"author": str(one.author), "text": one.text} for one in report.comments.select_related("author")],
        "approved_by": str(by),
        "approved_on": local_date(at).isoformat(),
    }
    report.approved_by, report.approved_at = by, at
    _move(report, State.APPROVED, at=at, by=by)
    enqueue("kpis.tasks.mail_report", report_id=report.pk)
    return report


def _comments(report: MonthlyReport) -> list[dict[str, Any]]:
    """The newest comment per line of the report, in the words of a named person."""
    newest: dict[tuple[str, str], KpiComment] = {}
    for one in KpiComment.objects.filter(month=report.month).select_related("author").order_by("created_at", "pk"):
        newest[(one.kpi, one.level)] = one
    return [
        {"kpi": kpi, "level": level, "author": str(one.author), "text": one.text}
        for (kpi, level), one in sorted(newest.items())
    ]


@transaction.atomic
def remark_on(*, report: MonthlyReport, text: str, author: Any, at: datetime) -> ReportComment:
    """Say something about a report as a whole. Raises TooManyWords, MoveNotAllowed once it has been approved."""
    report = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    if report.state != State.DRAFTED:
        raise MoveNotAllowed(report.state)
    check_words(text)
    remark = ReportComment(report=report, text=text.strip(), author=author, created_at=at)
    remark.full_clean()
    remark.save()
    return remark


def current(report: MonthlyReport) -> dict[str, Any]:
    """What the page shows: the frozen contents, and while it waits for approval the comments of this moment."""
    if report.state != State.DRAFTED:
        snapshot: dict[str, Any] = report.snapshot
        return snapshot
    remarks = [{"author": str(one.author), "text": one.text} for one in report.comments.select_related("author")]
    return {**report.snapshot, "comments": _comments(report), "remarks": remarks}


def render(*, snapshot: dict[str, Any], version: int, at: datetime, changes: Iterable[Any] = ()) -> bytes:
    """The report as PDF, in Dutch; the same bytes for the same contents and moment. Loads typst: not for web pages."""
    from core.pdf import render_pdf

    with translation.override(settings.LANGUAGE_CODE):
        data = page_of(snapshot, version=version, changes=list(changes)).as_document()
    return render_pdf(template="kpis/monthly_report.typ", data=data, at=at)


def mail_report(*, report_id: int, at: datetime) -> bool:
    """Make the file of an approved report, store it with its hash and mail it; False when there is nothing to do."""
    with transaction.atomic():
        report = MonthlyReport.objects.select_for_update().get(pk=report_id)
        if report.state != State.APPROVED or report.approved_at is None:
            return False
        pdf = render(snapshot=report.snapshot, version=report.version, at=report.approved_at, changes=report.changes)
        name = file_name(report)
        report.pdf.save(name, ContentFile(pdf), save=False)
        report.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
        report.mailed_at = at
        _move(report, State.MAILED, at=at, by=None)
        _mail(report, "kpis.report", at=at, attachment=(name, pdf), by=report.approved_by)
    return True


def approved_ids() -> list[int]:
    """Reports that were approved and have not been mailed."""
    return list(MonthlyReport.objects.filter(state=State.APPROVED).values_list("pk", flat=True))


def file_name(report: MonthlyReport) -> str:
    """The name of the file as a reader sees it."""
    version = "" if report.version == 1 else f"-v{report.version}"
    return f"maandrapport-{report.month:%Y-%m}{version}.pdf"


def remind(*, at: datetime) -> int:
    """Remind of reports that wait for approval, every third working day; they are never sent by themselves."""
    today = local_date(at)
    reminded = 0
    with transaction.atomic():
        for report in MonthlyReport.objects.select_for_update().filter(state=State.DRAFTED):
            last = report.reminded_on or local_date(report.drafted_at)
            if working_days_between(last, today) >= REMIND_EVERY:
                report.reminded_on = today
                report.save(update_fields=["reminded_on"])
                _ask_for_approval(report, at=at, reminder=True)
                reminded += 1
    return reminded


def _move(report: MonthlyReport, state: MonthlyReport.State, *, at: datetime, by: Any) -> None:
    if state not in MonthlyReport.ALLOWED_MOVES[State(report.state)]:
        raise MoveNotAllowed(report.state)
    report.state = state
    report.save()
    ReportMove.objects.create(report=report, state=state, at=at, by=by)


def _ask_for_approval(report: MonthlyReport, *, at: datetime, reminder: bool) -> None:
    _mail(report, "kpis.report_reminder" if reminder else "kpis.report_waiting", at=at)


def _mail(
    report: MonthlyReport,
    kind: str,
    *,
    at: datetime,
    attachment: tuple[str, bytes] | None = None,
    by: Any = None,
) -> None:
    """One mailing to the managers, each in the own language."""
    recipients = []
    for user in approvers():
        with translation.override(user.language):
            subject, text = _texts(report, kind, user)
        recipients.append(
            Recipient(address=user.email, name=user.name, subject=subject, text=text, language=user.language)
        )
    if not recipients:
        log.warning("report_has_no_readers", report=report.pk)
        return
    compose(
        kind=kind,
        subject=recipients[0].subject,
        recipients=recipients,
        at=at,
        by=by,
        reference=f"kpis.MonthlyReport:{report.pk}",
        attachment=attachment,
    )


def _texts(report: MonthlyReport, kind: str, user: Any) -> tuple[str, str]:
    month = words.month_name(report.month)
    url = settings.SITE_URL + reverse("kpis:report", args=[str(Month.of(report.month))])
    page = page_of(report.snapshot, version=report.version, changes=report.changes)
    values = {"month": month, "name": user.name, "url": url, "sentence": page.sentence}
    if kind == "kpis.report":
        return _("The monthly report of %(month)s") % values, _(
            "Dear %(name)s,\n\nThe monthly report of %(month)s has been approved. You find it with this message.\n\n"
            "%(sentence)s\n\nRead it on the screen: %(url)s"
        ) % values
    subject = _("The report of %(month)s waits for your approval")
    if kind == "kpis.report_reminder":
        subject = _("Reminder: the report of %(month)s still waits for your approval")
    return subject % values, _(
        "Dear %(name)s,\n\nThe monthly report of %(month)s is ready. Reading it takes two minutes. It goes out once "
        "you have approved it.\n\n%(sentence)s\n\nRead and approve: %(url)s"
    ) % values
