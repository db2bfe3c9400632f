"""The first values of the managed lists; an agency changes them afterwards, so none is overwritten or taken away."""

from django.db import migrations

KINDS = [
    ("chain_partner", "Ketenpartner", "Chain partner"),
    ("ministry", "Ministerie", "Ministry"),
    ("municipality", "Gemeente", "Municipality"),
    ("legal", "Advocatuur", "Legal profession"),
    ("judiciary", "Rechtspraak", "Judiciary"),
    ("education", "Onderwijs", "Education"),
    ("business", "Bedrijfsleven", "Business"),
    ("business_support", "Ondersteuning van bedrijven", "Business support"),
    ("interest_group", "Belangenorganisatie", "Interest group"),
    ("oversight", "Toezicht", "Oversight"),
    ("advisory", "Adviesorgaan", "Advisory body"),
    ("politics", "Politiek", "Politics"),
    ("media", "Media", "Media"),
    ("comparable_agency", "Vergelijkbare uitvoerder", "Comparable agency"),
]
DOMAINS = [
    ("asylum", "Asiel", "Asylum"),
    ("regular", "Regulier", "Regular migration"),
    ("naturalisation", "Naturalisatie", "Naturalisation"),
    ("agency", "Hele organisatie", "Whole agency"),
]


def seed(apps, schema_editor):
    for model, values in (("OrganisationKind", KINDS), ("Domain", DOMAINS)):
        for order, (code, dutch, english) in enumerate(values, start=1):
            apps.get_model("stakeholders", model).objects.get_or_create(
                code=code, defaults={"name_nl": dutch, "name_en": english, "order": order * 10}
            )


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_registry")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
