"""Models of accounts."""

from .membership import Membership
from .user import User

__all__ = ["Membership", "User"]
