"""Periods can change places in one statement; staged rows lose an index that nothing reads."""

import django.contrib.postgres.constraints
import django.db.models.constraints
import stakeholders.models.fields
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("stakeholders", "0063_search_gatherings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # No question uses it, and it made staging a list slow.
        migrations.RemoveIndex(model_name="importrow", name="stakeholders_importrow_key"),
        migrations.RemoveConstraint(
            model_name='accountassignment',
            name='stakeholders_accountassignment_one_per_role',
        ),
        migrations.RemoveConstraint(
            model_name='accountassignment',
            name='stakeholders_accountassignment_one_role_each',
        ),
        migrations.RemoveConstraint(
            model_name='position',
            name='stakeholders_position_no_overlap',
        ),
        migrations.AddConstraint(
            model_name='accountassignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(stakeholders.models.fields.DayRange('from_on', 'until_on'), '&&'), ('organisation', '='), ('role', '=')], name='stakeholders_accountassignment_one_per_role', violation_error_message='Somebody else has this role in that period.'),
        ),
        migrations.AddConstraint(
            model_name='accountassignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(stakeholders.models.fields.DayRange('from_on', 'until_on'), '&&'), ('organisation', '='), ('user', '=')], name='stakeholders_accountassignment_one_role_each', violation_error_message='This colleague has a role at this organisation in that period already.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(stakeholders.models.fields.DayRange('from_on', 'until_on'), '&&'), ('person', '='), ('organisation', '=')], name='stakeholders_position_no_overlap', violation_error_message='This person has a function at this organisation in that period already.'),
        ),
    ]
