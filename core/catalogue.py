"""Reads translation catalogues (.po) and compiles them (.mo) with polib, so that no gettext has to be installed."""

from pathlib import Path

import polib


class CatalogueError(Exception):
    """A catalogue or a source of texts that cannot be read; the message names file and line."""


def read_po(path: Path) -> polib.POFile:
    """Return a catalogue; an empty one when there is no such file. Raises CatalogueError."""
    if not path.exists():
        return polib.POFile()
    try:
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def translations(entry: polib.POEntry) -> list[str]:
    """Return the translated text of an entry, or one per plural form."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def compile_stale(locale: Path) -> list[Path]:
    """Compile every catalogue below `locale` that is newer than its compiled form; return what was written.

    Unsure (fuzzy) and missing translations are left out. Raises CatalogueError.
    """
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(".mo.new")
        draft.write_bytes(read_po(source).to_binary())
        draft.replace(target)
        written.append(target)
    return written
