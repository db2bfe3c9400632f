"""From the bytes of a file to text: which encoding, and is it a list at all."""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from django.utils.translation import gettext as _

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
# A workbook of a few MB that unpacks to gigabytes is an attack.
UNPACKED_MAX_BYTES = 250 * 1024 * 1024


class UnreadableFile(Exception):
    """The file as a whole cannot be read as a list; the message says why and what to do, in the user's language."""


def is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of an Excel workbook (.xlsx). Raises UnreadableFile for an unsafe one."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(_("The file is damaged: it looks like an Excel workbook but cannot be opened.")) from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise UnreadableFile(_("This is a zip file, not a list. Choose a CSV file or an Excel workbook (.xlsx)."))
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX_BYTES:
        raise UnreadableFile(_("The workbook is too big when it is opened. Save the sheet as CSV and try again."))
    return True


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding (UTF-8, UTF-16 or Windows-1252). Raises UnreadableFile."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."))
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff")
        if _CONTROL.search(text):
            break
        return text, encoding
    raise UnreadableFile(
        _("This file is not readable text. Choose a CSV file (UTF-8, Windows-1252 or UTF-16) or an Excel workbook.")
    )


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    sample = data[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return ("utf-16-le",)
    if sample[::2].count(0) > len(sample) // 4:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")
