"""The nightly search for likely duplicates."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.history import acting

from .models.merging import RecordKind
from .services.duplicates import find_duplicates as find


@shared_task(name="stakeholders.duplicate_tasks.find_duplicates")
def find_duplicates(**kwargs: Any) -> None:
    """Look through organisations and persons for likely duplicates."""
    with acting(None, route="stakeholders.duplicate_tasks.find_duplicates"):
        for kind in RecordKind.values:
            find(kind=kind, at=timezone.now())
