"""Adds and changes many records at once, each with its own values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


def update_each(
    model: type[models.Model], names: Sequence[str], values: Mapping[int, Sequence[Any]], *, counter: str = ""
) -> int:
    """Give each record (by key) its own values of the fields `names` (attnames); returns how many were changed.

    `counter`: a field of these records that goes up by one.

    Django's `bulk_update` writes one long CASE per field, whose cost grows with the square of the rows. History and
    search follow by their triggers, as with any other UPDATE. Raises what the database raises.
    """
    if not values or not names:
        return 0
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    key = quote(str(model._meta.pk.column if model._meta.pk else "id"))
    columns = [quote(str(fields[name].column)) for name in names]
    # As text, not varchar(n): a cast to that would cut a value that is too long instead of refusing it.
    types = ["text" if isinstance(fields[name], models.CharField) else _type(fields[name]) for name in names]
    lists: list[list[Any]] = [list(values)]
    for name, column in zip(names, zip(*values.values(), strict=True), strict=True):
        is_json = isinstance(fields[name], models.JSONField)
        lists.append([json.dumps(value) for value in column] if is_json else list(column))
    arrays = ", ".join(f"%s::{name}[]" for name in ["bigint", *types])
    changes = ", ".join(f"{column} = given.{column}" for column in columns)
    if counter:
        changes += f", {quote(counter)} = {quote(model._meta.db_table)}.{quote(counter)} + 1"
    table = quote(model._meta.db_table)
    sql = f"UPDATE {table} SET {changes} FROM unnest({arrays}) AS given(given_key, {', '.join(columns)})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE {table}.{key} = given.given_key", lists)
        return int(cursor.rowcount)


def _type(field: Any) -> str:
    relation = getattr(field, "target_field", None)
    return str((relation or field).rel_db_type(connection) if relation else field.db_type(connection))


def copy_in(model: type[models.Model], records: Iterable[models.Model]) -> None:
    """Add records by COPY, many times as fast as INSERT; they get no key here. Raises what the database raises."""
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    connection.ensure_connection()
    assert connection.connection is not None  # noqa: S101 - said to the type checker
    sql = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(sql) as copy:
        for record in records:
            copy.write_row([_as_text(field, getattr(record, field.attname)) for field in fields])


def _as_text(field: Any, value: Any) -> Any:
    return json.dumps(value) if isinstance(field, models.JSONField) and value is not None else value
