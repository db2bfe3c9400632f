"""Who may do what in this room, and the one door to each of its objects."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from .models import InstrumentVersion, Wave

READ_INSTRUMENTS = "measurements.read_instruments"
IMPORT_INSTRUMENTS = "measurements.import_instruments"
READ = "measurements.read_waves"
MANAGE = "measurements.manage_waves"
ANNOUNCE = "measurements.announce_waves"


def get_wave_for(user: Any, pk: int) -> Wave:
    """A wave this user may see. Raises Http404 for anybody else, also when there is none."""
    wave = Wave.objects.select_related("instrument_version__instrument", "baseline").filter(pk=pk).first()
    if wave is None or not user.has_perm(READ):
        raise Http404
    return wave


def get_version_for(user: Any, pk: int) -> InstrumentVersion:
    """A questionnaire this user may read. Raises Http404 otherwise."""
    version = InstrumentVersion.objects.select_related("instrument", "imported_by").filter(pk=pk).first()
    if version is None or not user.has_perm(READ_INSTRUMENTS):
        raise Http404
    return version
