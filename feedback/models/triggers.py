"""Database triggers: told is a state that the database itself guards, whoever writes."""

import pgtrigger

# The function `feedback_check_told` (migration 0002) raises when a signal that says "told" or "closed" has no
# decision, or has a giver (its own, or of a signal joined to it) who has not been told that decision.
_OF_SIGNAL = """
PERFORM feedback_check_told(NEW.id);
IF NEW.merged_into_id IS NOT NULL THEN
    PERFORM feedback_check_told(NEW.merged_into_id);
END IF;
RETURN NEW;
"""
_OF_GIVER = """
PERFORM feedback_check_told(coalesce(signal.merged_into_id, signal.id))
FROM feedback_signal signal WHERE signal.id = NEW.signal_id;
RETURN NEW;
"""
_OF_DECISION = """
PERFORM feedback_check_told(NEW.signal_id);
RETURN NEW;
"""
_OF_TELLING = """
IF TG_OP = 'DELETE' THEN
    PERFORM feedback_check_told(decision.signal_id) FROM feedback_decision decision WHERE decision.id = OLD.decision_id;
    RETURN OLD;
END IF;
PERFORM feedback_check_told(decision.signal_id) FROM feedback_decision decision WHERE decision.id = NEW.decision_id;
RETURN NEW;
"""  # noqa: E501
_APPEND_ONLY = "RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;"


def told_guard(kind: str) -> pgtrigger.Trigger:
    """The guard on one of the four tables (signal, giver, decision, telling) whose rows decide who has been told."""
    body = {"signal": _OF_SIGNAL, "giver": _OF_GIVER, "decision": _OF_DECISION, "telling": _OF_TELLING}[kind]
    operation = pgtrigger.Insert | pgtrigger.Update
    if kind == "telling":
        operation = pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name=f"told_guard_{kind}", operation=operation, when=pgtrigger.After, func=body)


def append_only() -> pgtrigger.Trigger:
    """Rows of this table are added, never changed."""
    return pgtrigger.Trigger(name="append_only", operation=pgtrigger.Update, when=pgtrigger.Before, func=_APPEND_ONLY)
