"""`check_translations`: every text users see has a Dutch translation that is sure, and keeps its placeholders."""

import re
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogue import CatalogueError, read_po, translations
from core.translatable import Key, find_texts

PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|%[sd]|\{[a-z_0-9]*\}|\[\[[a-z_]+\]\]")
SHOWN = 40


def find_problems(catalogue: polib.POFile, wanted: dict[Key, list[str]]) -> list[str]:
    """Return one line per text that lacks a translation, is unsure, changes its placeholders or is used nowhere."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}
    problems = []
    for key, places in wanted.items():
        entry = known.get((key.context, key.text))
        complete = entry is not None and all(translations(entry)) and (entry.msgid_plural or not key.plural)
        if not complete:
            problems.append(f"no translation: {key.text!r} ({places[0]})")
    for entry in known.values():
        if entry.fuzzy:
            problems.append(f"marked fuzzy: {entry.msgid!r}")
        problems += [
            f"placeholders differ: {entry.msgid!r} -> {text!r}" for text in translations(entry) if changes(entry, text)
        ]
    used = {(key.context, key.text) for key in wanted}
    problems += [f"used nowhere: {text!r}" for context, text in known if (context, text) not in used]
    return problems


def changes(entry: polib.POEntry, translation: str) -> bool:
    """Whether a translation names other placeholders than its source (a singular may leave the number out)."""
    have = set(PLACEHOLDER.findall(translation))
    allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
    if entry.msgid_plural:
        return not have <= allowed
    return bool(translation) and have != allowed


class Command(BaseCommand):
    """Fails with a list of what is missing."""

    help = "Checks that every text users see has a complete and sure Dutch translation with the same placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the check. Raises CommandError with the list."""
        path = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
        try:
            wanted = find_texts(Path(settings.BASE_DIR))
            problems = find_problems(read_po(path), wanted)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if problems:
            more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
            raise CommandError(f"{len(problems)} problems in {path.name}:\n" + "\n".join(problems[:SHOWN]) + more)
        self.stdout.write(f"{len(wanted)} texts, all translated.")
