"""The function behind the triggers that keep a signal from saying "told" while a giver is untold."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION feedback_check_told(lead bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    decided bigint;
BEGIN
    PERFORM 1 FROM feedback_signal WHERE id = lead AND state IN ('told', 'closed');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT id INTO decided FROM feedback_decision WHERE signal_id = lead ORDER BY id DESC LIMIT 1;
    IF decided IS NULL THEN
        RAISE EXCEPTION 'signal % is told or closed without a decision', lead
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_signal_told_needs_decision';
    END IF;
    PERFORM 1
    FROM feedback_giver giver
    JOIN feedback_signal own ON own.id = giver.signal_id
    WHERE (own.id = lead OR own.merged_into_id = lead)
      AND NOT EXISTS (
          SELECT 1 FROM feedback_telling telling
          WHERE telling.giver_id = giver.id AND telling.decision_id = decided
            AND telling.told_at IS NOT NULL AND telling.undone_at IS NULL
      );
    IF FOUND THEN
        RAISE EXCEPTION 'signal % is told or closed while a giver is untold', lead
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_signal_no_giver_untold';
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION IF EXISTS feedback_check_told(bigint);"),
    ]
