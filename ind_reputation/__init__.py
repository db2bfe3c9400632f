"""Composition of the product: settings, URLs, Celery and the local runner. Imported by nobody."""

from .celery import app as celery_app

__all__ = ("celery_app",)
