"""`check_translations`: every text users see has a Dutch translation that is sure, and keeps its placeholders."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogue import CatalogueError, Entry, Key, compile_mo, read_po
from core.translatable import find_texts

PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|%[sd]|\{[a-z_0-9]*\}|\[\[[a-z_]+\]\]")
SHOWN = 40


def find_problems(entries: list[Entry], wanted: dict[Key, list[str]]) -> list[str]:
    """Return one line per text that lacks a translation, is unsure, changes its placeholders or is used nowhere."""
    known = {(entry.key.context, entry.key.text): entry for entry in entries}
    problems = []
    for key, places in wanted.items():
        entry = known.get((key.context, key.text))
        if entry is None or not entry.is_translated or (key.plural and not entry.key.plural):
            problems.append(f"no translation: {key.text!r} ({places[0]})")
    for entry in entries:
        if entry.fuzzy:
            problems.append(f"marked fuzzy: {entry.key.text!r}")
        problems += [
            f"placeholders differ: {entry.key.text!r} -> {text!r}" for text in entry.strings if changes(entry, text)
        ]
    used = {(key.context, key.text) for key in wanted}
    problems += [f"used nowhere: {text!r}" for context, text in known if (context, text) not in used]
    return problems


def changes(entry: Entry, translation: str) -> bool:
    """Whether a translation names other placeholders than its source (a singular may leave the number out)."""
    have = set(PLACEHOLDER.findall(translation))
    allowed = set(PLACEHOLDER.findall(entry.key.text)) | set(PLACEHOLDER.findall(entry.key.plural))
    if entry.key.plural:
        return not have <= allowed
    return bool(translation) and have != allowed


class Command(BaseCommand):
    """Fails with a list of what is missing."""

    help = "Checks that every text users see has a complete and sure Dutch translation with the same placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the check. Raises CommandError with the list."""
        root = Path(settings.BASE_DIR)
        path = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
        try:
            entries = read_po(path) if path.exists() else []
            wanted = find_texts(root)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        compile_mo(entries, language="nl")
        problems = find_problems(entries, wanted)
        if problems:
            more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
            raise CommandError(f"{len(problems)} problems in {path.name}:\n" + "\n".join(problems[:SHOWN]) + more)
        self.stdout.write(f"{len(wanted)} texts, all translated.")
