"""`update_translations [FILE ...]`: brings the Dutch catalogue in line with the texts of the source."""

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


def updated(entries: Iterable[polib.POEntry], wanted: dict[Key, list[str]]) -> polib.POFile:
    """Return a catalogue of exactly the wanted texts; of several translations the first sure one counts.

    The same text once with and once without a plural is one entry in a catalogue: the one with the plural.
    """
    known: dict[tuple[str, str, bool], list[str]] = {}
    for entry in entries:
        if entry.translated() and all(translations(entry)):
            known.setdefault((entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural)), translations(entry))
    result = polib.POFile()
    result.metadata = HEADER
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
        result.append(entry)
    return result


class Command(BaseCommand):
    """Rewrites the catalogue; running it twice changes nothing."""

    help = (
        "Adds new texts to locale/nl/LC_MESSAGES/django.po without a translation and takes out what is used nowhere."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take catalogues from elsewhere."""
        parser.add_argument("files", nargs="*", type=Path, help="catalogues of a translator; theirs goes before ours")

    def handle(self, *args: Any, **options: Any) -> None:
        """Update. Raises CommandError when the catalogue or a source file cannot be read."""
        path = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
        try:
            entries = [entry for file in [*options["files"], path] for entry in read_po(file)]
            catalogue = updated(entries, find_texts(Path(settings.BASE_DIR)))
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        missing = [entry for entry in catalogue if not all(translations(entry))]
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} without a translation.")
        for entry in missing:
            self.stdout.write(f"  {entry.msgid!r} ({entry.occurrences[0][0]})")
