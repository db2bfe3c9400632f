"""Secrets of second factors are closed in the database; those from before still work."""

import pytest
from allauth.mfa.adapter import get_adapter

from accounts.second_factor_box import open_up

pytestmark = pytest.mark.django_db


def test_a_secret_is_closed_with_a_key_outside_the_database_and_opens_again():
    stored = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert get_adapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"
    assert get_adapter().encrypt("JBSWY3DPEHPK3PXP") != stored


def test_a_secret_stored_open_before_still_works():
    assert open_up("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"
