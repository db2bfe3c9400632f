"""What can stand in the way of a change to users."""


class LastAdministrator(Exception):
    """Without this person nobody could manage users any more."""


class AddressTaken(Exception):
    """Another user has this e-mail address."""


class UnknownRole(Exception):
    """There is no such role."""


class SignedInBefore(Exception):
    """An invitation makes sense only for somebody who has not set a password yet."""


class NotYourself(Exception):
    """Nobody changes their own roles or switches themselves off."""


class AlreadyStarted(Exception):
    """There are users, so the first administrator was made before."""


class NotThisMove(Exception):
    """The privacy request is not in a state in which this can be done; says which it is in."""


class NoPackage(Exception):
    """There is no file of this request, it is gone, or its address was wrong."""


class TermTooLong(Exception):
    """A privacy request is answered within three months."""


class WrongCode(Exception):
    """The code is not the right one; holds how many tries are left."""
