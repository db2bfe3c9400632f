"""Models of accounts."""

from .user import User

__all__ = ["User"]
