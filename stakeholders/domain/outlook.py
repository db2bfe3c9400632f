"""Messages as Outlook saves them (.msg, MS-OXMSG): the properties we need out of the OLE file, nothing more."""

from __future__ import annotations

import hashlib
import io
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

from .mail import MOST_FILES, MOST_PEOPLE, MailUnreadable, ParsedMail, original_sender, read_eml, text_of_html, tidy
from .people import ADDRESS

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUBJECT, _BODY, _HTML, _HEADERS, _MESSAGE_ID, _REPLY_TO = 0x0037, 0x1000, 0x1013, 0x007D, 0x1035, 0x1042
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _SENT_SMTP = 0x0C1A, 0x0C1F, 0x5D01, 0x5D02
_NAME, _ADDRESS, _SMTP, _RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
_LONG_NAME, _SHORT_NAME, _DATA = 0x3707, 0x3704, 0x3701
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_BCC = 3
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read_msg(content: bytes) -> ParsedMail:
    """Read one Outlook message. Raises MailUnreadable for any other file, and for a message without a sender."""
    import olefile

    if not content.startswith(SIGN):
        raise MailUnreadable
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            mail = _Message(ole).parsed(content)
    except MailUnreadable:
        raise
    except Exception as error:  # broken files break the reader in many ways
        raise MailUnreadable from error
    return mail


class _Message:
    """The properties of one storage of the file and of those below it."""

    def __init__(self, ole: Any) -> None:
        self._ole = ole
        self._storages = sorted({path[0] for path in ole.listdir(streams=True, storages=False) if len(path) > 1})

    def _stream(self, name: str, storage: str = "") -> bytes:
        path = [storage, name] if storage else [name]
        if not self._ole.exists(path):
            return b""
        data: bytes = self._ole.openstream(path).read()
        return data

    def text(self, tag: int, storage: str = "") -> str:
        """A text property, in Unicode or in the code page of old messages."""
        if wide := self._stream(f"__substg1.0_{tag:04X}001F", storage):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self._stream(f"__substg1.0_{tag:04X}001E", storage).decode("cp1252", "replace").rstrip("\0")

    def fixed(self, tag: int, storage: str = "", header: int = 32) -> int | None:
        """A number or moment (in units of 100 ns) out of the table of fixed properties."""
        table = self._stream("__properties_version1.0", storage)[header:]
        for start in range(0, len(table) - 15, 16):
            _kind, found, _flags, value = struct.unpack_from("<HHIQ", table, start)
            if found == tag:
                return int(value)
        return None

    def parsed(self, content: bytes) -> ParsedMail:
        """Everything together; the headers of the internet, when kept, know the sender best."""
        headers = self._from_headers()
        sender = headers.sender if headers else self._sender()
        if sender is None:
            raise MailUnreadable
        subject = self.text(_SUBJECT)[:200]
        text = self._text()
        given = self.text(_MESSAGE_ID).strip()
        return ParsedMail(
            message_id=given[:300] or (headers.message_id if headers else _fingerprint(content)),
            sender=sender,
            recipients=self._recipients() or (headers.recipients if headers else ()),
            subject=subject,
            text=text,
            sent_at=self._sent_at() or (headers.sent_at if headers else None),
            in_reply_to=self.text(_REPLY_TO).strip()[:300],
            original=original_sender(subject, text),
            is_automatic=headers.is_automatic if headers else False,
            files=self._files(),
        )

    def _from_headers(self) -> ParsedMail | None:
        headers = self.text(_HEADERS)
        if not headers.strip():
            return None
        try:
            return read_eml(headers.encode("utf-8", "replace") + b"\r\n\r\n")
        except MailUnreadable:
            return None

    def _sender(self) -> tuple[str, str] | None:
        for tag in (_SENDER_SMTP, _SENT_SMTP, _SENDER_ADDRESS):
            address = self.text(tag).strip().lower()
            if ADDRESS.fullmatch(address):
                name = self.text(_SENDER_NAME).strip()
                return ("" if "@" in name else name[:150], address[:254])
        return None

    def _recipients(self) -> tuple[tuple[str, str], ...]:
        found = {}
        for storage in self._storages:
            if not storage.startswith("__recip_version1.0_") or self.fixed(_RECIPIENT_TYPE, storage, 8) == _BCC:
                continue
            address = (self.text(_SMTP, storage) or self.text(_ADDRESS, storage)).strip().lower()
            name = self.text(_NAME, storage).strip()
            if ADDRESS.fullmatch(address):
                found[address] = ("" if "@" in name else name[:150], address[:254])
        return tuple(found.values())[:MOST_PEOPLE]

    def _text(self) -> str:
        if plain := self.text(_BODY):
            return tidy(plain)
        page = self._stream(f"__substg1.0_{_HTML:04X}0102").decode("utf-8", "replace") or self.text(_HTML)
        return tidy(text_of_html(page))

    def _sent_at(self) -> datetime | None:
        units = self.fixed(_SUBMITTED) or self.fixed(_DELIVERED)
        if not units or units > 10**19:
            return None
        return _EPOCH + timedelta(microseconds=units // 10)

    def _files(self) -> tuple[tuple[str, bytes], ...]:
        found = []
        for storage in self._storages:
            if storage.startswith("__attach_version1.0_"):
                name = self.text(_LONG_NAME, storage) or self.text(_SHORT_NAME, storage)
                data = self._stream(f"__substg1.0_{_DATA:04X}0102", storage)
                if name and data:
                    found.append((name, data))
        return tuple(found[:MOST_FILES])


def _fingerprint(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
