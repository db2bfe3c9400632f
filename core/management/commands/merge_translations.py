"""`merge_translations`: puts `locale/parts/*.po` into the one catalogue, for all texts of the source."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogue import CatalogueError, Entry, Key, read_po, write_po
from core.translatable import find_texts


def merge(wanted: dict[Key, list[str]], sources: list[Entry]) -> list[Entry]:
    """Return one entry per wanted text; of several translations the first complete one in `sources` counts."""
    known: dict[tuple[str, str], Entry] = {}
    for entry in sources:
        place = (entry.key.context, entry.key.text)
        if (
            entry.is_translated
            and not entry.fuzzy
            and (place not in known or (entry.key.plural and not known[place].key.plural))
        ):
            known[place] = entry
    merged: dict[tuple[str, str], Entry] = {}
    for key, places in wanted.items():
        identity = (key.context, key.text)
        found = known.get(identity)
        strings = found.strings if found else ()
        forms = 2 if key.plural else 1
        if len(strings) != forms:
            # A text used with and without a number shares its singular.
            strings = (strings * 2)[:forms] if strings and forms == 1 else ("",) * forms
        # The same text once with and once without a plural is one entry in a catalogue: the one with the plural.
        if identity in merged and merged[identity].key.plural:
            continue
        merged[identity] = Entry(key, strings, places=tuple(sorted(places)))
    return sorted(merged.values(), key=lambda entry: (entry.places, entry.key.text, entry.key.context))


class Command(BaseCommand):
    """Rewrites the catalogue; running it twice changes nothing."""

    help = (
        "Rewrites locale/nl/LC_MESSAGES/django.po from the texts in the source, the parts and the present catalogue."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an option that tidies up."""
        parser.add_argument("--remove-parts", action="store_true", help="delete the parts that have been merged")

    def handle(self, *args: Any, **options: Any) -> None:
        """Merge. Raises CommandError when a catalogue or a source file cannot be read."""
        locale = Path(settings.LOCALE_PATHS[0])
        target = locale / "nl" / "LC_MESSAGES" / "django.po"
        parts = sorted((locale / "parts").glob("*.po"))
        try:
            sources = [entry for path in [*parts, target] if path.exists() for entry in read_po(path)]
            entries = merge(find_texts(Path(settings.BASE_DIR)), sources)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        write_po(target, entries, language="nl")
        if options["remove_parts"]:
            for path in parts:
                path.unlink()
        missing = [entry for entry in entries if not entry.is_translated]
        self.stdout.write(f"{len(entries)} texts, {len(missing)} without a translation.")
        for entry in missing:
            self.stdout.write(f"  {entry.key.text!r} ({entry.places[0]})")
