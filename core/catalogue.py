"""Reads and writes translation catalogues (.po) and compiles them (.mo), so that no gettext has to be installed."""

import ast
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "Project-Id-Version: ind-reputation\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: {language}\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$')


class CatalogueError(Exception):
    """A catalogue that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Key:
    """What a text is looked up by: its source, its context and, for texts with a number, the plural source."""

    text: str
    context: str = ""
    plural: str = ""


@dataclass(frozen=True)
class Entry:
    """One translated text: one string, or one per plural form."""

    key: Key
    strings: tuple[str, ...]
    fuzzy: bool = False
    places: tuple[str, ...] = ()

    @property
    def is_translated(self) -> bool:
        """Whether there is a text for every form."""
        return bool(self.strings) and all(self.strings)


class _Reader:
    """Collects the lines of one entry; `read_po` feeds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self.clear()

    def clear(self) -> None:
        self.fields: dict[str, str] = {}
        self.current = ""
        self.fuzzy = False

    def line(self, number: int, line: str) -> None:
        if line.startswith("#"):
            if "msgid" in self.fields and "msgstr" in self.fields:
                self.finish()
            self.fuzzy = self.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            return
        if match := _KEYWORD.match(line):
            keyword = match.group(1)
            if keyword in ("msgctxt", "msgid") and "msgstr" in self.fields:
                self.finish()
            self.current = keyword.removesuffix("[0]")
            self.fields[self.current] = self._literal(number, match.group(3))
        elif line.startswith('"') and self.current:
            self.fields[self.current] += self._literal(number, line)
        elif line:
            raise CatalogueError(f"{self.path}:{number}: cannot be read: {line}")

    def _literal(self, number: int, text: str) -> str:
        try:
            return str(ast.literal_eval(text))
        except (SyntaxError, ValueError) as error:
            raise CatalogueError(f"{self.path}:{number}: not a quoted text: {text}") from error

    def finish(self) -> None:
        if self.fields.get("msgid"):
            key = Key(self.fields["msgid"], self.fields.get("msgctxt", ""), self.fields.get("msgid_plural", ""))
            strings = [self.fields.get("msgstr", "")]
            if key.plural:
                strings.append(self.fields.get("msgstr[1]", ""))
            self.entries.append(Entry(key, tuple(strings), self.fuzzy))
        self.clear()


def read_po(path: Path) -> list[Entry]:
    """Return the entries of a catalogue without its header and obsolete entries. Raises CatalogueError."""
    reader = _Reader(path)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("#~"):
            reader.line(number, line.strip())
    reader.finish()
    return reader.entries


def write_po(path: Path, entries: Iterable[Entry], *, language: str) -> None:
    """Write a catalogue; the order of the entries is kept."""
    blocks = [
        'msgid ""\nmsgstr ""\n' + "".join(f"{_quote(line)}\n" for line in _lines(HEADER.format(language=language)))
    ]
    for entry in entries:
        lines = [f"#: {place}" for place in entry.places]
        if entry.fuzzy:
            lines.append("#, fuzzy")
        if entry.key.context:
            lines.append(f"msgctxt {_quoted(entry.key.context)}")
        lines.append(f"msgid {_quoted(entry.key.text)}")
        if entry.key.plural:
            lines.append(f"msgid_plural {_quoted(entry.key.plural)}")
            lines += [f"msgstr[{form}] {_quoted(text)}" for form, text in enumerate(entry.strings)]
        else:
            lines.append(f"msgstr {_quoted(entry.strings[0] if entry.strings else '')}")
        blocks.append("\n".join(lines) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), encoding="utf-8")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _quoted(text: str) -> str:
    lines = _lines(text)
    if len(lines) < 2:
        return _quote(text)
    return '""\n' + "\n".join(_quote(line) for line in lines)


def compile_mo(entries: Iterable[Entry], *, language: str) -> bytes:
    """Return the binary catalogue that gettext reads: sorted keys, then their texts."""
    texts: dict[bytes, bytes] = {b"": HEADER.format(language=language).encode()}
    for entry in entries:
        if not entry.is_translated or entry.fuzzy:
            continue
        source = f"{entry.key.context}\x04{entry.key.text}" if entry.key.context else entry.key.text
        if entry.key.plural:
            source = f"{source}\0{entry.key.plural}"
        texts[source.encode()] = "\0".join(entry.strings).encode()
    return _pack(texts)


def _pack(texts: Mapping[bytes, bytes]) -> bytes:
    keys = sorted(texts)
    keys_at, strings_at = 7 * 4, 7 * 4 + 8 * len(keys)
    position = 7 * 4 + 16 * len(keys)
    tables: list[bytes] = []
    data: list[bytes] = []
    for part in (keys, [texts[key] for key in keys]):
        for text in part:
            tables.append(struct.pack("<II", len(text), position))
            data.append(text + b"\0")
            position += len(text) + 1
    return struct.pack("<7I", 0x950412DE, 0, len(keys), keys_at, strings_at, 0, 0) + b"".join(tables) + b"".join(data)


def compile_stale(locale: Path) -> list[Path]:
    """Compile every catalogue below `locale` that is newer than its compiled form; return what was written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(".mo.new")
        draft.write_bytes(compile_mo(read_po(source), language=source.parent.parent.name))
        draft.replace(target)
        written.append(target)
    return written
