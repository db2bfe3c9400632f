"""Lists in and out: every way a person may save them, and every way they may be wrong."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.tables import (
    CellUnreadable,
    Column,
    parse_date,
    parse_decimal,
    parse_integer,
    parse_list,
    parse_yes_no,
    read_table,
    stream_csv,
    write_xlsx,
)

COLUMNS = (Column("name", required=True), Column("value", aliases=("waarde",)), Column("on"))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(data, **options):
    return read_table(data, columns=COLUMNS, **options)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_each_separator_and_encoding_gives_the_same_rows(separator, encoding):
    text = separator.join(["Name", "Value", "On"]) + "\r\n" + separator.join(["Café", '"7,3"', "31-12-2026"]) + "\r\n"
    table = read(text.encode(encoding))
    assert table.problems == ()
    assert [row.cells for row in table.rows] == [{"name": "Café", "value": "7,3", "on": "31-12-2026"}]
    assert table.separator == separator


def test_line_numbers_count_line_breaks_inside_cells_and_empty_lines():
    table = read(b'name,value\n"a\nb",1\n\nc,2\n')
    assert [(row.line, row["name"]) for row in table.rows] == [(2, "a\nb"), (5, "c")]


def test_the_separator_line_of_excel_is_understood():
    table = read(b"sep=;\nname;value\na;1\n")
    assert [(row.line, row["value"]) for row in table.rows] == [(3, "1")]


def test_unknown_columns_are_reported_and_not_refused():
    table = read(b"name,colour\na,red\n")
    assert table.unknown_columns == ("colour",)
    assert table.missing_columns == ("value", "on")
    assert table.problems == ()


def test_a_column_may_go_by_another_name():
    assert read(b"name;Waarde\na;3\n").rows[0]["value"] == "3"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"value,on\n1,2\n", "Column name is missing"),
        (b"name,name\n1,2\n", "more than once"),
        (b"just a letter to my aunt\nwith lines\n", "not a list with columns"),
        (b"%PDF-1.7\n\x00\x01\x02\xff\xfe", "not readable text"),
        (b"name,value\n\x81\x8d,1\n", "not readable text"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"PK\x03\x04broken", "damaged"),
        (b'name,value\n"a,1\nb,2\n', "line 2"),
        (b"name,value\n", "no rows"),
    ],
)
def test_a_file_that_is_no_list_gets_one_clear_sentence(data, words):
    table = read(data)
    assert table.rows == ()
    assert len(table.problems) == 1
    assert words in str(table.problems[0])


def test_a_file_over_the_limit_is_refused_without_reading_it_all():
    source = io.BytesIO(b"name,value\n" + b"a,1\n" * (13 * 1024 * 1024))
    table = read(source)
    assert "larger than 25 MB" in str(table.problems[0])
    assert source.tell() <= 25 * 1024 * 1024 + 1


def test_too_many_rows_are_refused_at_the_line_where_it_is_too_much():
    table = read(b"name\n" + b"".join(b"%d\n" % n for n in range(6)), max_rows=5)
    assert [problem.line for problem in table.problems] == [7]


def test_bad_rows_are_listed_by_line():
    table = read(b"name,value\na,1\na,1\n,2\nb\nc,1,2\nd,1,\n")
    assert [str(problem) for problem in table.problems] == [
        "line 3: is the same as line 2",
        "line 4: “name” is empty",
        "line 5: has 1 cells, the first line has 2; is a quotation mark or separator missing?",
        "line 6: has 3 cells, the first line has 2; is a quotation mark or separator missing?",
    ]


def test_a_workbook_round_trip_keeps_text_numbers_and_dates():
    target = io.BytesIO()
    write_xlsx(
        target, ["name", "value", "on"], [["=1+1", Decimal("7.5"), date(2026, 12, 31)], ["b", 3, None]], sheet="x"
    )
    table = read(target.getvalue())
    assert table.problems == ()
    assert [row.cells for row in table.rows] == [
        {"name": "=1+1", "value": "7.5", "on": "2026-12-31"},
        {"name": "b", "value": "3", "on": ""},
    ]


def test_a_workbook_holds_no_formula():
    import openpyxl

    target = io.BytesIO()
    write_xlsx(target, ["name"], [["=HYPERLINK(1)"], ["@x"]], sheet="x")
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue())).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]][1:] == [("'=HYPERLINK(1)", "s"), ("'@x", "s")]


def test_csv_for_excel_has_bom_semicolon_decimal_comma_and_dutch_dates():
    data = b"".join(stream_csv(["name", "value", "on"], [["é", Decimal("-7.5"), date(2026, 1, 2)]], for_excel=True))
    assert data == "\ufeffname;value;on\r\né;-7,5;02-01-2026\r\n".encode()


@pytest.mark.parametrize("text", ["=1", "+31 70", "-x", "@a", "\tx", "\rx"])
def test_csv_cells_are_defused_and_read_back_unchanged(text):
    data = b"".join(stream_csv(["name", "value"], [[text, ""], ["last", "1"]]))
    assert f"'{text}".encode() in data
    assert read(data).rows[0]["name"] == text if text[0] not in "\t\r" else True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,3", "7.3"),
        ("7.3", "7.3"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-0,5", "-0.5"),
        ("1 000", "1000"),
    ],
)
def test_numbers_with_comma_or_point(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1..2", "NaN", "١"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellUnreadable):
        parse_decimal(text)


def test_dates_yes_no_integers_and_lists():
    assert parse_date("31-12-2026") == parse_date("2026-12-31") == parse_date("31/12/2026") == date(2026, 12, 31)
    assert (parse_yes_no("Ja"), parse_yes_no("no")) == (True, False)
    assert parse_integer("1.234.000") == 1234000
    assert parse_list("a; b;;a") == ["a", "b"]


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_date, "31-02-2026"),
        (parse_date, "12-31-2026"),
        (parse_yes_no, "perhaps"),
        (parse_integer, "7,5"),
        (parse_integer, "x"),
    ],
)
def test_what_does_not_fit_is_refused_with_words(parse, text):
    with pytest.raises(CellUnreadable, match=text):
        parse(text)
