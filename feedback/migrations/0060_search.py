"""Signals in the search documents."""

from django.db import migrations

from core.search.documents import Watch, operations

SIGNAL = """
SELECT s.id, s.title, '', s.topic, s.text, s.received_on, true FROM public.feedback_signal s WHERE s.id = ANY(ids)
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_told_function"), ("core", "0060_search")]
    operations = operations(
        kind="signal",
        table="feedback_signal",
        select=SIGNAL,
        watches=[Watch("feedback_signal", columns=("title", "topic", "text", "received_on"))],
        is_named=False,
    )
