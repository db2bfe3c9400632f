"""The demo shows a merge that can be undone and a likely duplicate, once."""

import pytest

from stakeholders import merging_demo
from stakeholders.models import LikelyDuplicate, Merge, Organisation

pytestmark = pytest.mark.django_db


def test_the_demo_of_merging_loads_once(now):
    merging_demo.load(now)
    merging_demo.load(now)
    assert (Merge.objects.count(), Organisation.objects.count()) == (1, 4)
    assert LikelyDuplicate.objects.exists()
