"""What the history holds of records that were forgotten is blanked, and nothing else: the function looks for itself.

The application's role may only add to history. This function runs with the rights of the owner of the tables; the
caller gives keys of one kind, and of those only the ones whose record itself was forgotten before count. Every use
leaves rows in `core_erasedtext_history`.
"""

from django.db import migrations

FORGET = r"""
CREATE FUNCTION public.stakeholders_forget_history(p_kind text, p_keys bigint[], p_by bigint, p_why text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    marker CONSTANT text := '[verwijderd]';
    keys bigint[];
    place record;
    total bigint := 0;
    changed bigint;
BEGIN
    IF p_kind = 'person' THEN
        SELECT array_agg(id) INTO keys FROM public.stakeholders_person WHERE id = ANY (p_keys) AND name = marker;
    ELSIF p_kind = 'participant' THEN
        SELECT array_agg(k) INTO keys FROM unnest(p_keys) k WHERE NOT EXISTS (
            SELECT FROM public.stakeholders_contactparticipant
            WHERE id = k AND (person_id IS NOT NULL OR user_id IS NOT NULL OR name <> marker OR email <> ''));
    ELSIF p_kind = 'moment' THEN
        SELECT array_agg(id) INTO keys FROM public.stakeholders_contactmoment
        WHERE id = ANY (p_keys) AND subject = marker AND summary = '';
    ELSIF p_kind = 'gathering' THEN
        SELECT array_agg(id) INTO keys FROM public.stakeholders_gathering
        WHERE id = ANY (p_keys) AND summary = marker AND purpose = '';
    ELSIF p_kind = 'reply' THEN
        SELECT array_agg(k) INTO keys FROM unnest(p_keys) k WHERE NOT EXISTS (
            SELECT FROM public.stakeholders_participant WHERE id = k AND reply_note <> '');
    ELSIF p_kind = 'sheet_note' THEN
        SELECT array_agg(k) INTO keys FROM unnest(p_keys) k WHERE NOT EXISTS (
            SELECT FROM public.stakeholders_sheetnote WHERE id = k);
    ELSE
        RAISE EXCEPTION 'no kind of record that can be forgotten: %', p_kind USING ERRCODE = 'check_violation';
    END IF;
    IF keys IS NULL THEN
        RETURN 0;
    END IF;
    FOR place IN
        SELECT * FROM (VALUES
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'name'),
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'email'),
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'phone'),
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'source'),
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'do_not_invite_reason'),
            ('person', 'stakeholders_personevent', 'pgh_obj_id', 'email_undeliverable_reason'),
            ('person', 'stakeholders_positionevent', 'person_id', 'title'),
            ('person', 'stakeholders_contactchannelevent', 'person_id', 'value'),
            ('person', 'stakeholders_contactchannelevent', 'person_id', 'label'),
            ('person', 'stakeholders_contactchannelevent', 'person_id', 'source'),
            ('person', 'stakeholders_contactchannelevent', 'person_id', 'undeliverable_reason'),
            ('person', 'stakeholders_fieldbasisevent', 'person_id', 'source'),
            ('person', 'stakeholders_participantevent', 'person_id', 'reply_note'),
            ('participant', 'stakeholders_contactparticipantevent', 'pgh_obj_id', 'name'),
            ('participant', 'stakeholders_contactparticipantevent', 'pgh_obj_id', 'email'),
            ('moment', 'stakeholders_contactmomentevent', 'pgh_obj_id', 'subject'),
            ('moment', 'stakeholders_contactmomentevent', 'pgh_obj_id', 'summary'),
            ('moment', 'stakeholders_contactmomentevent', 'pgh_obj_id', 'location'),
            ('moment', 'stakeholders_contactparticipantevent', 'moment_id', 'name'),
            ('moment', 'stakeholders_contactparticipantevent', 'moment_id', 'email'),
            ('gathering', 'stakeholders_gatheringevent', 'pgh_obj_id', 'summary'),
            ('gathering', 'stakeholders_gatheringevent', 'pgh_obj_id', 'purpose'),
            ('reply', 'stakeholders_participantevent', 'pgh_obj_id', 'reply_note'),
            ('sheet_note', 'stakeholders_sheetnoteevent', 'pgh_obj_id', 'text')
        ) AS places (kind, table_name, key_column, column_name) WHERE kind = p_kind
    LOOP
        EXECUTE format('UPDATE public.%1$I SET %2$I = $1 WHERE %3$I = ANY ($2) AND %2$I <> '''' AND %2$I <> $1',
            place.table_name, place.column_name, place.key_column) USING marker, keys;
        GET DIAGNOSTICS changed = ROW_COUNT;
        CONTINUE WHEN changed = 0;
        total := total + changed;
        INSERT INTO public.core_erasedtext_history (at, by_id, why, table_name, column_name, rows)
        VALUES (clock_timestamp(), p_by, left(p_why, 200), place.table_name, place.column_name, changed);
    END LOOP;
    RETURN total;
END $$
"""
_SIGNATURE = "public.stakeholders_forget_history(text, bigint[], bigint, text)"


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0062_search_key_gone"), ("core", "0061_names_as_written")]
    operations = [
        migrations.RunSQL(FORGET, reverse_sql=f"DROP FUNCTION {_SIGNATURE}"),
        migrations.RunSQL(
            f"REVOKE EXECUTE ON FUNCTION {_SIGNATURE} FROM PUBLIC", reverse_sql=migrations.RunSQL.noop
        ),
    ]
