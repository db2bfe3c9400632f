"""`import_published_results FILE`: figures of earlier studies from the command line."""

from core.management.list_import import ListImportCommand
from measurements.services.published_results import PUBLISHED_RESULTS


class Command(ListImportCommand):
    """See `core/management/list_import.py`."""

    help = "Imports published figures of earlier studies: whole or not at all; twice changes nothing."
    kind = PUBLISHED_RESULTS
