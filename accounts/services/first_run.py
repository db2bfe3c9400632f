"""The first administrator of an empty installation."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.exceptions import AlreadyStarted
from accounts.models import User
from accounts.roles import ADMINISTRATOR

from .audit import audit


@transaction.atomic
def create_first_administrator(
    *, email: str, name: str, password: str | None, language: str = "nl", at: datetime, origin: str = ""
) -> User:
    """Make the administrator while there is no user at all. Raises AlreadyStarted, ValidationError.

    Without a password the person gets in through the link of an invitation.
    """
    group = Group.objects.select_for_update().get(name=ADMINISTRATOR)
    if User.objects.exists():
        raise AlreadyStarted
    user = User(email=email.strip().lower(), name=name.strip(), language=language, date_joined=at)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    user.groups.add(group)
    audit(action="invited", at=at, record=user, origin=origin, detail=ADMINISTRATOR)
    return user
