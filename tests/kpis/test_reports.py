"""The monthly report: drafted from frozen numbers, approved by a person, then mailed; every other way is refused."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from core.mail import send_due
from core.models import Mailing
from core.periods import Month
from kpis.choices import Level
from kpis.exceptions import (
    CommentMissing,
    MoveNotAllowed,
    NothingCorrected,
    NothingToReport,
    ReportExists,
    TooManyWords,
)
from kpis.models import KpiValue, MonthlyReport
from kpis.services import reporting
from kpis.services.running import draft_when_due
from kpis.services.steering import comment_on
from kpis.services.trending import compute_trends

from .factories import AT, OCTOBER, an_ordinary_month, counted_values, survey_value, target

pytestmark = pytest.mark.django_db
State = MonthlyReport.State


@pytest.fixture
def draft(manager, communications) -> MonthlyReport:
    an_ordinary_month(communications)
    return reporting.draft_report(month=OCTOBER, at=AT)


def approved(report: MonthlyReport, by) -> MonthlyReport:
    return reporting.approve_report(report=report, by=by, at=AT + timedelta(hours=1))


def mailed(report: MonthlyReport, by) -> MonthlyReport:
    approved(report, by)
    assert reporting.mail_report(report_id=report.pk, at=AT + timedelta(hours=1))
    report.refresh_from_db()
    return report


def test_a_draft_asks_the_managers_for_approval_by_mail(draft, manager):
    mailing = Mailing.objects.get()
    message = mailing.messages.get()
    assert (mailing.kind, message.to_address) == ("kpis.report_waiting", manager.email)
    assert "/rapporten/2026-10/" in message.text
    assert not mailing.attachment


def test_from_draft_to_mail(draft, manager):
    report = mailed(draft, manager)
    assert report.state == State.MAILED
    assert [move.state for move in report.moves.all()] == [State.DRAFTED, State.APPROVED, State.MAILED]
    with report.pdf.open("rb") as stored:
        pdf = stored.read()
    assert hashlib.sha256(pdf).hexdigest() == report.pdf_sha256
    mailing = Mailing.objects.get(kind="kpis.report")
    assert mailing.created_by == manager
    send_due(at=AT + timedelta(hours=2))
    with mailing.attachment.open("rb") as attached:
        assert attached.read() == pdf


def test_a_draft_is_never_mailed(draft):
    assert not reporting.mail_report(report_id=draft.pk, at=AT)
    assert not Mailing.objects.filter(kind="kpis.report").exists()


def test_an_approved_report_is_mailed_once(draft, manager):
    mailed(draft, manager)
    assert not reporting.mail_report(report_id=draft.pk, at=AT)
    assert Mailing.objects.filter(kind="kpis.report").count() == 1


def test_a_report_is_approved_once(draft, manager):
    approved(draft, manager)
    with pytest.raises(MoveNotAllowed):
        approved(draft, manager)


@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table_are_possible(state):
    assert State.MAILED not in MonthlyReport.ALLOWED_MOVES[State.DRAFTED]
    assert State.DRAFTED not in MonthlyReport.ALLOWED_MOVES[state]


def test_the_database_refuses_approval_without_a_person(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.update(state=State.APPROVED)


def test_there_is_one_report_a_month(draft):
    with pytest.raises(ReportExists):
        reporting.draft_report(month=OCTOBER, at=AT)


def test_a_month_without_values_gives_no_report(db):
    with pytest.raises(NothingToReport):
        reporting.draft_report(month=OCTOBER, at=AT)


def test_the_numbers_are_frozen(draft):
    KpiValue.objects.filter(kpi="K01").update(value=99.0, high=99.0)
    compute_trends(month=OCTOBER, at=AT)
    draft.refresh_from_db()
    lines = {line["kpi"]: line["data"]["latest"]["value"] for line in draft.snapshot["lines"]}
    assert lines == {"K01": 64.0, "K16": 85.0}


def test_a_kpi_that_is_behind_needs_an_explanation(manager, communications):
    zero = survey_value("K01", Level.STAKEHOLDERS, "2025-10", 58.0, 1.0)
    survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.5, 1.0)
    target(communications, "K01", Level.STAKEHOLDERS, 65.0, baseline=zero)
    compute_trends(month=OCTOBER, at=AT)
    report = reporting.draft_report(month=OCTOBER, at=AT)
    with pytest.raises(CommentMissing):
        approved(report, manager)
    comment_on(kpi="K01", level=Level.STAKEHOLDERS, month=OCTOBER, text="De campagne begint in november.",
               author=communications, at=AT)  # fmt: skip
    approved(report, manager)
    report.refresh_from_db()
    assert report.snapshot["comments"][0]["text"] == "De campagne begint in november."


def test_a_comment_has_room_for_eighty_words(draft, manager):
    reporting.remark_on(report=draft, text="woord " * 80, author=manager, at=AT)
    with pytest.raises(TooManyWords):
        reporting.remark_on(report=draft, text="woord " * 81, author=manager, at=AT)


def test_nothing_is_added_after_approval(draft, manager):
    approved(draft, manager)
    with pytest.raises(MoveNotAllowed):
        reporting.remark_on(report=draft, text="te laat", author=manager, at=AT)


def test_unapproved_is_reminded_every_third_working_day_and_never_sent(draft):
    # Drafted on Monday 2 November; the third working day is Thursday the 5th, the sixth Tuesday the 10th.
    sent = [reporting.remind(at=AT + timedelta(days=days)) for days in range(1, 9)]
    assert sent == [0, 0, 1, 0, 0, 0, 0, 1]
    assert Mailing.objects.filter(kind="kpis.report_reminder").count() == 2
    draft.refresh_from_db()
    assert draft.state == State.DRAFTED


def test_an_approved_report_is_not_reminded(draft, manager):
    approved(draft, manager)
    assert reporting.remind(at=AT + timedelta(days=10)) == 0


def test_a_correction_makes_version_two_with_what_changed(draft, manager, communications):
    first = mailed(draft, manager)
    KpiValue.objects.filter(kpi="K16", month=date(2026, 10, 1)).update(value=80.0, numerator=16)
    compute_trends(month=OCTOBER, at=AT)
    second = reporting.correct_report(report=first, reason="Twee brieven kwamen terug.", by=communications, at=AT)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (State.SUPERSEDED, State.DRAFTED, 2)
    assert first.pdf_sha256
    (change,) = second.changes
    assert (change["kpi"], change["was"]["value"], change["now"]["value"]) == ("K16", 85.0, 80.0)
    again = mailed(second, manager)
    with again.pdf.open("rb") as stored:
        text = PdfReader(stored).pages[0].extract_text()
    assert "85%" in text
    assert "80%" in text


def test_a_correction_without_a_difference_is_refused(draft, communications):
    with pytest.raises(NothingCorrected):
        reporting.correct_report(report=draft, reason="zomaar", by=communications, at=AT)


def test_the_same_contents_give_the_same_bytes(draft):
    snapshot = reporting.current(draft)
    first, second = (reporting.render(snapshot=snapshot, version=1, at=AT) for _again in range(2))
    assert first == second
    assert first != reporting.render(snapshot=snapshot, version=2, at=AT)


def test_the_pdf_is_one_tagged_page_in_our_own_font(draft):
    pdf = PdfReader(io.BytesIO(reporting.render(snapshot=reporting.current(draft), version=1, at=AT)))
    assert len(pdf.pages) == 1
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert pdf.metadata.title
    kinds = structure_kinds(root["/StructTreeRoot"])
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= kinds
    fonts = {font.get_object()["/BaseFont"] for font in pdf.pages[0]["/Resources"]["/Font"].get_object().values()}
    assert fonts
    assert all("FiraSans" in name for name in fonts)
    text = pdf.pages[0].extract_text()
    assert "64,0" in text
    assert "85%" in text


def structure_kinds(node, found=None) -> set[str]:
    found = set() if found is None else found
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            structure_kinds(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.add(node["/S"])
        if "/K" in node:
            structure_kinds(node["/K"], found)
    return found


def test_text_of_people_cannot_break_the_document(draft, manager):
    reporting.remark_on(report=draft, text='#panic("x") $x$ *_` <a> \\ ] [', author=manager, at=AT)
    pdf = reporting.render(snapshot=reporting.current(draft), version=1, at=AT)
    assert '#panic("x")' in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("day", "drafted"),
    [
        (datetime(2026, 11, 1, 7, tzinfo=UTC), False),  # a Sunday
        (datetime(2026, 11, 2, 7, tzinfo=UTC), True),
        (datetime(2026, 11, 4, 7, tzinfo=UTC), True),  # the schedule was down on the first working day
    ],
)
def test_the_schedule_drafts_from_the_first_working_day_on(day, drafted, manager, communications):
    an_ordinary_month(communications)
    assert (draft_when_due(at=day) is not None) == drafted
    assert draft_when_due(at=day) is None  # once


def test_the_command_renders_and_does_nothing_else(draft, tmp_path):
    out = tmp_path / "report.pdf"
    call_command("monthly_report", "--month", "2026-10", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    draft.refresh_from_db()
    assert draft.state == State.DRAFTED
    assert not Mailing.objects.filter(kind="kpis.report").exists()


def test_the_command_gives_the_file_that_was_approved(draft, manager, tmp_path):
    report = mailed(draft, manager)
    out = tmp_path / "report.pdf"
    call_command("monthly_report", "--month", "2026-10", "--out", str(out))
    assert hashlib.sha256(out.read_bytes()).hexdigest() == report.pdf_sha256


def test_the_command_says_what_is_missing(db, tmp_path):
    with pytest.raises(CommandError, match="fill_kpis"):
        call_command("monthly_report", "--month", "2026-10", "--out", str(tmp_path / "x.pdf"))
    counted_values([(18, 20)])
    compute_trends(month=OCTOBER, at=AT)
    with pytest.raises(CommandError, match="cannot write"):
        call_command("monthly_report", "--month", "2026-10", "--out", str(tmp_path / "missing" / "x.pdf"))


def test_at_most_ten_lines(manager, communications):
    for number, (kpi, level) in enumerate(
        (kpi, level)
        for kpi in ("K01", "K12")
        for level in (Level.STAKEHOLDERS, Level.PUBLIC, Level.EMPLOYEES, Level.CLIENTS)
    ):
        survey_value(kpi, level, "2026-10", 50.0 + number, 1.0)
    for part in ("connection", "reliability", "improvement"):
        survey_value("K06", Level.STAKEHOLDERS, "2026-10", 50.0, 1.0, dimension=part)
    compute_trends(month=OCTOBER, at=AT)
    report = reporting.draft_report(month=OCTOBER, at=AT)
    assert (len(report.snapshot["lines"]), report.snapshot["left_out"]) == (10, 1)
    pdf = PdfReader(io.BytesIO(reporting.render(snapshot=report.snapshot, version=1, at=AT)))
    assert len(pdf.pages) == 1


def test_a_report_of_another_month_is_another_report(draft, communications):
    counted_values([(18, 20)], last=Month(2026, 11))
    compute_trends(month=Month(2026, 11), at=AT + timedelta(days=30))
    other = reporting.draft_report(month=Month(2026, 11), at=AT + timedelta(days=30))
    repeated = {line["kpi"]: line["data"]["latest"]["month"] for line in other.snapshot["lines"]}
    assert repeated == {"K01": "2026-09", "K16": "2026-11"}
