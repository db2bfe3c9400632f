"""Rows that leave: without identity or open answers, coarsened, logged, for a purpose, of closed waves only."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from measurements.choices import Level, Mode, State
from measurements.domain.leaving import coarsened
from measurements.models import ConfidentialAnswer, ResponseExport, Wave
from measurements.services.exporting import (
    NoPurpose,
    NothingMayLeave,
    UnknownFormat,
    export_responses,
)

from .result_waves import AT, file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave() -> Wave:
    made = make_wave(level=Level.STAKEHOLDERS, mode=Mode.CONFIDENTIAL, organisation_count=60)
    file_answers(made, spread_answers(40), strata={"region": "west"})
    file_answers(made, spread_answers(14, REL1="no"), strata={"region": "east"})
    file_answers(made, spread_answers(3, REL1="dk", KNO1="false"), strata={"region": "north"})
    return made


def take_out(wave: Wave, target: Path, file_format: str, by: User | None = None) -> ResponseExport:
    return export_responses(wave=wave, file_format=file_format, target=target, purpose="analysis", by=by, at=AT)


def test_rows_hold_no_identity_and_no_open_answer(wave: Wave, tmp_path: Path, researcher: User) -> None:
    target = tmp_path / "answers.csv"
    log = take_out(wave, target, "csv", researcher)
    text = target.read_text()
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 57
    assert set(rows[0]) == {"stratum_region", "REP1", "REP2", "APP1", "KNO1", "REL1"}
    assert "geheime wens" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text)
    for answer in ConfidentialAnswer.objects.filter(wave=wave)[:5]:
        assert str(answer.respondent) not in text
        assert str(answer.cluster) not in text
    assert (log.by, log.purpose, log.rows) == (researcher, "analysis", 57)


def test_rare_categories_are_coarsened(wave: Wave, tmp_path: Path) -> None:
    target = tmp_path / "answers.csv"
    take_out(wave, target, "csv")
    rows = list(csv.DictReader(target.read_text().splitlines()))
    # North (3) takes east (14) along: 17 together; alone it would be recognisable.
    assert {row["stratum_region"] for row in rows} == {"west", "other"}
    assert {row["REL1"] for row in rows} == {"yes", "no", ""}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a"] * 10 + ["b"] * 10, {"a", "b"}),
        (["a"] * 20 + ["b"] * 6 + ["c"] * 5, {"a", "other"}),
        (["a"] * 20 + ["b"] * 6, {"other"}),
        (["a"] * 9, {None}),
        (["a"] * 12 + [None] * 3, {"a", None}),
        (["a"] * 12 + ["dk"] * 3, {"a", None}),
        (["a"] * 12 + ["b"] * 3 + ["dk"] * 11, {"other", "dk"}),
    ],
)
def test_coarsening(values: list[str | None], expected: set[str | None]) -> None:
    assert set(coarsened(values, floor=10)) == expected


def test_a_rare_answer_to_a_knowledge_question_stays(wave: Wave, tmp_path: Path) -> None:
    target = tmp_path / "answers.csv"
    take_out(wave, target, "csv")
    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert sorted(row["KNO1"] for row in rows) == ["false"] * 3 + ["true"] * 54


def test_spss_file_reads_back_with_labels(wave: Wave, tmp_path: Path) -> None:
    import pyreadstat

    target = tmp_path / "answers.sav"
    take_out(wave, target, "sav")
    frame, meta = pyreadstat.read_sav(str(target))
    assert len(frame) == 57
    assert sorted(frame["APP1"]) == sorted(
        [1 + i % 10 for i in range(40)] + [1 + i % 10 for i in range(14)] + [1, 2, 3]
    )
    assert meta.column_names_to_labels["REP1"] == "hoog aanzien"
    assert meta.variable_value_labels["REP1"][1.0] == "punt 1"


def test_workbook_reads_back(wave: Wave, tmp_path: Path) -> None:
    import pandas as pd

    target = tmp_path / "answers.xlsx"
    take_out(wave, target, "xlsx")
    assert len(pd.read_excel(target)) == 57


def test_order_is_random(wave: Wave, tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    take_out(wave, first, "csv")
    take_out(wave, second, "csv")
    assert first.read_text() != second.read_text()
    assert sorted(first.read_text().splitlines()) == sorted(second.read_text().splitlines())


def test_refusals_leave_no_file_and_no_log(tmp_path: Path) -> None:
    target = tmp_path / "answers.csv"
    opened, few = make_wave(state=State.OPEN), make_wave()
    file_answers(opened, spread_answers(40))
    file_answers(few, spread_answers(9))
    for wave in (opened, few):
        with pytest.raises(NothingMayLeave):
            take_out(wave, target, "csv")
    fine = make_wave()
    file_answers(fine, spread_answers(30))
    with pytest.raises(UnknownFormat):
        take_out(fine, target, "pdf")
    with pytest.raises(NoPurpose):
        export_responses(wave=fine, file_format="csv", target=target, purpose="  ", by=None, at=AT)
    assert not target.exists()
    assert not ResponseExport.objects.exists()


def test_command_writes_several_formats(wave: Wave, tmp_path: Path, researcher: User) -> None:
    out = tmp_path / "answers.csv"
    call_command("export_responses", wave=wave.pk, format="csv,sav", out=out, purpose="study", by=researcher.email)
    assert out.exists()
    assert out.with_suffix(".sav").exists()
    assert list(ResponseExport.objects.values_list("purpose", "by")) == [("study", researcher.pk)] * 2


def test_command_refuses_who_may_not(wave: Wave, tmp_path: Path, manager: User) -> None:
    out = tmp_path / "answers.csv"
    with pytest.raises(CommandError, match="may take answers out"):
        call_command("export_responses", wave=wave.pk, format="csv", out=out, by=manager.email)
    with pytest.raises(CommandError, match="no wave"):
        call_command("export_responses", wave=wave.pk + 1000, format="csv", out=out)
    with pytest.raises(CommandError, match="not a format"):
        call_command("export_responses", wave=wave.pk, format="docx", out=out)
    assert not out.exists()
