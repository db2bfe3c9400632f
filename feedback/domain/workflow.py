"""The states of a signal: which move is allowed, and the five words that people see instead of the finer states."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """The finer states; what people see is `word_of(state)`."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    EXAMINING = "examining"
    PLANNED = "planned"
    FORWARDED = "forwarded"
    AWAITING_GIVER = "awaiting_giver"
    DECIDED = "decided"
    TOLD = "told"
    CLOSED = "closed"
    MERGED = "merged"


class Word(StrEnum):
    """The five words."""

    NEW = "new"
    BUSY = "busy"
    DECIDED = "decided"
    TOLD = "told"
    CLOSED = "closed"


_WORDS = {
    State.RECEIVED: Word.NEW,
    State.CONFIRMED: Word.NEW,
    State.EXAMINING: Word.BUSY,
    State.PLANNED: Word.BUSY,
    State.FORWARDED: Word.BUSY,
    State.AWAITING_GIVER: Word.BUSY,
    # A merged signal follows the one it was joined to; by itself it is being worked on.
    State.MERGED: Word.BUSY,
    State.DECIDED: Word.DECIDED,
    State.TOLD: Word.TOLD,
    State.CLOSED: Word.CLOSED,
}

_BUSY = frozenset({State.EXAMINING, State.PLANNED, State.FORWARDED, State.AWAITING_GIVER})
_OPEN = frozenset({State.RECEIVED, State.CONFIRMED}) | _BUSY

ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CONFIRMED, State.DECIDED, State.MERGED}) | _BUSY,
    State.CONFIRMED: frozenset({State.DECIDED, State.MERGED}) | _BUSY,
    State.EXAMINING: (_BUSY - {State.EXAMINING}) | {State.DECIDED, State.MERGED},
    State.PLANNED: (_BUSY - {State.PLANNED}) | {State.DECIDED, State.MERGED},
    State.FORWARDED: (_BUSY - {State.FORWARDED}) | {State.DECIDED, State.MERGED},
    State.AWAITING_GIVER: (_BUSY - {State.AWAITING_GIVER}) | {State.DECIDED, State.MERGED},
    # Decided anew, told when the last giver is told, or taken up again.
    State.DECIDED: frozenset({State.DECIDED, State.TOLD, State.EXAMINING}),
    # A mail that comes back makes a giver untold: back to decided.
    State.TOLD: frozenset({State.CLOSED, State.DECIDED, State.EXAMINING}),
    State.CLOSED: frozenset({State.DECIDED, State.EXAMINING}),
    # Taken apart again: back to where it was.
    State.MERGED: _OPEN,
}

OPEN_STATES = _OPEN
# What still asks something of somebody.
UNFINISHED_STATES = _OPEN | {State.DECIDED}
REOPENABLE_STATES = frozenset({State.TOLD, State.CLOSED})


def is_allowed(old: State, new: State) -> bool:
    """Whether a signal may go from `old` to `new`."""
    return new in ALLOWED_MOVES[old]


def word_of(state: State) -> Word:
    """The word that people see for this state."""
    return _WORDS[state]


def states_of(word: Word) -> list[State]:
    """The finer states behind one word."""
    return [state for state, its_word in _WORDS.items() if its_word == word]
