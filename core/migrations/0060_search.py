"""The table of search documents, and the functions by which texts become words."""

import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

import core.models.search

# unaccent() is only STABLE, so a stored column may not use it: this promises that the dictionary stays. Names are
# qualified because a restore runs with an empty search path.
FUNCTIONS = r"""
CREATE FUNCTION public.core_plain_words(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, value)),
    '[^[:alnum:]]+', ' ', 'g')) $$;

CREATE FUNCTION public.core_plain_names(title text, names text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT public.core_plain_words(title || ' ' || names) $$;

-- Every word as it stands and as its Dutch stem.
CREATE FUNCTION public.core_word_vector(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT to_tsvector('pg_catalog.simple'::regconfig, public.core_plain_words(value))
    || to_tsvector('pg_catalog.dutch'::regconfig, public.core_plain_words(value)) $$;

CREATE FUNCTION public.core_search_vector(title text, names text, detail text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT setweight(public.core_word_vector(title || ' ' || names), 'A')
    || setweight(public.core_word_vector(detail), 'B') || setweight(public.core_word_vector(left(body, 100000)), 'C') $$;

-- All words, each as it stands (or, when `begins`, as the beginning of a word) or with the same stem.
CREATE FUNCTION public.core_search_query(words text, begins boolean) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT coalesce(string_agg('(''' || word || '''' || CASE WHEN begins THEN ':*' ELSE '' END || coalesce(
        ' | ''' || (ts_lexize('pg_catalog.dutch_stem'::regdictionary, word))[1] || '''', '') || ')', ' & '), '')::tsquery
    FROM regexp_split_to_table(public.core_plain_words(words), ' ') AS word WHERE word <> '' $$;
"""
REVERSE = """
DROP FUNCTION public.core_search_query(text, boolean);
DROP FUNCTION public.core_search_vector(text, text, text, text);
DROP FUNCTION public.core_word_vector(text);
DROP FUNCTION public.core_plain_names(text, text);
DROP FUNCTION public.core_plain_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0052_link_history"),
    ]
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, REVERSE),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('object_id', models.BigIntegerField()),
                ('title', models.TextField()),
                ('names', models.TextField(default='')),
                ('detail', models.TextField(default='')),
                ('body', models.TextField(default='')),
                ('happened_on', models.DateField(null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('title_key', models.GeneratedField(db_persist=True, expression=core.models.search.PlainWords(models.F('title')), output_field=models.TextField(db_collation='C'))),
                ('name_key', models.GeneratedField(db_persist=True, expression=core.models.search.PlainNames(models.F('title'), models.F('names')), output_field=models.TextField())),
                ('vector', models.GeneratedField(db_persist=True, expression=core.models.search.SearchVector(models.F('title'), models.F('names'), models.F('detail'), models.F('body')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='core_searchdocument_once')],
            },
        ),
    ]
