"""Conditions under which the loop refuses something; each names itself."""


class MoveNotAllowed(Exception):
    """A signal cannot go from its state to the asked one."""


class GiverUntold(Exception):
    """A signal cannot be told or closed while one of its givers has not been told."""


class NothingDecided(Exception):
    """There is no decision to tell or to judge."""


class AlreadyTold(Exception):
    """This giver has been told about this decision, or a message is under way."""


class ChannelDoesNotFit(Exception):
    """The giver cannot be told this way: no address for a mail, no code for the follow page."""


class DetailMissing(Exception):
    """A sentence that is required was left out: which part, why, or how the giver was told."""


class CannotMerge(Exception):
    """A signal cannot be joined to itself, to a joined one, or while others are joined to it."""


class ReopenNeedsReason(Exception):
    """Opening a signal again asks for one sentence of explanation."""


class AlreadyJudged(Exception):
    """The giver has given a verdict on this answer."""


class TooLateToCallBack(Exception):
    """The message has gone out."""
