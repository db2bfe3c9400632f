"""Every list that comes in or goes out: CSV and Excel, read with line numbers, written without live formulas."""

from .cells import CellUnreadable, parse_date, parse_decimal, parse_integer, parse_list, parse_yes_no
from .decoding import UnreadableFile
from .raw import RawTable, fits_its_name, read_raw
from .reading import Column, Problem, Row, Table, read_table
from .writing import defuse, stream_csv, write_csv, write_xlsx

__all__ = [
    "CellUnreadable",
    "Column",
    "Problem",
    "RawTable",
    "Row",
    "Table",
    "UnreadableFile",
    "defuse",
    "fits_its_name",
    "parse_date",
    "parse_decimal",
    "parse_integer",
    "parse_list",
    "parse_yes_no",
    "read_raw",
    "read_table",
    "stream_csv",
    "write_csv",
    "write_xlsx",
]
