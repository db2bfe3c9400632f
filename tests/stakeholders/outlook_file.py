"""Writes small Outlook messages (.msg) for tests: an OLE file of version 3 with a mini stream, byte by byte."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

SECTOR, MINI = 512, 64
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]


class _Entry:
    def __init__(self, name: str, kind: int, data: bytes = b"") -> None:
        self.name, self.kind, self.data = name, kind, data
        self.left = self.right = self.child = FREE
        self.start, self.size = END if kind == 2 else 0, len(data)

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name), self.kind, 1, self.left, self.right, self.child, b"", 0, 0, 0, self.start, self.size,
        )  # fmt: skip


def write_ole(tree: Tree) -> bytes:
    """An OLE file with these storages (dicts) and streams (bytes, each below 4096)."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    mini, mini_fat = b"", []
    for entry in entries:
        if entry.kind == 2 and entry.data:
            entry.start = len(mini_fat)
            count = -(-len(entry.data) // MINI)
            mini += entry.data.ljust(count * MINI, b"\0")
            mini_fat += [entry.start + number + 1 for number in range(count - 1)] + [END]
    directory = b"".join(entry.pack() for entry in entries)
    blocks, fat = [], [FAT]  # the table itself lies in sector 0

    def place(data: bytes, filler: bytes = b"\0") -> int:
        data = data.ljust(-(-len(data) // SECTOR) * SECTOR, filler)
        start = len(fat)
        count = len(data) // SECTOR
        fat.extend([start + number + 1 for number in range(count - 1)] + [END])
        blocks.append(data)
        return start

    mini_fat_start = place(struct.pack(f"<{len(mini_fat)}I", *mini_fat), b"\xff")
    entries[0].start, entries[0].size = place(mini), len(mini)
    directory = b"".join(entry.pack() for entry in entries)
    directory_start = place(directory)
    assert len(fat) <= SECTOR // 4
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, directory_start, 0, 4096,
        mini_fat_start, -(-len(mini_fat) * 4 // SECTOR), END, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *([FREE] * 108))
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return header[:512] + table + b"".join(blocks)


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    previous = None
    # A chain to the right, in the order that the format asks for: shorter names first.
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        number = len(entries)
        entries.append(_Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1))
        if previous is None:
            entries[parent].child = number
        else:
            entries[previous].right = number
        previous = number
        if not isinstance(content, bytes):
            _add(entries, number, content)


def text(tag: int, value: str) -> dict[str, bytes]:
    """A Unicode property."""
    return {f"__substg1.0_{tag:04X}001F": value.encode("utf-16-le")}


def outlook_message(
    *, sender: tuple[str, str], to: list[tuple[str, str]], subject: str, body: str, sent: datetime,
    message_id: str = "", file: tuple[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A message as Outlook saves it."""
    units = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
    tree: Tree = {
        **text(0x0037, subject),
        **text(0x1000, body),
        **text(0x0C1A, sender[0]),
        **text(0x5D01, sender[1]),
        "__properties_version1.0": b"\0" * 32 + struct.pack("<HHIQ", 0x0040, 0x0039, 6, units),
    }
    if message_id:
        tree |= text(0x1035, message_id)
    for number, (name, address) in enumerate(to):
        tree[f"__recip_version1.0_#{number:08X}"] = {
            **text(0x3001, name),
            **text(0x39FE, address),
            "__properties_version1.0": b"\0" * 8 + struct.pack("<HHIQ", 0x0003, 0x0C15, 6, 1),
        }
    if file:
        tree["__attach_version1.0_#00000000"] = {**text(0x3707, file[0]), "__substg1.0_37010102": file[1]}
    return write_ole(tree)
