"""Erasing a person from free text, history, drafts, job results and files, whatever app they belong to."""

from .files import FileMatches, describe_files, erase_files, find_files
from .keyed import erased_since, keyed_hash, keyed_hashes, note_erasure
from .terms import MARKER, Terms, TermTooShort, blank, terms_of
from .text import Found, count_text, erase_text, excerpts_of

__all__ = [
    "MARKER",
    "FileMatches",
    "Found",
    "TermTooShort",
    "Terms",
    "blank",
    "count_text",
    "describe_files",
    "erase_files",
    "erase_text",
    "erased_since",
    "excerpts_of",
    "find_files",
    "keyed_hash",
    "keyed_hashes",
    "note_erasure",
    "terms_of",
]
