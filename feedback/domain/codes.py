"""The follow code: 75 random bits in Crockford's base 32 and one check character, in four groups of four.

Only hashes of it are stored. Two different ones: while an anonymous signal waits in the sealed inbox its row carries
the *waiting* hash, the box inside carries the *follow* hash. So nobody can match a row of the inbox, whose place tells
when it came, with the signal it became.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DATA_LENGTH = 15
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
# Multiplication in the field of 32 elements, so that every wrong or swapped character changes the check character.
_POLYNOMIAL = 0b100101


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0b100000:
            a ^= _POLYNOMIAL
        b >>= 1
    return product


def _check_character(data: str) -> str:
    weight, total = 2, 0
    for character in data:
        total ^= _times(weight, ALPHABET.index(character))
        weight = _times(weight, 2)
    return ALPHABET[total]


def submission_id(secret: bytes, *, nonce: str, content: str) -> uuid.UUID:
    """The same form sent twice gives the same id; the same form with another text gives another."""
    message = b"submission\0" + nonce.encode() + b"\0" + hashlib.sha256(content.encode()).digest()
    return uuid.UUID(bytes=hmac.digest(secret, message, "sha256")[:16], version=4)


def code_for(secret: bytes, *, subject: uuid.UUID) -> str:
    """The follow code that belongs to a giver or a submission; without the secret it cannot be computed."""
    number = int.from_bytes(hmac.digest(secret, b"follow\0" + subject.bytes, "sha256")[:10], "big") >> 5
    data = ""
    for _ in range(_DATA_LENGTH):
        data = ALPHABET[number & 31] + data
        number >>= 5
    return grouped(data + _check_character(data))


def grouped(code: str) -> str:
    """In four groups of four, as people read it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalised(code: str) -> str:
    """The code as it is hashed: capitals, no spaces or dashes, O read as 0 and I or L as 1."""
    return "".join(code.upper().split()).replace("-", "").replace("–", "").translate(_READ_AS)


def is_well_formed(code: str) -> bool:
    """Whether length, alphabet and check character are right."""
    code = normalised(code)
    return (
        len(code) == _DATA_LENGTH + 1
        and all(character in ALPHABET for character in code)
        and _check_character(code[:-1]) == code[-1]
    )


def follow_hash(secret: bytes, code: str) -> str:
    """What is stored with a giver."""
    return hmac.digest(secret, b"stored\0" + normalised(code).encode("utf-8", "replace"), "sha256").hex()


def waiting_hash(secret: bytes, code: str) -> str:
    """What is stored with a box in the inbox."""
    return hmac.digest(secret, b"waiting\0" + normalised(code).encode("utf-8", "replace"), "sha256").hex()


def entry_hash(secret: bytes, submission: uuid.UUID) -> str:
    """What makes a row of the inbox unique, so that a form sent twice waits once."""
    return hmac.digest(secret, b"entry\0" + submission.bytes, "sha256").hex()
