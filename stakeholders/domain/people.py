"""Names and addresses out of pasted text: one a line or parted by semicolons, as mail programs and lists give them."""

from __future__ import annotations

import re
from email.utils import getaddresses

ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MOST = 200
_NAME_LENGTH = 150


def read_people(text: str) -> list[tuple[str, str]]:
    """Pairs of name and address (in lower case); either may be empty, never both. Doubles are left out."""
    found: list[tuple[str, str]] = []
    for piece in re.split(r"[\n\r;\t]+", text.replace("\0", "")):
        found += _read_piece(piece.strip(" ,•-*"))
    unique = dict.fromkeys((name[:_NAME_LENGTH], address.lower()) for name, address in found if name or address)
    return list(unique)[:_MOST]


def _read_piece(piece: str) -> list[tuple[str, str]]:
    addresses = ADDRESS.findall(piece)
    if not addresses:
        return [(" ".join(piece.split()), "")] if piece else []
    if len(addresses) == 1:
        name = piece.replace(addresses[0], " ").translate(str.maketrans("", "", "<>()[]\"'"))
        return [(" ".join(name.split()).strip(" ,:"), addresses[0])]
    pairs = [(name.strip(), address) for name, address in getaddresses([piece]) if ADDRESS.fullmatch(address)]
    return pairs or [("", address) for address in addresses]
