"""Operations for migrations: the triggers that keep the search documents of one kind, and the indexes it needs.

    operations = documents.operations(
        kind="person",
        table="stakeholders_person",
        select="SELECT p.id, p.name, p.email, '', p.phone, NULL::date, true FROM … p WHERE p.id = ANY(ids)",
        watches=[Watch("stakeholders_person"), Watch("stakeholders_position", "SELECT person_id FROM changed")],
        is_named=True,
    )

The SELECT gives id, title, names, detail, body, day and whether it is in use (see SearchDocument) of the `ids`.
A statement that changes many rows is answered once, not once per row. Documents are locked before they are made anew,
so that of two changes at the same time the second sees the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True)
class Watch:
    """A table whose rows change documents of a kind.

    `ids` selects the documents' ids from the rows `changed`; an update counts when one of `columns` changed (all when
    empty).
    """

    table: str
    ids: str = "SELECT id FROM changed"
    columns: tuple[str, ...] = ()


# What happened on a day is found newest first; a name is also found by how it begins and by what it resembles.
_DATED_INDEX = "CREATE INDEX core_search_{kind}_day ON core_searchdocument (happened_on DESC) WHERE kind = '{kind}'"
_TITLE_INDEX = "CREATE INDEX core_search_{kind}_title ON core_searchdocument (title_key) WHERE kind = '{kind}'"
_NAME_INDEX = """CREATE INDEX core_search_{kind}_name ON core_searchdocument
USING gin (name_key gin_trgm_ops) WHERE kind = '{kind}'"""
_WORD_INDEX = "CREATE INDEX core_search_{kind}_words ON core_searchdocument USING gin (vector) WHERE kind = '{kind}'"

_REFRESH = """
CREATE FUNCTION public.core_search_{kind}(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $refresh$
BEGIN
    PERFORM 1 FROM public.core_searchdocument
    WHERE kind = '{kind}' AND object_id = ANY(ids) ORDER BY object_id FOR UPDATE;
    DELETE FROM public.core_searchdocument document
    WHERE kind = '{kind}' AND object_id = ANY(ids)
        AND NOT EXISTS (SELECT 1 FROM public.{table} record WHERE record.id = document.object_id);
    INSERT INTO public.core_searchdocument AS stored
        (kind, object_id, title, names, detail, body, happened_on, is_active)
    SELECT '{kind}', made.* FROM ({select}) AS made
    ON CONFLICT (kind, object_id) DO UPDATE SET
        (title, names, detail, body, happened_on, is_active) =
        (excluded.title, excluded.names, excluded.detail, excluded.body, excluded.happened_on, excluded.is_active)
    WHERE (stored.title, stored.names, stored.detail, stored.body, stored.happened_on, stored.is_active)
        IS DISTINCT FROM
        (excluded.title, excluded.names, excluded.detail, excluded.body, excluded.happened_on, excluded.is_active);
END $refresh$
"""
_TRIGGER_FUNCTION = """
CREATE FUNCTION public.core_search_{name}() RETURNS trigger LANGUAGE plpgsql AS $trigger$
BEGIN
    PERFORM public.core_search_{kind}(found.ids) FROM (
        WITH changed AS ({changed}) SELECT array_agg(DISTINCT id) AS ids FROM ({ids}) AS of (id) WHERE id IS NOT NULL
    ) AS found WHERE found.ids IS NOT NULL;
    RETURN NULL;
END $trigger$
"""
_TRIGGER = """
CREATE TRIGGER {name} AFTER {event} ON public.{table} REFERENCING {tables} FOR EACH STATEMENT
EXECUTE FUNCTION public.core_search_{name}()
"""
_EVENTS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def operations(
    *, kind: str, table: str, select: str, watches: Sequence[Watch], is_named: bool
) -> list[migrations.RunSQL]:
    """Everything a kind needs: indexes, the function that makes its documents, triggers, and the documents themselves.

    `is_named`: people look for these by name (organisations, persons), not by day (conversations).
    """
    indexes = [_WORD_INDEX, _TITLE_INDEX, _NAME_INDEX] if is_named else [_WORD_INDEX, _DATED_INDEX]
    made = [_run(text.format(kind=kind), f"DROP INDEX {text.split()[2].format(kind=kind)}") for text in indexes]
    made.append(
        _run(
            _REFRESH.format(kind=kind, table=table, select=select),
            f"DROP FUNCTION public.core_search_{kind}(bigint[])",
        )
    )
    for watch in watches:
        for event, tables in _EVENTS.items():
            name = f"{kind}_{watch.table}_{event}"[:51]
            function = _TRIGGER_FUNCTION.format(name=name, kind=kind, ids=watch.ids, changed=_changed(watch, event))
            made.append(_run(function, f"DROP FUNCTION public.core_search_{name}()"))
            made.append(
                _run(
                    _TRIGGER.format(name=name, event=event.upper(), table=watch.table, tables=tables),
                    f"DROP TRIGGER {name} ON public.{watch.table}",
                )
            )
    made.append(rebuild(kind=kind, table=table))
    return made


def rebuild(*, kind: str, table: str) -> migrations.RunSQL:
    """Make all documents of a kind anew; for a migration that changes what a document holds."""
    return _run(
        f"SELECT public.core_search_{kind}(array_agg(id)) FROM public.{table} HAVING count(*) > 0",  # noqa: S608
        f"DELETE FROM public.core_searchdocument WHERE kind = '{kind}'",  # noqa: S608
    )


def redefine(*, kind: str, table: str, select: str) -> list[migrations.RunSQL]:
    """A later migration: what a document of this kind holds from now on, and all of them made anew."""
    text = _REFRESH.format(kind=kind, table=table, select=select).replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )
    return [migrations.RunSQL(text, migrations.RunSQL.noop), rebuild(kind=kind, table=table)]


def _changed(watch: Watch, event: str) -> str:
    if event == "insert":
        return "SELECT * FROM new_rows"
    if event == "delete":
        return "SELECT * FROM old_rows"
    if not watch.columns:
        return "SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows"
    differs = " OR ".join(f"o.{column} IS DISTINCT FROM n.{column}" for column in watch.columns)
    return (
        f"SELECT o.* FROM old_rows o JOIN new_rows n USING (id) WHERE {differs} "  # noqa: S608
        f"UNION ALL SELECT n.* FROM old_rows o JOIN new_rows n USING (id) WHERE {differs}"
    )


def _run(forward: str, backward: str) -> migrations.RunSQL:
    return migrations.RunSQL(forward, backward)
