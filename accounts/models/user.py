"""The user of this house: signs in with an e-mail address, has roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked


class MailChoice(models.TextChoices):
    """What a person wants in the mailbox."""

    DAILY = "daily", _("one mail each working morning, and at once only what cannot wait")
    URGENT = "urgent", _("only what cannot wait")
    NONE = "none", _("nothing")


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are stored in lower case."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Create an active user. Raises ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address, whatever its capitals. Raises User.DoesNotExist."""
        return self.get(email=(username or "").lower())


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff or an invited reader. `is_superuser` opens nothing: permissions come from roles only."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=5, default="nl", choices=[("nl", "Nederlands"), ("en", "English")]
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Inactive users cannot sign in."))
    mail_choice = models.CharField(
        _("mail"),
        max_length=8,
        choices=MailChoice.choices,
        default=MailChoice.DAILY,
        help_text=_("What this product mails you by itself. Mail about signing in always arrives."),
    )
    date_joined = models.DateTimeField(_("invited at"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_in_lower_case")
        ]
        permissions = [
            ("view_management", "Can open the management pages"),
            ("manage_users", "Can invite, deactivate and change roles of users"),
            ("view_access_report", "Can see who may see what"),
            ("view_audit_log", "Can read the access log"),
            ("view_system_health", "Can see whether everything works"),
            ("read_histories", "Can read the recorded history of every record"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as others see it."""
        return self.name

    @property
    def role_names(self) -> list[str]:
        """Names of this user's roles."""
        return [group.name for group in self.groups.all()]

    def get_all_permissions(self, obj: Any = None) -> set[str]:
        """Permissions of all roles; none for who is inactive."""
        return set(self._granted()) if self.is_active else set()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether one of the user's roles grants this permission; a superuser has no more than anyone."""
        return self.is_active and perm in self._granted()

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any permission of this app is granted."""
        return any(permission.startswith(f"{app_label}.") for permission in self._granted())

    def _granted(self) -> frozenset[str]:
        """Permissions by role, read once per request from the declarations in code."""
        cached: frozenset[str] | None = self.__dict__.get("_granted_permissions")
        if cached is None:
            from accounts.roles import granted_permissions

            granted = granted_permissions()
            cached = frozenset().union(*(granted.get(role, set()) for role in self.role_names))
            self.__dict__["_granted_permissions"] = cached
        return cached
