"""Log lines carry no personal data and no secrets."""

from core.redaction import redact, redact_event


def test_addresses_and_secret_paths_are_taken_out():
    line = redact("mail to jan.jansen@example.nl failed for /s/abcDEF123/ and https://x.nl/volg/AB12-CD34?a=1")
    assert "jan" not in line
    assert "abcDEF123" not in line
    assert "AB12" not in line
    assert "/s/…/" in line


def test_values_under_secret_keys_are_dropped_whatever_they_hold():
    event = redact_event(None, "info", {"event": "x", "token": b"raw", "ip": "10.0.0.1", "n": 3})
    assert event == {"event": "x", "token": "…", "ip": "…", "n": 3}
