"""Two rules that need more than a column: no circle of parts, and a reason for whoever is not invited."""

from django.db import migrations, models

# A plain lock per table: two sessions that each hang one organisation under the other must not pass each other.
NO_CIRCLE = """
CREATE FUNCTION public.stakeholders_organisation_no_circle() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stakeholders_organisation_no_circle'));
    IF EXISTS (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT o.parent_id FROM public.stakeholders_organisation o JOIN above a ON o.id = a.id
            WHERE o.parent_id IS NOT NULL
        )
        SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'stakeholders_organisation_no_circle: organisation % would be a part of itself', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stakeholders_organisation_no_circle';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stakeholders_organisation_no_circle
    AFTER INSERT OR UPDATE OF parent_id ON public.stakeholders_organisation
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION public.stakeholders_organisation_no_circle();
"""
GONE = """
DROP TRIGGER stakeholders_organisation_no_circle ON public.stakeholders_organisation;
DROP FUNCTION public.stakeholders_organisation_no_circle();
"""
REASON = """
UPDATE stakeholders_person SET do_not_invite_reason = 'Reden niet vastgelegd' WHERE do_not_invite
"""
# The first topics; an agency changes them afterwards, so none is overwritten or taken away.
TOPICS = [
    ("legislation", "Nieuwe wetten en beleid", "New laws and policy"),
    ("procedures", "Formulieren en procedures", "Forms and procedures"),
    ("digital", "Digitale dienstverlening", "Digital services"),
    ("waiting_times", "Wachttijden en voorraden", "Waiting times and backlogs"),
    ("inflow", "Verwachte instroom", "Expected inflow"),
    ("fees", "Leges en tarieven", "Fees"),
    ("information", "Voorlichting en brieven", "Information and letters"),
]


def seed(apps, schema_editor):
    for order, (code, dutch, english) in enumerate(TOPICS, start=1):
        apps.get_model("stakeholders", "Topic").objects.get_or_create(
            code=code, defaults={"name_nl": dutch, "name_en": english, "order": order * 10}
        )


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0004_organisations")]
    operations = [
        migrations.RunSQL(NO_CIRCLE, reverse_sql=GONE),
        migrations.RunSQL(REASON, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("do_not_invite", False), ("do_not_invite_reason", "")),
                    models.Q(("do_not_invite", True), models.Q(("do_not_invite_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="stakeholders_person_not_invited_has_reason",
                violation_error_message="Say why this person is not invited.",
            ),
        ),
    ]
