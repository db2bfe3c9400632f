"""A name is also found as it stands in the name of a file or an address of a page: with a low line, a hyphen or a comma.

Never as a part of an e-mail address: that may be of a namesake.
"""

from django.db import migrations

PATTERN = r"""
CREATE OR REPLACE FUNCTION public.core_erasure_pattern(p_words text[], p_phones text[]) RETURNS text
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
        IF position('@' IN word) > 0 THEN
            parts := parts || ('(?:(?<![[:alnum:]_.+-])|' || line_end || ')' || quoted || '(?![[:alnum:]_-])');
        ELSE
            quoted := regexp_replace(quoted, '[[:space:]]+', '(?:[[:space:]_,-]|\\\\[nrt])+', 'g');
            parts := parts || ('(?:(?<![[:alnum:]])|' || line_end || ')' || quoted || '(?![[:alnum:]@-])');
        END IF;
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


class Migration(migrations.Migration):
    dependencies = [("core", "0060_search")]
    operations = [migrations.RunSQL(PATTERN, reverse_sql=migrations.RunSQL.noop)]
