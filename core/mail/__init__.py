"""Outgoing mail: composed, held back for two minutes, released, claimed, sent once."""

from .services import (
    MailingNotWaiting,
    Recipient,
    SamePerson,
    call_back,
    compose,
    release,
    send_due,
    send_now,
)

__all__ = [
    "MailingNotWaiting",
    "Recipient",
    "SamePerson",
    "call_back",
    "compose",
    "release",
    "send_due",
    "send_now",
]
