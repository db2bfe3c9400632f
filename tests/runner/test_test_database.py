"""The plugin that gives each test process its own database."""

import pytest
from django.contrib.auth.models import Group
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_tests_run_as_the_application_role_which_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("ind_app", False, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["CREATE TABLE x (y int)", "TRUNCATE auth_group CASCADE", "DROP TABLE auth_group CASCADE"]
)
def test_the_application_role_may_not_change_structure(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_the_prepared_rows_as_they_were(turn: int) -> None:
    roles = Group.objects.count()
    assert roles >= 9
    assert not Group.objects.filter(name="left behind").exists()
    Group.objects.all().delete()
    Group.objects.create(name="left behind")
