"""Sealed boxes: rows that whoever has the database cannot read, because the key lies in KEYS_DIR and not in it.

A *room* is a directory under KEYS_DIR (`signals`); a *key name* says which key pair of it (a day). Sealing needs the
public half only. A destroyed key makes its boxes unreadable for ever, also those in backups. Contents are padded to a
few fixed sizes, so that the length of a box says next to nothing.
"""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

from core.key_files import destroy, write_once

# Sizes of the padded content in bytes.
SIZES = (2_048, 8_192, 32_768, 131_072)
_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,80}$")


class BoxUnreadable(Exception):
    """The key is gone or does not fit, or the box was damaged."""


class TooLargeToSeal(Exception):
    """The content is larger than the largest padded size."""


def room_directory(room: str) -> Path:
    """Where the keys of `room` lie; made when it is not there. Raises ValueError for an odd name."""
    if not _NAME.match(room):
        raise ValueError(f"not a room: {room}")
    directory = Path(settings.KEYS_DIR) / room
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def secret_of(room: str, name: str, *, size: int = 32) -> bytes:
    """A lasting random secret of `room`, made at first use; processes that race for it get the same one."""
    path = _path(room, f"{name}.secret")
    if not path.exists():
        write_once(path, secrets.token_bytes(size))
    return path.read_bytes()


def seal(content: dict[str, Any], *, room: str, key_name: str) -> bytes:
    """Close `content` (JSON) in a box for the key pair of that name. Raises TooLargeToSeal."""
    from nacl.public import PublicKey, SealedBox

    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    for size in SIZES:
        if len(data) + 1 <= size:
            padded = data + b"\x80" + b"\x00" * (size - len(data) - 1)
            box: bytes = SealedBox(PublicKey(_public_key(room, key_name))).encrypt(padded)
            return box
    raise TooLargeToSeal(len(data))


def open_box(box: bytes, *, room: str, key_name: str) -> dict[str, Any]:
    """The content of a box. Raises BoxUnreadable."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    path = _path(room, f"{key_name}.key")
    try:
        padded = SealedBox(PrivateKey(path.read_bytes())).decrypt(bytes(box))
        content: dict[str, Any] = json.loads(padded.rstrip(b"\x00")[:-1])
    except (OSError, CryptoError, ValueError, TypeError) as error:
        raise BoxUnreadable(key_name) from error
    return content


def destroy_key(*, room: str, key_name: str) -> None:
    """Overwrite and remove a key pair; what is still sealed with it stays closed for ever."""
    for suffix in ("key", "pub"):
        destroy(_path(room, f"{key_name}.{suffix}"))


def key_names(room: str) -> list[str]:
    """Names of the key pairs that exist, sorted."""
    return sorted(path.stem for path in room_directory(room).glob("*.key"))


def _public_key(room: str, key_name: str) -> bytes:
    from nacl.public import PrivateKey

    public = _path(room, f"{key_name}.pub")
    if not public.exists():
        private = _path(room, f"{key_name}.key")
        write_once(private, bytes(PrivateKey.generate()))
        write_once(public, bytes(PrivateKey(private.read_bytes()).public_key))
    return public.read_bytes()


def _path(room: str, name: str) -> Path:
    if not _NAME.match(name):
        raise ValueError(f"not a key name: {name}")
    return room_directory(room) / name
