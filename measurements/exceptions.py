"""What can be in the way in this room; each named after the condition."""


class MoveNotAllowed(Exception):
    """The wave cannot go from its state to that one."""


class WaveNotReady(Exception):
    """Something is missing; `reasons` says what, in the reader's language."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class WaveIsFrozen(Exception):
    """Only a wave that is still being prepared can be changed."""


class SameNumberOtherText(Exception):
    """This version number exists already with another document; a changed text needs a new number."""


class AlreadyAnswered(Exception):
    """This invitation has been used."""


class NotOpen(Exception):
    """The wave does not take answers now."""


class NothingAnswered(Exception):
    """A form without a single answer is no response."""


class NotKeyHolder(Exception):
    """This user may not link answers to persons."""


class SecretGone(OSError):
    """A secret of a wave is not there: destroyed at closing, or lost. An OSError, so that a mail is not sent."""


class NotATranslation(Exception):
    """Only a language that the questionnaire was translated into can be confirmed."""


class ReminderRefused(Exception):
    """A reminder cannot be planned so; the message says why, in the reader's language."""


class NothingUncertain(Exception):
    """No message of this wave waits for a decision; somebody else was first."""


class NotOwnOrganisation(Exception):
    """This colleague is not the account manager of an invited organisation of that name."""
