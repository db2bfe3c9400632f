"""The one function that may change history: it puts a marker where a person stood, and notes that it did.

It runs with the rights of the owner of the tables, because the application's role may only add to history. It can do
nothing else: the caller gives words and digits, not expressions, and no new text; every use leaves rows in
`core_erasedtext_history`. Every text column of every table counts, so that a table of tomorrow is not forgotten;
left out are the sealed log, questionnaires, and what holds no words of people.
"""

from django.db import migrations

PATTERN = r"""
CREATE FUNCTION public.core_erasure_pattern(p_words text[], p_phones text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gap CONSTANT text := '[[:space:]().\-/–]*';
    -- In stored JSON a line ends with the two signs backslash and n, so a word may begin right behind that n.
    line_end CONSTANT text := '(?<=\\[nrt])';
    parts text[] := '{}';
    word text;
    quoted text;
BEGIN
    FOREACH word IN ARRAY p_words LOOP
        IF length(btrim(word)) < 4 THEN
            RAISE EXCEPTION 'a word to erase has at least four letters' USING ERRCODE = 'check_violation';
        END IF;
        quoted := regexp_replace(btrim(word), '([.^$*+?(){}|\[\]\\-])', '\\\1', 'g');
        quoted := regexp_replace(quoted, '[[:space:]]+', '(?:[[:space:]]|\\\\[nrt])+', 'g');
        parts := parts || (
            CASE WHEN position('@' IN word) > 0 THEN '(?:(?<![[:alnum:]_.+-])|' ELSE '(?:(?<![[:alnum:]_])|' END
            || line_end || ')' || quoted || '(?![[:alnum:]_-])'
        );
    END LOOP;
    FOREACH word IN ARRAY p_phones LOOP
        IF word !~ '^[0-9]{6,15}$' THEN
            RAISE EXCEPTION 'a number to erase has six to fifteen digits' USING ERRCODE = 'check_violation';
        END IF;
        quoted := rtrim(regexp_replace(word, '([0-9])', '\1' || replace(gap, '\', '\\'), 'g'));
        quoted := left(quoted, length(quoted) - length(gap));
        parts := parts || (
            '(?<![0-9])(?:(?:\+|00)[0-9]{2}' || gap || '(?:\(0\))?' || gap || '|0' || gap || ')?' || quoted
            || '(?![0-9])'
        );
    END LOOP;
    RETURN '(?:' || array_to_string(parts, '|') || ')';
END $$
"""

ERASE = r"""
CREATE FUNCTION public.core_erase_text(
    p_words text[], p_phones text[], p_skip text[], p_only text, p_by bigint, p_why text, p_count_only boolean
) RETURNS TABLE (at_table text, at_column text, hits bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    marker CONSTANT text := '[verwijderd]';
    no_address CONSTANT text := 'verwijderd@erased.invalid';
    -- No words of people, or proof whose seal would break (see docs/privacy.md), or what this function itself writes.
    never CONSTANT text[] := ARRAY[
        'accounts_auditentry', 'accounts_privacyrequest', 'accounts_privacyrequestevent', 'accounts_privacyfile',
        'core_erasedtext_history', 'measurements_instrumentversion', 'auth_permission', 'auth_group',
        'django_migrations', 'django_content_type', 'django_session', 'django_celery_beat_periodictask'
    ];
    pattern text;
    place record;
    target text;
    value text;
    changed bigint;
BEGIN
    IF coalesce(cardinality(p_words), 0) + coalesce(cardinality(p_phones), 0) = 0 THEN
        RAISE EXCEPTION 'nothing to erase' USING ERRCODE = 'check_violation';
    END IF;
    pattern := public.core_erasure_pattern(p_words, p_phones);
    FOR place IN
        SELECT c.relname::text AS table_name, a.attname::text AS column_name, t.typname::text AS kind,
            CASE WHEN a.atttypmod > 4 AND t.typname = 'varchar' THEN a.atttypmod - 4 END AS size,
            NOT has_table_privilege(session_user, c.oid, 'UPDATE') OR EXISTS (
                SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname LIKE 'pgtrigger_append_only%'
            ) AS is_closed
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' AND t.typname IN ('text', 'varchar', 'jsonb', '_text', '_varchar')
            AND c.relname <> ALL (never)
            AND (p_only = '' OR c.relname = p_only)
            AND c.relname <> ALL (p_skip) AND (c.relname || '.' || a.attname) <> ALL (p_skip)
        ORDER BY 1, 2
    LOOP
        target := format('public.%I', place.table_name);
        EXECUTE format('SELECT count(*) FROM %s WHERE %I::text ~* $1', target, place.column_name)
            INTO changed USING pattern;
        CONTINUE WHEN changed = 0;
        IF NOT p_count_only THEN
            IF place.kind IN ('text', 'varchar') THEN
                value := format('regexp_replace(%I, $1, %L, ''gi'')', place.column_name, marker);
                IF place.column_name ~ '(email|to_address)$' THEN
                    value := format('CASE WHEN %I ~* (''^'' || $1 || ''$'') THEN %L ELSE %s END',
                        place.column_name, no_address, value);
                END IF;
                IF place.size IS NOT NULL THEN
                    value := format('left(%s, %s)', value, place.size);
                END IF;
            ELSE
                value := format('regexp_replace(%I::text, $1, %L, ''gi'')::%s', place.column_name, marker, place.kind);
            END IF;
            IF place.is_closed THEN
                -- Rules that say "never changed" look away for this one statement.
                SET CONSTRAINTS ALL IMMEDIATE;
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', target);
            END IF;
            EXECUTE format('UPDATE %s SET %I = %s WHERE %I::text ~* $1',
                target, place.column_name, value, place.column_name) USING pattern;
            GET DIAGNOSTICS changed = ROW_COUNT;
            IF place.is_closed THEN
                EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', target);
                SET CONSTRAINTS ALL DEFERRED;
            END IF;
            INSERT INTO public.core_erasedtext_history (at, by_id, why, table_name, column_name, rows)
            VALUES (clock_timestamp(), p_by, left(p_why, 200), place.table_name, place.column_name, changed);
        END IF;
        at_table := place.table_name;
        at_column := place.column_name;
        hits := changed;
        RETURN NEXT;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0050_privacy")]
    operations = [
        migrations.RunSQL(PATTERN, reverse_sql="DROP FUNCTION public.core_erasure_pattern(text[], text[])"),
        migrations.RunSQL(
            ERASE, reverse_sql="DROP FUNCTION public.core_erase_text(text[], text[], text[], text, bigint, text, boolean)"
        ),
        migrations.RunSQL(
            "REVOKE EXECUTE ON FUNCTION public.core_erase_text(text[], text[], text[], text, bigint, text, boolean) "
            "FROM PUBLIC",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
