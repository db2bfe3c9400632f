"""Files that mention a person: uploads, results of jobs, attachments, and messages in the local outbox."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
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


@dataclass(frozen=True)
class FileMatches:
    """Files to remove: (table, column, name) of stored ones, and paths in the local outbox."""

    stored: tuple[tuple[str, str, str], ...]
    outbox: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.stored) + len(self.outbox)


def find_files(terms: Terms) -> FileMatches:
    """Every stored file in whose name or content a term stands.

    Files of jobs that cannot be read as text (a PDF) are counted too: they are copies of what is erased.
    """
    if not terms:
        return FileMatches((), ())
    pattern = pattern_for_python(terms)
    stored = [
        (model._meta.db_table, field.name, name)
        for model, field in _file_fields()
        for name in model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True).distinct()
        if name and _mentions(model, field, name, pattern)
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


def _mentions(model: type[models.Model], field: FileField, name: str, pattern: object) -> bool:
    search = pattern.search  # type: ignore[attr-defined]
    if search(name.replace("_", " ").replace("-", " ")) or search(name):
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
                yield archive.read(member).decode("utf-8", "ignore")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        log.warning("file_not_unpacked")


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
