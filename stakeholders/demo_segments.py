"""Segments of the demo: two by rules, one picked by hand."""

from __future__ import annotations

from datetime import datetime

from core.history import acting
from core.registry import DemoLoader, demo_loaders

from .models import Organisation, Segment
from .models.segment import Combine, SegmentOf, Way
from .services.segments import create_segment, pick

_PICKED = 3
_RULES = (
    {
        "name": "Ketenpartners in de meting",
        "description": "Om te raadplegen over veranderingen in de keten",
        "of": SegmentOf.ORGANISATIONS,
        "rules": {"kinds": ["chain_partner"], "measurement": ["yes"]},
    },
    {
        "name": "Contactpersonen die Engels lezen",
        "description": "Voor uitnodigingen in het Engels",
        "of": SegmentOf.PERSONS,
        "rules": {"language": ["en"]},
    },
)


def load(at: datetime) -> None:
    """Make the segments that are not there yet."""
    with acting(None, route="demo"):
        for values in _RULES:
            if not Segment.objects.filter(name=values["name"]).exists():
                create_segment(values={"way": Way.RULES, "combine": Combine.ALL, **values}, by=None, at=at)
        name = "Bestuurlijk overleg"
        if not Segment.objects.filter(name=name).exists():
            values = {"name": name, "description": "Wie wij aan tafel vragen", "way": Way.PICKED, "rules": {}}
            segment = create_segment(values=values, by=None, at=at)
            for organisation in Organisation.objects.in_measurement()[:_PICKED]:
                pick(segment=segment, record=organisation)


demo_loaders.register(DemoLoader("stakeholders.segments", load, order=12))
