"""Which kinds of files may be attached, and whether a file is what its name says: judged by its content."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF8_BOM = b"\xef\xbb\xbf"


class KindNotAllowed(Exception):
    """Files with this ending are not accepted."""


class NotWhatItSays(Exception):
    """The content is not that of the kind that the name announces."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file: how browsers call it, and how its content is recognised."""

    content_type: str
    fits: Callable[[bytes], bool]


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _zipped(member: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return any(name == member or name.startswith(member + "/") for name in archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError):
            return False

    return fits


def _open_document(kind: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                info = archive.getinfo("mimetype")
                return info.file_size < 200 and archive.read(info).strip() == kind.encode()
        # Damaged, with a password (RuntimeError) or an unknown compression: it is not what its name says.
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, RuntimeError):
            return False

    return fits


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(content) % 2 == 0
    if b"\0" in content or content.startswith((b"%PDF", b"PK\x03\x04", b"MZ", b"\x7fELF", b"#!")):
        return False
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in content[:4096])
    return control == 0


def _is_calendar(content: bytes) -> bool:
    return content.removeprefix(_UTF8_BOM).lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _is_mail(content: bytes) -> bool:
    head = content.removeprefix(_UTF8_BOM).lstrip()[:20_000].split(b"\n\n")[0].split(b"\r\n\r\n")[0].lower()
    return _is_text(content[:4096]) and any(b"\n" + name in b"\n" + head for name in (b"from:", b"date:", b"subject:"))


_WEBP: Callable[[bytes], bool] = lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP"  # noqa: E731
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", lambda content: b"%PDF-" in content[:1024]),
    "png": FileKind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": FileKind("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": FileKind("image/webp", _WEBP),
    "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", _zipped("word")),
    "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", _zipped("xl")),
    "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", _zipped("ppt")),
    "odt": FileKind(f"{_ODF}.text", _open_document(f"{_ODF}.text")),
    "ods": FileKind(f"{_ODF}.spreadsheet", _open_document(f"{_ODF}.spreadsheet")),
    "odp": FileKind(f"{_ODF}.presentation", _open_document(f"{_ODF}.presentation")),
    "doc": FileKind("application/msword", _begins(_OLE)),
    "xls": FileKind("application/vnd.ms-excel", _begins(_OLE)),
    "ppt": FileKind("application/vnd.ms-powerpoint", _begins(_OLE)),
    "msg": FileKind("application/vnd.ms-outlook", _begins(_OLE)),
    "eml": FileKind("message/rfc822", _is_mail),
    "ics": FileKind("text/calendar", _is_calendar),
    "csv": FileKind("text/csv", _is_text),
    "txt": FileKind("text/plain", _is_text),
}


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, without the dot."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def checked_kind(name: str, content: bytes) -> FileKind:
    """The kind of a file. Raises KindNotAllowed for its ending, NotWhatItSays when the content is something else."""
    kind = KINDS.get(ending_of(name))
    if kind is None:
        raise KindNotAllowed(ending_of(name))
    if not kind.fits(content):
        raise NotWhatItSays(ending_of(name))
    return kind


def safe_name(name: str, *, longest: int = 150) -> str:
    """The last part of a file name without signs that mean something to a computer; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    if len(kept) > longest:
        ending = ending_of(kept)
        kept = f"{kept[: longest - len(ending) - 1]}.{ending}"
    return kept or "bestand"
