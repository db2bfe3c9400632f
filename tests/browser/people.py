"""Users for the browser tests, by role."""

from django.contrib.auth.models import Group

from accounts.models import User


def user_with(*roles):
    """A user with these roles (names from accounts.roles), made once per test."""
    name = " en ".join(roles) or "geen rol"
    address = f"{'.'.join(roles) or 'none'}@example.org"
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, name.capitalize())
    for role in roles:
        group, _created = Group.objects.get_or_create(name=role)
        user.groups.add(group)
    return user
