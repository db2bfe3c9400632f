"""`merge_translations`: puts `locale/parts/*.po` into the one catalogue, for all texts of the source."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogue import CatalogueError, read_po, translations
from core.translatable import Key, find_texts

HEADER = {
    "Project-Id-Version": "ind-reputation",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "nl",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def merge(wanted: dict[Key, list[str]], sources: Iterable[polib.POEntry]) -> polib.POFile:
    """Return a catalogue of the wanted texts; of several translations the first sure one in `sources` counts.

    The same text once with and once without a plural is one entry in a catalogue: the one with the plural.
    """
    known: dict[tuple[str, str, bool], list[str]] = {}
    for entry in sources:
        if entry.translated() and all(translations(entry)):
            known.setdefault((entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural)), translations(entry))
    catalogue = polib.POFile()
    catalogue.metadata = HEADER
    plurals = {(key.context, key.text) for key in wanted if key.plural}
    for key, places in sorted(wanted.items(), key=lambda item: (sorted(item[1]), item[0].text, item[0].context)):
        if not key.plural and (key.context, key.text) in plurals:
            continue
        found = known.get((key.context, key.text, bool(key.plural)))
        entry = polib.POEntry(
            msgid=key.text,
            msgid_plural=key.plural,
            msgctxt=key.context or None,
            msgstr="" if key.plural else (found or [""])[0],
            msgstr_plural=dict(enumerate(found or ["", ""])) if key.plural else {},
            occurrences=[(place, "") for place in sorted(places)],
        )
        catalogue.append(entry)
    return catalogue


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
            sources = [entry for path in [*parts, target] for entry in read_po(path)]
            catalogue = merge(find_texts(Path(settings.BASE_DIR)), sources)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(target))
        if options["remove_parts"]:
            for path in parts:
                path.unlink()
        missing = [entry for entry in catalogue if not all(translations(entry))]
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} without a translation.")
        for entry in missing:
            self.stdout.write(f"  {entry.msgid!r} ({entry.occurrences[0][0]})")
