"""Extensions of Postgres that the registry needs, and the function behind accent-free keys."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() itself is only STABLE (its dictionary could change), so a stored column may not use it: this one promises
# that the dictionary stays. The names are qualified because a restore runs with an empty search path.
PLAIN = """
CREATE FUNCTION public.stakeholders_plain(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(PLAIN, reverse_sql="DROP FUNCTION public.stakeholders_plain(text)"),
    ]
