"""Who has which role: the many-to-many table of users and groups, with its recorded history."""

from core.history import tracked_membership

from .user import User


@tracked_membership(app_label="accounts", model_name="MembershipEvent")
class Membership(User.groups.through):  # type: ignore[name-defined,misc]
    """One role of one user; the history of this table is the history of all role changes."""

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return f"{self.user_id}: {self.group_id}"
