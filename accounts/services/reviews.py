"""Signing the report of who may see what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import AccessReview, User
from accounts.queries import access_fingerprint

from .audit import audit


@transaction.atomic
def sign_access_report(*, by: User, at: datetime, remark: str = "", origin: str = "") -> AccessReview:
    """Record that `by` has seen the report as it is now."""
    review = AccessReview(reviewed_by=by, reviewed_at=at, remark=remark.strip(), fingerprint=access_fingerprint())
    review.full_clean()
    review.save()
    audit(action="access_review", at=at, actor=by, record=review, subject="", origin=origin)
    return review
