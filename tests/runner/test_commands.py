"""Commands with wrong arguments: one clear sentence and exit code 1, never a traceback, and nothing is written."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kpis.models import KpiValue, MonthlyReport
from kpis.services import reporting
from measurements.choices import State
from measurements.models import InstrumentVersion, PublishedResult, ResponseExport
from stakeholders.models import Organisation
from tests.kpis.factories import AT, OCTOBER, an_ordinary_month
from tests.measurements.result_waves import file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db

MONTH = "give a month as YYYY-MM"


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """A directory with files that are no use."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "media"
    (tmp_path / "no-list").write_text("x")
    (tmp_path / "bytes").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "taken").write_text("this was here")
    return tmp_path


# Arguments beginning with @ are paths below the directory of the test; "@no-list/x" lies below a file, so that not
# even root can write there.
WRONG = [
    ("fill_kpis --month 2026-13", MONTH),
    ("fill_kpis --month oktober", MONTH),
    ("fill_kpis --month 26-10", MONTH),
    ("fill_kpis --month 2199-01", "has not begun yet"),
    ("monthly_report --month 2026-00 --out @report.pdf", MONTH),
    ("monthly_report --month 2020-01 --out @report.pdf", "no values for 2020-01: run fill_kpis"),
    ("monthly_report --month 2026-10 --out @no-list/report.pdf", "cannot write"),
    ("monthly_report --month 2026-10 --out @not-there/report.pdf", "No such file or directory"),
    ("monthly_report --month 2026-10 --out @", "Is a directory"),
    ("import_organisations @not-there", "No such file or directory"),
    ("import_organisations @", "Is a directory"),
    ("import_organisations @no-list", "1 probl"),
    ("import_organisations @bytes", "1 probl"),
    ("import_published_results @not-there", "No such file or directory"),
    ("import_published_results @", "Is a directory"),
    ("import_published_results @no-list", "1 probl"),
    ("import_instrument @not-there", "No such file or directory"),
    ("import_instrument @", "Is a directory"),
    ("import_instrument @bytes", "nothing was imported"),
    ("export_responses --wave 2000000001 --out @answers.csv", "There is no wave 2000000001."),
    ("export_responses --wave OPEN --out @answers.csv", "closed wave"),
    ("export_responses --wave CLOSED --out @no-list/answers.csv", "Not a directory"),
    ("export_responses --wave CLOSED --format xlsx --out @not-there/answers.xlsx", "not-there"),
    ("export_responses --wave CLOSED --format sav --out @not-there/answers.sav", "No such file or directory"),
    ("export_responses --wave CLOSED --format csv,docx --out @answers.csv", "“docx” is not a format"),
    ("export_responses --wave CLOSED --format , --out @answers.csv", "is not a format"),
    ("export_responses --wave CLOSED --purpose= --out @answers.csv", "--purpose"),
    ("export_responses --wave CLOSED --by nobody@ind.example --out @answers.csv", "nobody@ind.example"),
    ("backup --out @taken", "exists already"),
    ("backup --out @no-list/one.backup", "cannot write"),
    ("restore @not-there", "not a complete backup file (No such file or directory)"),
    ("restore @", "not a complete backup file (Is a directory)"),
    ("restore @bytes", "not a complete backup file"),
]


@pytest.mark.parametrize(("line", "words"), WRONG)
def test_a_wrong_argument_is_answered_by_one_sentence(line: str, words: str, place: Path, communications: Any) -> None:
    if "2026-10 --out" in line:
        an_ordinary_month(communications)
    waves = {}
    if "export_responses" in line:
        waves = {"OPEN": make_wave(state=State.OPEN), "CLOSED": make_wave()}
        file_answers(waves["CLOSED"], spread_answers(20))
    before = sorted(place.iterdir())
    name, *arguments = line.split()
    given = [str(place / word[1:]) if word.startswith("@") else word for word in arguments]
    given = [str(waves[word].pk) if word in waves else word for word in given]
    with pytest.raises(CommandError) as refused:
        call_command(name, *given, stdout=io.StringIO(), stderr=io.StringIO())
    said = str(refused.value)
    assert words in said
    assert refused.value.returncode == 1
    for ugly in ("\n", "Errno", "None", "Traceback", "object at"):
        assert ugly not in said
    assert sorted(place.iterdir()) == before
    assert (place / "taken").read_text() == "this was here"
    for model in (Organisation, PublishedResult, InstrumentVersion, ResponseExport, MonthlyReport):
        assert model._default_manager.count() == (1 if model is InstrumentVersion and waves else 0)


def test_a_report_whose_file_is_gone_says_so(place: Path, communications: Any, manager: Any) -> None:
    an_ordinary_month(communications)
    draft = reporting.draft_report(month=OCTOBER, at=AT)
    reporting.approve_report(report=draft, by=manager, at=AT)
    reporting.mail_report(report_id=draft.pk, at=AT)
    draft.refresh_from_db()
    Path(draft.pdf.path).unlink()
    with pytest.raises(CommandError, match="the file of this report cannot be read"):
        call_command("monthly_report", "--month", "2026-10", "--out", str(place / "report.pdf"))
    assert not (place / "report.pdf").exists()


def test_the_right_arguments_are_taken(place: Path, communications: Any) -> None:
    an_ordinary_month(communications)
    said = io.StringIO()
    call_command("monthly_report", "--month", "2026-10", "--out", str(place / "report.pdf"), stdout=said)
    assert (place / "report.pdf").read_bytes().startswith(b"%PDF-")
    call_command("fill_kpis", "--month", "2026-09", stdout=said)
    assert "2026-09: 0 values of 10 KPIs" in said.getvalue()
    assert KpiValue.objects.filter(month=OCTOBER.first_day).exists()
    call_command("import_organisations", "stakeholders/data/organisations.csv", stdout=said)
    assert Organisation.objects.count() == 69
