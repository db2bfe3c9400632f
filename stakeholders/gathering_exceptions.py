"""What can stand in the way of planning and holding gatherings, and of sharing joint goals."""


class GatheringNotPlanned(Exception):
    """It was held or cancelled already."""


class SeriesEnded(Exception):
    """The standing meeting has ended, so it has no next gathering."""


class NobodyToInvite(Exception):
    """Every participant was invited, or has no address."""


class AnswerTooLate(Exception):
    """The gathering was held, cancelled or has begun."""


class AlreadyClosed(Exception):
    """The action or commitment is no longer open."""


class FollowUpUnknown(Exception):
    """Nobody makes follow-ups of this name here, or this user may not."""


class LinkRefused(Exception):
    """The link cannot be made; the message says why."""
