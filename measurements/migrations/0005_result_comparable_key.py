"""A key on every stored result that says with which other waves it may be compared."""

from django.db import migrations, models

from measurements.domain.comparability import comparable_keys
from measurements.domain.instrument import Questionnaire


def fill_keys(apps, schema_editor):
    Result = apps.get_model("measurements", "Result")
    Wave = apps.get_model("measurements", "Wave")
    for wave in Wave.objects.filter(results__isnull=False).distinct().select_related("instrument_version"):
        questionnaire = Questionnaire.from_document(wave.instrument_version.document)
        for code, key in comparable_keys(questionnaire, mode=wave.mode).items():
            Result.objects.filter(wave=wave, construct=code).update(comparable_key=key)


class Migration(migrations.Migration):
    dependencies = [("measurements", "0004_mode_is_frozen")]

    operations = [
        migrations.AddField(
            model_name="result",
            name="comparable_key",
            field=models.CharField(
                blank=True,
                help_text="Results with different keys are not compared: another question, scale or way of asking.",
                max_length=32,
                verbose_name="comparable with",
            ),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
