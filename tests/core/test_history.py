"""Changes are recorded by the database, with who and where, and cannot be altered by the application."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.template import Context, Template
from django.test import RequestFactory

from accounts.models import User
from core.history import acting, event_model, history_of

pytestmark = pytest.mark.django_db


def test_a_change_is_recorded_with_who_where_and_the_old_and_new_value(reader, administrator):
    with acting(administrator, route="user-edit"):
        User.objects.filter(pk=reader.pk).update(name="Lies de Lezer")

    entry = history_of(reader)[0]

    assert (entry.action, entry.who, entry.route) == ("update", administrator.name, "user-edit")
    assert [(change.old, change.new) for change in entry.changes] == [(reader.name, "Lies de Lezer")]


def test_passwords_and_sign_in_moments_are_not_recorded(reader, now):
    before = len(history_of(reader))
    reader.set_password("another-long-password")
    reader.last_login = now
    reader.save()

    assert len(history_of(reader)) == before
    assert "password" not in {field.name for field in event_model("accounts.User")._meta.fields}


def test_a_deleted_record_keeps_its_history(make_user):
    user = make_user()
    pk = user.pk
    user.delete()

    assert event_model("accounts.User").objects.filter(pgh_obj_id=pk, pgh_label="delete").exists()


@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_alter_history(reader, statement):
    table = event_model("accounts.User")._meta.db_table
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_history_is_shown_to_whoever_may_read_it_and_to_nobody_else(reader, administrator):
    template = Template("{% load history %}{% record_history person %}")
    request = RequestFactory().get("/")

    request.user = administrator
    assert "<details" in template.render(Context({"request": request, "person": reader}))

    request.user = reader
    assert template.render(Context({"request": request, "person": reader})).strip() == ""
