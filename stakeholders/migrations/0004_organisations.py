"""Topics, tags, parts, the matrix, more ways to reach a person, grounds per field, and history of all of them."""

import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0003_managed_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail address'), ('phone', 'phone'), ('mobile', 'mobile phone'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=254, verbose_name='address or number')),
                ('label', models.CharField(blank=True, help_text='For example: secretary, only for urgent matters.', max_length=100, verbose_name='for what')),
                ('is_preferred', models.BooleanField(default=False, help_text='This person wants to be reached this way first.', verbose_name='preferred')),
                ('legal_basis', models.CharField(choices=[('public_task', 'public task'), ('consent', 'consent'), ('contract', 'agreement')], default='public_task', max_length=20, verbose_name='legal basis')),
                ('source', models.CharField(help_text='Where this comes from.', max_length=200, verbose_name='source')),
                ('noted_on', models.DateField(help_text='The day on which we got to know this.', verbose_name='noted on')),
                ('undeliverable_on', models.DateField(blank=True, help_text='Empty as long as it works.', null=True, verbose_name='does not arrive since')),
                ('undeliverable_reason', models.CharField(blank=True, max_length=200, verbose_name='why it does not arrive')),
            ],
            options={
                'verbose_name': 'way to reach a person',
                'verbose_name_plural': 'ways to reach a person',
                'ordering': ['-is_preferred', 'kind', 'value', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ContactChannelEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('email', 'e-mail address'), ('phone', 'phone'), ('mobile', 'mobile phone'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=254, verbose_name='address or number')),
                ('label', models.CharField(blank=True, help_text='For example: secretary, only for urgent matters.', max_length=100, verbose_name='for what')),
                ('is_preferred', models.BooleanField(default=False, help_text='This person wants to be reached this way first.', verbose_name='preferred')),
                ('legal_basis', models.CharField(choices=[('public_task', 'public task'), ('consent', 'consent'), ('contract', 'agreement')], default='public_task', max_length=20, verbose_name='legal basis')),
                ('source', models.CharField(help_text='Where this comes from.', max_length=200, verbose_name='source')),
                ('noted_on', models.DateField(help_text='The day on which we got to know this.', verbose_name='noted on')),
                ('undeliverable_on', models.DateField(blank=True, help_text='Empty as long as it works.', null=True, verbose_name='does not arrive since')),
                ('undeliverable_reason', models.CharField(blank=True, max_length=200, verbose_name='why it does not arrive')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContactPointEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('label', models.CharField(help_text='For example: service desk.', max_length=100, verbose_name='what it is')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('url', models.URLField(blank=True, max_length=300, verbose_name='web address')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DomainEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='How imports and exports write it.', max_length=40, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DomainMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FieldBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('name', 'name'), ('email', 'e-mail address'), ('phone', 'phone'), ('language', 'language'), ('positions', 'functions')], max_length=20, verbose_name='field')),
                ('legal_basis', models.CharField(choices=[('public_task', 'public task'), ('consent', 'consent'), ('contract', 'agreement')], max_length=20, verbose_name='legal basis')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('noted_on', models.DateField(verbose_name='noted on')),
            ],
            options={
                'verbose_name': 'ground and source of a field',
                'verbose_name_plural': 'grounds and sources of fields',
                'ordering': ['person_id', 'field'],
            },
        ),
        migrations.CreateModel(
            name='FieldBasisEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('field', models.CharField(choices=[('name', 'name'), ('email', 'e-mail address'), ('phone', 'phone'), ('language', 'language'), ('positions', 'functions')], max_length=20, verbose_name='field')),
                ('legal_basis', models.CharField(choices=[('public_task', 'public task'), ('consent', 'consent'), ('contract', 'agreement')], max_length=20, verbose_name='legal basis')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('noted_on', models.DateField(verbose_name='noted on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KindMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='How imports and exports write it.', max_length=40, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PositionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='function')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, help_text='Last day; empty while it lasts.', null=True, verbose_name='until')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='as seen on')),
                ('interest', models.PositiveSmallIntegerField(choices=[(1, '1 very small'), (2, '2 small'), (3, '3 moderate'), (4, '4 large'), (5, '5 very large')], help_text='How much our work matters to this organisation.', verbose_name='interest')),
                ('influence', models.PositiveSmallIntegerField(choices=[(1, '1 very small'), (2, '2 small'), (3, '3 moderate'), (4, '4 large'), (5, '5 very large')], help_text='How much this organisation can help or hinder our work.', verbose_name='influence')),
                ('attitude', models.PositiveSmallIntegerField(choices=[(1, 'opposed'), (2, 'critical'), (3, 'neutral'), (4, 'well disposed'), (5, 'supportive')], help_text='How it stands towards us now.', verbose_name='attitude')),
                ('note', models.CharField(blank=True, help_text='What this estimate rests on; about the organisation.', max_length=500, verbose_name='why')),
            ],
            options={
                'verbose_name': 'place in the matrix',
                'verbose_name_plural': 'places in the matrix',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StandingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('on', models.DateField(verbose_name='as seen on')),
                ('interest', models.PositiveSmallIntegerField(choices=[(1, '1 very small'), (2, '2 small'), (3, '3 moderate'), (4, '4 large'), (5, '5 very large')], help_text='How much our work matters to this organisation.', verbose_name='interest')),
                ('influence', models.PositiveSmallIntegerField(choices=[(1, '1 very small'), (2, '2 small'), (3, '3 moderate'), (4, '4 large'), (5, '5 very large')], help_text='How much this organisation can help or hinder our work.', verbose_name='influence')),
                ('attitude', models.PositiveSmallIntegerField(choices=[(1, 'opposed'), (2, 'critical'), (3, 'neutral'), (4, 'well disposed'), (5, 'supportive')], help_text='How it stands towards us now.', verbose_name='attitude')),
                ('note', models.CharField(blank=True, help_text='What this estimate rests on; about the organisation.', max_length=500, verbose_name='why')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='How imports and exports write it.', max_length=40, unique=True, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['order', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TagEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='How imports and exports write it.', max_length=40, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TagMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='How imports and exports write it.', max_length=40, unique=True, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['order', 'code'],
                'permissions': [('manage_lists', 'Can change kinds, domains, topics and tags')],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TopicEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='How imports and exports write it.', max_length=40, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, help_text='No longer offered when not in use.', verbose_name='in use')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TopicMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DomainMembership',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('stakeholders.organisation_domains',),
        ),
        migrations.CreateModel(
            name='KindMembership',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('stakeholders.organisation_kinds',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='organisation',
            name='channel',
            field=models.CharField(blank=True, choices=[('direct_line', 'direct line'), ('general_form', 'general form')], help_text='The way this organisation reaches us: a line of its own, or the form for everybody.', max_length=20, verbose_name='comes in by'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='connection',
            field=models.TextField(blank=True, help_text='For example: works in the same chain, represents our clients, supervises us.', max_length=2000, verbose_name='what connects it with us'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='joint_interests',
            field=models.TextField(blank=True, help_text='What both sides want to reach.', max_length=2000, verbose_name='joint interests'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='The organisation it belongs to, for example the ministry of an agency.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='stakeholders.organisation', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='channel',
            field=models.CharField(blank=True, choices=[('direct_line', 'direct line'), ('general_form', 'general form')], help_text='The way this organisation reaches us: a line of its own, or the form for everybody.', max_length=20, verbose_name='comes in by'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='connection',
            field=models.TextField(blank=True, help_text='For example: works in the same chain, represents our clients, supervises us.', max_length=2000, verbose_name='what connects it with us'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='joint_interests',
            field=models.TextField(blank=True, help_text='What both sides want to reach.', max_length=2000, verbose_name='joint interests'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The organisation it belongs to, for example the ministry of an agency.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='person',
            name='do_not_invite_reason',
            field=models.CharField(blank=True, help_text='For example: asked us on 3 May not to be invited.', max_length=300, verbose_name='why not'),
        ),
        migrations.AddField(
            model_name='person',
            name='email_undeliverable_on',
            field=models.DateField(blank=True, help_text='The day on which mail came back; empty as long as it arrives.', null=True, verbose_name='e-mail address undeliverable since'),
        ),
        migrations.AddField(
            model_name='person',
            name='email_undeliverable_reason',
            field=models.CharField(blank=True, help_text='For example: no longer works there.', max_length=200, verbose_name='why it came back'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='do_not_invite_reason',
            field=models.CharField(blank=True, help_text='For example: asked us on 3 May not to be invited.', max_length=300, verbose_name='why not'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='email_undeliverable_on',
            field=models.DateField(blank=True, help_text='The day on which mail came back; empty as long as it arrives.', null=True, verbose_name='e-mail address undeliverable since'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='email_undeliverable_reason',
            field=models.CharField(blank=True, help_text='For example: no longer works there.', max_length=200, verbose_name='why it came back'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactpoint',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_contactpointevent" ("email", "id", "label", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "url") VALUES (NEW."email", NEW."id", NEW."label", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."url"); RETURN NULL;', hash='2ea5936a9c44542d0a7c1462482a23d12b7048e2', operation='INSERT', pgid='pgtrigger_insert_insert_8454c', table='stakeholders_contactpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactpoint',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_contactpointevent" ("email", "id", "label", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "url") VALUES (NEW."email", NEW."id", NEW."label", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."url"); RETURN NULL;', hash='18b3a9e34a412bb2b11c0743d31e0a5f330e58ff', operation='UPDATE', pgid='pgtrigger_update_update_bbb0f', table='stakeholders_contactpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactpoint',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_contactpointevent" ("email", "id", "label", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "url") VALUES (OLD."email", OLD."id", OLD."label", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."url"); RETURN NULL;', hash='8dbc3ec9262a3ebb0481e6047ef9ba6e0e416987', operation='DELETE', pgid='pgtrigger_delete_delete_716bf', table='stakeholders_contactpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domain',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_domainevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='118a2e820f8828fe5b1538e019358f5d95f8c6df', operation='INSERT', pgid='pgtrigger_insert_insert_93065', table='stakeholders_domain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domain',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_domainevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a64b571dc76135e478eebee6d3e7bbfcb696f20f', operation='UPDATE', pgid='pgtrigger_update_update_ab8f3', table='stakeholders_domain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domain',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_domainevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nl", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='e0f652a973d79e31a7245ef2834774154f47895a', operation='DELETE', pgid='pgtrigger_delete_delete_b30bc', table='stakeholders_domain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_organisationevent" ("abbreviation", "archived_at", "channel", "connection", "id", "in_measurement", "joint_interests", "kvk_number", "measurement_reason", "name", "notes", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rsin", "status", "website") VALUES (NEW."abbreviation", NEW."archived_at", NEW."channel", NEW."connection", NEW."id", NEW."in_measurement", NEW."joint_interests", NEW."kvk_number", NEW."measurement_reason", NEW."name", NEW."notes", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rsin", NEW."status", NEW."website"); RETURN NULL;', hash='91f321049265126ae5a5d16393031c91f59e9f33', operation='INSERT', pgid='pgtrigger_insert_insert_d3e3d', table='stakeholders_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abbreviation" IS DISTINCT FROM (NEW."abbreviation") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."connection" IS DISTINCT FROM (NEW."connection") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_measurement" IS DISTINCT FROM (NEW."in_measurement") OR OLD."joint_interests" IS DISTINCT FROM (NEW."joint_interests") OR OLD."kvk_number" IS DISTINCT FROM (NEW."kvk_number") OR OLD."measurement_reason" IS DISTINCT FROM (NEW."measurement_reason") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."rsin" IS DISTINCT FROM (NEW."rsin") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "stakeholders_organisationevent" ("abbreviation", "archived_at", "channel", "connection", "id", "in_measurement", "joint_interests", "kvk_number", "measurement_reason", "name", "notes", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rsin", "status", "website") VALUES (NEW."abbreviation", NEW."archived_at", NEW."channel", NEW."connection", NEW."id", NEW."in_measurement", NEW."joint_interests", NEW."kvk_number", NEW."measurement_reason", NEW."name", NEW."notes", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rsin", NEW."status", NEW."website"); RETURN NULL;', hash='65809ab2688ce7f0d6b99d7a8a5fdf897fb245e2', operation='UPDATE', pgid='pgtrigger_update_update_7dac7', table='stakeholders_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_organisationevent" ("abbreviation", "archived_at", "channel", "connection", "id", "in_measurement", "joint_interests", "kvk_number", "measurement_reason", "name", "notes", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rsin", "status", "website") VALUES (OLD."abbreviation", OLD."archived_at", OLD."channel", OLD."connection", OLD."id", OLD."in_measurement", OLD."joint_interests", OLD."kvk_number", OLD."measurement_reason", OLD."name", OLD."notes", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rsin", OLD."status", OLD."website"); RETURN NULL;', hash='10ca0da8b4129028512ccafaeac1eb2470246616', operation='DELETE', pgid='pgtrigger_delete_delete_4c1e2', table='stakeholders_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_organisationkindevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='022aa04664410b2383e31ecd232d81268ac56304', operation='INSERT', pgid='pgtrigger_insert_insert_9614d', table='stakeholders_organisationkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_organisationkindevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='0db518f756e8e2de936f9738003e360587fb2ec8', operation='UPDATE', pgid='pgtrigger_update_update_babb2', table='stakeholders_organisationkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_organisationkindevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nl", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='4fda468c467e2423a7f33c14a26658b87db885c3', operation='DELETE', pgid='pgtrigger_delete_delete_5dab6', table='stakeholders_organisationkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_personevent" ("archived_at", "do_not_invite", "do_not_invite_reason", "email", "email_undeliverable_on", "email_undeliverable_reason", "id", "language", "legal_basis", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "source", "status") VALUES (NEW."archived_at", NEW."do_not_invite", NEW."do_not_invite_reason", NEW."email", NEW."email_undeliverable_on", NEW."email_undeliverable_reason", NEW."id", NEW."language", NEW."legal_basis", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."source", NEW."status"); RETURN NULL;', hash='283ae61bc2bbc1c3dd6bfa6e24f9314cc3089bfe', operation='INSERT', pgid='pgtrigger_insert_insert_6ec0e', table='stakeholders_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."do_not_invite" IS DISTINCT FROM (NEW."do_not_invite") OR OLD."do_not_invite_reason" IS DISTINCT FROM (NEW."do_not_invite_reason") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_undeliverable_on" IS DISTINCT FROM (NEW."email_undeliverable_on") OR OLD."email_undeliverable_reason" IS DISTINCT FROM (NEW."email_undeliverable_reason") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."status" IS DISTINCT FROM (NEW."status"))', func='INSERT INTO "stakeholders_personevent" ("archived_at", "do_not_invite", "do_not_invite_reason", "email", "email_undeliverable_on", "email_undeliverable_reason", "id", "language", "legal_basis", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "source", "status") VALUES (NEW."archived_at", NEW."do_not_invite", NEW."do_not_invite_reason", NEW."email", NEW."email_undeliverable_on", NEW."email_undeliverable_reason", NEW."id", NEW."language", NEW."legal_basis", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."source", NEW."status"); RETURN NULL;', hash='f9a71820bd48ccfa4f54bc79297238ccc1a6e58f', operation='UPDATE', pgid='pgtrigger_update_update_d49a1', table='stakeholders_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_personevent" ("archived_at", "do_not_invite", "do_not_invite_reason", "email", "email_undeliverable_on", "email_undeliverable_reason", "id", "language", "legal_basis", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "source", "status") VALUES (OLD."archived_at", OLD."do_not_invite", OLD."do_not_invite_reason", OLD."email", OLD."email_undeliverable_on", OLD."email_undeliverable_reason", OLD."id", OLD."language", OLD."legal_basis", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."source", OLD."status"); RETURN NULL;', hash='44c6704c9976e47d8986c0f8afb50fd5c8275925', operation='DELETE', pgid='pgtrigger_delete_delete_20009', table='stakeholders_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_positionevent" ("from_on", "id", "organisation_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "until_on") VALUES (NEW."from_on", NEW."id", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."title", NEW."until_on"); RETURN NULL;', hash='b93f5ad876cd60801886c3596c146d5ad0b9ee6d', operation='INSERT', pgid='pgtrigger_insert_insert_3e497', table='stakeholders_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_positionevent" ("from_on", "id", "organisation_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "until_on") VALUES (NEW."from_on", NEW."id", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."title", NEW."until_on"); RETURN NULL;', hash='fc08cdc9db1e6de0ad5a23b91aa579dbb17144b1', operation='UPDATE', pgid='pgtrigger_update_update_dca75', table='stakeholders_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_positionevent" ("from_on", "id", "organisation_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "until_on") VALUES (OLD."from_on", OLD."id", OLD."organisation_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."title", OLD."until_on"); RETURN NULL;', hash='2df15939eb7e0f58e1ba550ff2346d2f368979a7', operation='DELETE', pgid='pgtrigger_delete_delete_b2f1d', table='stakeholders_position', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_nl', ''), _negated=True), models.Q(('name_en', ''), _negated=True)), name='stakeholders_domain_has_both_names', violation_error_message='Give the name in both languages.'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_nl'), name='stakeholders_domain_dutch_once', violation_error_message='This list has an item with this Dutch name already.'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), name='stakeholders_domain_english_once', violation_error_message='This list has an item with this English name already.'),
        ),
        migrations.AddConstraint(
            model_name='organisationkind',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_nl', ''), _negated=True), models.Q(('name_en', ''), _negated=True)), name='stakeholders_organisationkind_has_both_names', violation_error_message='Give the name in both languages.'),
        ),
        migrations.AddConstraint(
            model_name='organisationkind',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_nl'), name='stakeholders_organisationkind_dutch_once', violation_error_message='This list has an item with this Dutch name already.'),
        ),
        migrations.AddConstraint(
            model_name='organisationkind',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), name='stakeholders_organisationkind_english_once', violation_error_message='This list has an item with this English name already.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email_undeliverable_on', None), ('email_undeliverable_reason', '')), models.Q(('email_undeliverable_on__isnull', False), models.Q(('email', ''), _negated=True)), _connector='OR'), name='stakeholders_person_undeliverable_is_an_address', violation_error_message='Only an address that is there can be undeliverable.'),
        ),
        migrations.AddField(
            model_name='contactchannel',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='stakeholders.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='contactchannelevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='contactchannelevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.contactchannel'),
        ),
        migrations.AddField(
            model_name='contactpointevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='contactpointevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.contactpoint'),
        ),
        migrations.AddField(
            model_name='domainevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.domain'),
        ),
        migrations.AddField(
            model_name='domainmembershipevent',
            name='domain',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.domain'),
        ),
        migrations.AddField(
            model_name='domainmembershipevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation'),
        ),
        migrations.AddField(
            model_name='fieldbasis',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_bases', to='stakeholders.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='fieldbasisevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='fieldbasisevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.fieldbasis'),
        ),
        migrations.AddField(
            model_name='kindmembershipevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation'),
        ),
        migrations.AddField(
            model_name='kindmembershipevent',
            name='organisationkind',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisationkind'),
        ),
        migrations.AddField(
            model_name='organisationkindevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.organisationkind'),
        ),
        migrations.AddField(
            model_name='positionevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='positionevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='positionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.position'),
        ),
        migrations.AddField(
            model_name='standing',
            name='noted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='standing',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='stakeholders.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='standingevent',
            name='noted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='standingevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='standingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.standing'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_nl', ''), _negated=True), models.Q(('name_en', ''), _negated=True)), name='stakeholders_tag_has_both_names', violation_error_message='Give the name in both languages.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_nl'), name='stakeholders_tag_dutch_once', violation_error_message='This list has an item with this Dutch name already.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), name='stakeholders_tag_english_once', violation_error_message='This list has an item with this English name already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_tagevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='3b61ed7712a48152d29a64642d42d3b2cbcc751e', operation='INSERT', pgid='pgtrigger_insert_insert_0ebe7', table='stakeholders_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_tagevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='9ebe774410cb48df4fde35d2244e0296ac686b66', operation='UPDATE', pgid='pgtrigger_update_update_681a5', table='stakeholders_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_tagevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nl", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='8425f870ccdba318933689047ee33d7f9db10ca9', operation='DELETE', pgid='pgtrigger_delete_delete_155f7', table='stakeholders_tag', when='AFTER')),
        ),
        migrations.AddField(
            model_name='organisation',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='organisations', to='stakeholders.tag', verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='tagevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.tag'),
        ),
        migrations.AddField(
            model_name='tagmembershipevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation'),
        ),
        migrations.AddField(
            model_name='tagmembershipevent',
            name='tag',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.tag'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_nl', ''), _negated=True), models.Q(('name_en', ''), _negated=True)), name='stakeholders_topic_has_both_names', violation_error_message='Give the name in both languages.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_nl'), name='stakeholders_topic_dutch_once', violation_error_message='This list has an item with this Dutch name already.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), name='stakeholders_topic_english_once', violation_error_message='This list has an item with this English name already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_topicevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='9433d02555f58ff6b740fceeb45add2f939fc94d', operation='INSERT', pgid='pgtrigger_insert_insert_218b4', table='stakeholders_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_topicevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nl", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e482c2ca993c33fa5cbbe927a01369b90126852d', operation='UPDATE', pgid='pgtrigger_update_update_c0dad', table='stakeholders_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_topicevent" ("code", "id", "is_active", "name_en", "name_nl", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nl", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='d18324b2e798e049b2fad8f1f4c6cb56498cd67e', operation='DELETE', pgid='pgtrigger_delete_delete_61311', table='stakeholders_topic', when='AFTER')),
        ),
        migrations.AddField(
            model_name='organisation',
            name='topics',
            field=models.ManyToManyField(blank=True, help_text='On which it wants to be consulted before something changes.', related_name='organisations', to='stakeholders.topic', verbose_name='topics'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='stakeholders_organisation_not_part_of_itself', violation_error_message='An organisation cannot be a part of itself.'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='stakeholders.topic'),
        ),
        migrations.AddField(
            model_name='topicmembershipevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.organisation'),
        ),
        migrations.AddField(
            model_name='topicmembershipevent',
            name='topic',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.topic'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domainmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_domainmembershipevent" ("domain_id", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."domain_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;', hash='f6a06a7967c29bb45233f1ac6dffa87ee8302f2b', operation='INSERT', pgid='pgtrigger_insert_insert_f4192', table='stakeholders_organisation_domains', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domainmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_domainmembershipevent" ("domain_id", "id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."domain_id", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;', hash='0f07bc5d5fd2b390dc63dc20d91986bce56c8d44', operation='DELETE', pgid='pgtrigger_delete_delete_cb58b', table='stakeholders_organisation_domains', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kindmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_kindmembershipevent" ("id", "organisation_id", "organisationkind_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."id", NEW."organisation_id", NEW."organisationkind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;', hash='cdd33688007928493a1b1d59d344e7e3e0ac038f', operation='INSERT', pgid='pgtrigger_insert_insert_a1a43', table='stakeholders_organisation_kinds', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kindmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_kindmembershipevent" ("id", "organisation_id", "organisationkind_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."id", OLD."organisation_id", OLD."organisationkind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;', hash='bcdd7dd61fce5c89e1cd8773cb74cff49e1a66a2', operation='DELETE', pgid='pgtrigger_delete_delete_3208c', table='stakeholders_organisation_kinds', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='contactchannel',
            index=models.Index(fields=['value'], name='stakeholders_channel_value'),
        ),
        migrations.AddConstraint(
            model_name='contactchannel',
            constraint=models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='stakeholders_contactchannel_has_value', violation_error_message='Give the address or the number.'),
        ),
        migrations.AddConstraint(
            model_name='contactchannel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'email'), _negated=True), models.Q(('value', django.db.models.functions.text.Lower('value')), ('value__contains', '@')), _connector='OR'), name='stakeholders_contactchannel_address_in_lower_case', violation_error_message='Enter a valid e-mail address.'),
        ),
        migrations.AddConstraint(
            model_name='contactchannel',
            constraint=models.UniqueConstraint(fields=('person', 'kind', 'value'), name='stakeholders_contactchannel_once', violation_error_message='This person has this address or number already.'),
        ),
        migrations.AddConstraint(
            model_name='contactchannel',
            constraint=models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('person',), name='stakeholders_contactchannel_one_preferred', violation_error_message='Another way is preferred already.'),
        ),
        migrations.AddConstraint(
            model_name='contactchannel',
            constraint=models.CheckConstraint(condition=models.Q(('undeliverable_on__isnull', False), ('undeliverable_reason', ''), _connector='OR'), name='stakeholders_contactchannel_undeliverable_has_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactchannel',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_contactchannelevent" ("id", "is_preferred", "kind", "label", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "undeliverable_on", "undeliverable_reason", "value") VALUES (NEW."id", NEW."is_preferred", NEW."kind", NEW."label", NEW."legal_basis", NEW."noted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source", NEW."undeliverable_on", NEW."undeliverable_reason", NEW."value"); RETURN NULL;', hash='9da0c8bbfd08450115c9517f478c55a8355177b0', operation='INSERT', pgid='pgtrigger_insert_insert_8c56e', table='stakeholders_contactchannel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactchannel',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_contactchannelevent" ("id", "is_preferred", "kind", "label", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "undeliverable_on", "undeliverable_reason", "value") VALUES (NEW."id", NEW."is_preferred", NEW."kind", NEW."label", NEW."legal_basis", NEW."noted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source", NEW."undeliverable_on", NEW."undeliverable_reason", NEW."value"); RETURN NULL;', hash='c898c57a74469314675c75acbca657f8ae38a3d9', operation='UPDATE', pgid='pgtrigger_update_update_ac8e3', table='stakeholders_contactchannel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactchannel',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_contactchannelevent" ("id", "is_preferred", "kind", "label", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "undeliverable_on", "undeliverable_reason", "value") VALUES (OLD."id", OLD."is_preferred", OLD."kind", OLD."label", OLD."legal_basis", OLD."noted_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source", OLD."undeliverable_on", OLD."undeliverable_reason", OLD."value"); RETURN NULL;', hash='934da9323acd2d1354751ea147054140db3abe51', operation='DELETE', pgid='pgtrigger_delete_delete_b0b96', table='stakeholders_contactchannel', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='fieldbasis',
            constraint=models.UniqueConstraint(fields=('person', 'field'), name='stakeholders_fieldbasis_once'),
        ),
        migrations.AddConstraint(
            model_name='fieldbasis',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='stakeholders_fieldbasis_has_source', violation_error_message='Say where this comes from.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldbasis',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_fieldbasisevent" ("field", "id", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."field", NEW."id", NEW."legal_basis", NEW."noted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='c025a57b2ac852e5de5b0999c0d9e471b59187e1', operation='INSERT', pgid='pgtrigger_insert_insert_41b18', table='stakeholders_fieldbasis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldbasis',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_fieldbasisevent" ("field", "id", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."field", NEW."id", NEW."legal_basis", NEW."noted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='d049d0b2c3eced4292cf00ac1ba1c480c3695dc2', operation='UPDATE', pgid='pgtrigger_update_update_96d03', table='stakeholders_fieldbasis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldbasis',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_fieldbasisevent" ("field", "id", "legal_basis", "noted_on", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."field", OLD."id", OLD."legal_basis", OLD."noted_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='14bc7cbc6c579f15be20a4129a6e0830c99fa0ad', operation='DELETE', pgid='pgtrigger_delete_delete_307ce', table='stakeholders_fieldbasis', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(fields=('organisation', 'on'), name='stakeholders_standing_one_a_day', violation_error_message='There is an estimate for this day already.'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(('interest__range', (1, 5))), name='stakeholders_standing_interest_in_scale', violation_error_message='Choose 1 to 5.'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(('influence__range', (1, 5))), name='stakeholders_standing_influence_in_scale', violation_error_message='Choose 1 to 5.'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(('attitude__range', (1, 5))), name='stakeholders_standing_attitude_in_scale', violation_error_message='Choose 1 to 5.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standing',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_standingevent" ("attitude", "id", "influence", "interest", "note", "noted_by_id", "on", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."attitude", NEW."id", NEW."influence", NEW."interest", NEW."note", NEW."noted_by_id", NEW."on", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='b743f0fefa9b2e3edd95d5f0fbe9026ca4b93250', operation='INSERT', pgid='pgtrigger_insert_insert_6aefa', table='stakeholders_standing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standing',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stakeholders_standingevent" ("attitude", "id", "influence", "interest", "note", "noted_by_id", "on", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."attitude", NEW."id", NEW."influence", NEW."interest", NEW."note", NEW."noted_by_id", NEW."on", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a972ddfc449d467fc3d330df162c659400eb4ac1', operation='UPDATE', pgid='pgtrigger_update_update_cd0fa', table='stakeholders_standing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standing',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_standingevent" ("attitude", "id", "influence", "interest", "note", "noted_by_id", "on", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."attitude", OLD."id", OLD."influence", OLD."interest", OLD."note", OLD."noted_by_id", OLD."on", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='6ab9a7087ce3aa4a1daa2e1839d0e5ee3f537555', operation='DELETE', pgid='pgtrigger_delete_delete_70b13', table='stakeholders_standing', when='AFTER')),
        ),
        migrations.CreateModel(
            name='TagMembership',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('stakeholders.organisation_tags',),
        ),
        migrations.CreateModel(
            name='TopicMembership',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('stakeholders.organisation_topics',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tagmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_tagmembershipevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "tag_id") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."tag_id"); RETURN NULL;', hash='6b7cc9836fbb34f609893bedb88b700e4b8d260d', operation='INSERT', pgid='pgtrigger_insert_insert_72af7', table='stakeholders_organisation_tags', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tagmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_tagmembershipevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "tag_id") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."tag_id"); RETURN NULL;', hash='daf56e6eb9d9a522328f121b4c08ae044c5fc782', operation='DELETE', pgid='pgtrigger_delete_delete_7da2b', table='stakeholders_organisation_tags', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topicmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_topicmembershipevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "topic_id") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."topic_id"); RETURN NULL;', hash='510a0f5025827de290bb9933717af3c9bfc7a4c5', operation='INSERT', pgid='pgtrigger_insert_insert_68b41', table='stakeholders_organisation_topics', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topicmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stakeholders_topicmembershipevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "topic_id") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."topic_id"); RETURN NULL;', hash='ec7c4ab411dc6c3c6dff565bb48aaf80afff5b58', operation='DELETE', pgid='pgtrigger_delete_delete_14cd0', table='stakeholders_organisation_topics', when='AFTER')),
        ),
    ]
