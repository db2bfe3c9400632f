"""Figures of earlier studies: imported whole or not at all, twice changes nothing, never joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from core.imports import check_list
from measurements import queries
from measurements.figures import published_charts
from measurements.models import PublishedResult
from measurements.published_words import in_words
from measurements.services.published_results import PUBLISHED_RESULTS

from .result_waves import AT

pytestmark = pytest.mark.django_db

REAL = Path(__file__).parents[2] / "measurements" / "data" / "published_results.csv"
HEADER = "series,level,group,about,measure,value,scale_min,scale_max,n,fieldwork,year_certain,kind,source"
GOOD = 'Study,clients,visitors,IND,grade,"7.3",1,10,,2009,yes,result,Letter'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def run_import(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("import_published_results", str(path))
    return capsys.readouterr().out


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_the_real_figures_are_imported_and_a_second_time_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "11 new, 0 changed, 0 unchanged" in run_import(REAL, capsys)
    before = list(PublishedResult.objects.values())
    assert "0 new, 0 changed, 11 unchanged" in run_import(REAL, capsys)
    assert list(PublishedResult.objects.values()) == before
    years = set(PublishedResult.objects.values_list("fieldwork", flat=True))
    assert (min(years), max(years)) == (2009, 2022)
    assert PublishedResult.objects.get(fieldwork=2022).value is None


def test_a_corrected_figure_is_changed_not_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(write(tmp_path, GOOD), capsys)
    assert "0 new, 1 changed" in run_import(write(tmp_path, GOOD.replace("7.3", "7.4")), capsys)
    assert str(PublishedResult.objects.get().value) == "7.400"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace("clients", "klanten!"), "not a level"),
        (GOOD.replace("7.3", "11"), "between"),
        (GOOD.replace("7.3", ""), "value is empty"),
        (GOOD.replace("7.3", "veel"), "number"),
        (GOOD.replace(",1,10,", ",10,1,"), "scale"),
        (GOOD.replace("2009", "1890"), "year"),
        (GOOD.replace("result", "gossip"), "kind"),
        (GOOD.replace(",,2009", ",0,2009"), "at least 1"),
        (GOOD.replace("result", "qualitative"), "no figure"),
        (GOOD.replace("Letter", ""), "empty"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    row: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    good = GOOD.replace("Study", "Other study")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_published_results", str(write(tmp_path, good, row)))
    said = capsys.readouterr().err
    assert "line 3" in said
    assert words in said
    assert not PublishedResult.objects.exists()


def test_the_same_figure_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, GOOD.replace("7.3", "7.5"))
    report = check_list(kind=PUBLISHED_RESULTS, source=path.read_bytes(), by=None, at=AT)
    assert report.problem_count == 1
    assert report.problems[0].line == 3


def test_unknown_columns_are_reported_and_a_missing_one_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, GOOD + ",x", header=HEADER + ",colour")
    assert "colour" in run_import(path, capsys)
    assert PublishedResult.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("import_published_results", str(write(tmp_path, "a,b", header="series,level")))


def test_dutch_excel_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "excel.csv"
    text = HEADER.replace(",", ";") + "\r\nMeting één;;bezoekers;IND;cijfer;7,3;1;10;;2009;ja;result;Brief\r\n"
    path.write_bytes(text.encode("cp1252"))
    assert "1 new" in run_import(path, capsys)
    assert PublishedResult.objects.get().series == "Meting één"


def test_the_preview_writes_nothing() -> None:
    report = check_list(kind=PUBLISHED_RESULTS, source=REAL.read_bytes(), by=None, at=AT)
    assert report.counts["new"] == 11
    assert not PublishedResult.objects.exists()


def test_points_are_joined_only_within_one_series(capsys: pytest.CaptureFixture[str]) -> None:
    run_import(REAL, capsys)
    points = queries.published_points()
    assert len(points) == 10  # interviews have no figure
    charts = published_charts(points)
    assert len(charts) == 2  # grades 1-10 and scores 1-5 are not drawn on one axis
    for chart in charts:
        for trace in chart.figure["data"]:
            joined = "lines" in trace["mode"]
            assert joined is (len(trace["x"]) > 1)
            drawn = set(zip(trace["x"], trace["y"], strict=True))
            lines = {p.line for p in points}
            assert [line for line in lines if {(p.year, float(p.value)) for p in points if p.line == line} == drawn]
            assert len(set(trace["x"])) == len(trace["x"])


def test_page_lists_every_figure_with_its_source(
    client_as: Callable[..., Client], capsys: pytest.CaptureFixture[str]
) -> None:
    run_import(REAL, capsys)
    page = client_as("manager").get("/metingen/eerder-gepubliceerd/").content.decode()
    assert page.count("Kamerstuk 31 490") >= 7
    assert "Ferro Explore" in page


def test_empty_page_says_so(client_as: Callable[..., Client]) -> None:
    response = client_as("communications").get("/metingen/eerder-gepubliceerd/")
    assert "app-empty" in response.content.decode()


def test_the_figures_that_come_with_the_product_are_read_in_dutch() -> None:
    call_command("import_published_results", str(REAL))
    with translation.override("nl"):
        points = [in_words(point) for point in queries.published_points()]
    assert {point.group for point in points} >= {"professionele stakeholders", "vreemdelingen en referenten"}
    assert not any("study" in point.source.lower() for point in points)
    assert all(point.line == (point.series, point.group, point.about, point.measure) for point in points)
