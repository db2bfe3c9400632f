"""Files that mention a person: uploads, results of jobs, attachments, and messages in the local outbox."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path

import structlog
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import FileField

from core.models import Job

from .terms import Terms, pattern_for_python

log = structlog.get_logger("ind.erasing")
_LARGEST = 64 * 2**20
# A small file can hold an endless one: no more than this is unpacked.
_UNPACKED_AT_MOST = 128 * 2**20
_MARKUP = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class FileMatches:
    """Files to remove: (table, column, name) of stored ones, and paths in the local outbox."""

    stored: tuple[tuple[str, str, str], ...]
    outbox: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.stored) + len(self.outbox)


def find_files(terms: Terms, *, skip: Collection[str] = ()) -> FileMatches:
    """Every stored file in whose name or content a term stands, but not those of the tables `skip`.

    Files of jobs that cannot be read as text (a PDF) are counted too: they are copies of what is erased.
    """
    if not terms:
        return FileMatches((), ())
    pattern = pattern_for_python(terms)
    stored = [
        (model._meta.db_table, field.name, name)
        for model, field in _file_fields()
        if model._meta.db_table not in skip
        for name, shown in _names(model, field)
        if name and _mentions(model, field, name, shown, pattern)
    ]
    outbox = Path(settings.DATA_DIR) / "outbox"
    messages = [
        path
        for path in sorted(outbox.glob("*.eml"))
        if any(pattern.search(text) for text in _texts(path.read_bytes()))
    ]
    return FileMatches(tuple(stored), tuple(messages))


def _file_fields() -> Iterator[tuple[type[models.Model], FileField]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) and not hasattr(model, "pgh_tracked_model"):
                yield model, field


def _names(model: type[models.Model], field: FileField) -> list[tuple[str, str]]:
    """The files in a column, and how each is called on the pages."""
    columns = {column.name for column in model._meta.concrete_fields}
    shown = "name" if "name" in columns - {field.name} else field.name
    rows = model._default_manager.exclude(**{field.name: ""}).values_list(field.name, shown).distinct()
    return [(name, called) for name, called in rows if name]


def _mentions(model: type[models.Model], field: FileField, name: str, shown: str, pattern: re.Pattern[str]) -> bool:
    search = pattern.search
    if search(name) or search(shown):
        return True
    if not field.storage.exists(name) or field.storage.size(name) > _LARGEST:
        return False
    with field.storage.open(name, "rb") as file:
        data = file.read()
    if model is Job and data.startswith(b"%PDF"):
        return True
    return any(search(text) for text in _texts(data))


def _texts(data: bytes) -> Iterator[str]:
    """The texts in a file: itself, the parts of a message, the members of a packed document."""
    if data.startswith(b"PK\x03\x04"):
        yield from _unpacked(data)
        return
    yield data.decode("utf-8", "ignore")
    if b"\x00" in data[:400]:
        yield data.decode("utf-16", "ignore")
    if b"\nContent-" in data[:20_000] or data.startswith((b"From:", b"To:", b"Received:", b"Content-")):
        message = BytesParser(policy=policy.default).parsebytes(data)
        yield " ".join(str(value) for value in message.values())
        for part in message.walk():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode(part.get_content_charset() or "utf-8", "ignore")


def _unpacked(data: bytes) -> Iterator[str]:
    left = _UNPACKED_AT_MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                left -= member.file_size
                if left < 0:
                    return
                text = archive.read(member).decode("utf-8", "ignore")
                yield text
                if member.filename.endswith(".xml"):
                    # A name may be cut in two by marks of its layout.
                    yield _MARKUP.sub("", text)
                    yield _MARKUP.sub(" ", text)
    # Damaged, with a password or an unknown compression: what cannot be opened must not stop an erasure.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        log.warning("file_not_unpacked")


def describe_files(matches: FileMatches) -> list[list[str]]:
    """Each file in words: the table, the kind of record with its name, and the address of its page if it has one."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    found = []
    for table, column, name in matches.stored:
        model = by_table[table]
        record = model._default_manager.filter(**{column: name}).first()
        page = getattr(record, "get_absolute_url", None)
        found.append([table, f"{model._meta.verbose_name}: {record}", page() if page else ""])
    return found + [["", path.name, ""] for path in matches.outbox]


def erase_files(matches: FileMatches) -> int:
    """Remove the files once the transaction commits, and forget their names now; returns how many."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    for table, column, name in matches.stored:
        model = by_table[table]
        field = model._meta.get_field(column)
        assert isinstance(field, FileField)  # noqa: S101 - narrows the type
        model._default_manager.filter(**{column: name}).update(**{column: ""})
        transaction.on_commit(partial(field.storage.delete, name))
    for path in matches.outbox:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return len(matches)
