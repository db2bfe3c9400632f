"""`import_organisations FILE`: the list of organisations from the command line."""

from core.management.list_import import ListImportCommand
from stakeholders.imports import ORGANISATIONS


class Command(ListImportCommand):
    """See `core/management/list_import.py`."""

    help = "Imports organisations from a CSV file or workbook: whole or not at all; twice changes nothing."
    kind = ORGANISATIONS
