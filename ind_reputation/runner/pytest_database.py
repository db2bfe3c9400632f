"""Pytest fixtures: each process works on its own copy of the prepared database, as the application's role."""

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from .postgres import DATABASE, OWNER_ROLE

TEMPLATE_SECONDS = 180.0


class TemplateFailed(Exception):
    """`manage.py prepare` did not make the template database; the message holds what it said."""


def change_url(url: str, *, role: str, database: str) -> str:
    """Return the address for another role and database on the same server."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, f"{role}@", f"/{database}", parts.query, ""))


def wait_for_template() -> None:
    """Wait until the controlling process has prepared the template. Raises TemplateFailed."""
    base = Path(os.environ["IND_TEST_BASE"])
    deadline = time.monotonic() + TEMPLATE_SECONDS
    while not (base / "template.ready").exists():
        if (base / "template.failed").exists():
            raise TemplateFailed((base / "template.failed").read_text())
        if time.monotonic() > deadline:
            raise TemplateFailed(f"manage.py prepare took more than {TEMPLATE_SECONDS:.0f} s")
        time.sleep(0.05)


def copy_template(name: str) -> None:
    """Make the database `name` a fresh copy of the template, whatever it was before."""
    with psycopg.connect(os.environ["IND_TEST_ADMIN_URL"], autocommit=True) as connection:
        target = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                target, sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
            )
        )
        # Rights on the database itself are not copied; these are those of core.database.grant_application_role.
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(target))


def restore_after_transactional_test(test_case: Any) -> None:
    """Give the next test the prepared database again (emptying every table would need more rights)."""
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    connections.close_all()
    copy_template(name)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Generator[None, None, None]:
    """Take the place of pytest-django's fixture: copy the template instead of running the migrations."""
    from django.db import connections
    from django.test import TransactionTestCase

    wait_for_template()
    with django_db_blocker.unblock():
        copy_template(connections["default"].settings_dict["NAME"])
    with patch.object(TransactionTestCase, "_fixture_teardown", restore_after_transactional_test):
        yield
    with django_db_blocker.unblock():
        connections.close_all()
