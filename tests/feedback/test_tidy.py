"""The schedule, erasing a person, the health line, and the sealed boxes themselves."""

import stat
from datetime import timedelta

import pytest
from django.conf import settings

from core import sealed
from core.periods import add_working_days, local_date
from core.registry import DataSubject, erasers, health_checks
from feedback.models import Giver, SealedEntry
from feedback.services.receive import Words, give_signal
from feedback.services.tidy import close_quiet_signals
from feedback.tasks import close_quiet, open_inbox, sync_tellings

from .conftest import RECEIVED

pytestmark = pytest.mark.django_db


def test_a_told_signal_is_closed_after_twenty_quiet_working_days(make_signal, tell):
    signal = make_signal()
    tell(signal)
    told_on = local_date(RECEIVED + timedelta(days=1))
    quiet = (add_working_days(told_on, 20) - told_on).days
    assert close_quiet_signals(at=RECEIVED + timedelta(days=quiet)) == 0
    assert close_quiet_signals(at=RECEIVED + timedelta(days=quiet + 1)) == 1
    signal.refresh_from_db()
    assert signal.state == "closed"


def test_erasing_a_person_keeps_the_words_and_forgets_who_said_them(make_signal, privacy_officer):
    signal = make_signal()
    gever = DataSubject(emails=("gever1@example.org",))
    assert list(erasers["feedback"].erase(gever, privacy_officer, RECEIVED).values()) == [1]
    giver = Giver.objects.get(signal=signal)
    assert (giver.name, giver.email, giver.wants_mail) == ("", "", False)
    assert erasers["feedback"].erase(gever, privacy_officer, RECEIVED) == {}


def test_the_tasks_run_on_an_empty_house_and_twice(make_signal):
    for task in (sync_tellings, open_inbox, close_quiet) * 2:
        task()


def test_the_health_line_warns_of_an_unopened_inbox_and_of_lost_keys():
    check = health_checks["feedback:inbox"].check
    assert check()[0] == "ok"
    give_signal(
        words=Words(kind="offer", text="Ik help mee."), giver=None, nonce="n", at=RECEIVED - timedelta(days=90)
    )
    assert check()[0] == "warning"
    SealedEntry.objects.update(is_unreadable=True)
    assert check()[0] == "error"


def test_a_box_opens_with_its_key_only_and_never_after_the_key_is_destroyed():
    box = sealed.seal({"text": "geheim"}, room="signals", key_name="2026-11-02")
    assert b"geheim" not in box
    assert sealed.open_box(box, room="signals", key_name="2026-11-02") == {"text": "geheim"}
    sealed.seal({}, room="signals", key_name="2026-11-03")
    with pytest.raises(sealed.BoxUnreadable):
        sealed.open_box(box, room="signals", key_name="2026-11-03")
    with pytest.raises(sealed.BoxUnreadable):
        sealed.open_box(box[:-1], room="signals", key_name="2026-11-02")
    sealed.destroy_key(room="signals", key_name="2026-11-02")
    with pytest.raises(sealed.BoxUnreadable):
        sealed.open_box(box, room="signals", key_name="2026-11-02")


def test_boxes_have_few_sizes_and_a_limit():
    sizes = {len(sealed.seal({"t": "x" * n}, room="signals", key_name="k")) for n in (0, 1, 500, 1900)}
    assert len(sizes) == 1
    with pytest.raises(sealed.TooLargeToSeal):
        sealed.seal({"t": "x" * 200_000}, room="signals", key_name="k")


def test_keys_are_readable_by_their_owner_only_and_secrets_last():
    assert sealed.secret_of("signals", "follow") == sealed.secret_of("signals", "follow")
    for path in (settings.KEYS_DIR / "signals").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for name in ("../x", "", "A", ".."):
        with pytest.raises(ValueError, match="not a"):
            sealed.secret_of(name, "follow")
