"""The demo goes through the whole flow: invited, answered, sealed, filed, closed, scored."""

import pytest

from core.models import OutgoingMail
from measurements import demo
from measurements.choices import State
from measurements.models import ConfidentialAnswer, FrameMember, Result, SealedAnswer, Wave
from tests.conftest import NOW

from .asking import Respondent, tokens


@pytest.mark.django_db(transaction=True)
def test_the_demo_has_a_finished_and_an_open_wave_and_loads_once(make_user, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
    make_user("researcher", email="researcher@demo.example")
    make_user("communications", email="communications@demo.example")
    demo.load(NOW)
    demo.load(NOW)

    finished, opened = Wave.objects.order_by("created_at")
    assert (finished.state, opened.state) == (State.PUBLISHED, State.OPEN)
    assert finished.is_fictional
    assert finished.done_count == ConfidentialAnswer.objects.count() == 56
    assert not SealedAnswer.objects.filter(wave=finished).exists()
    assert Result.objects.filter(wave=finished, construct="REP", mean__isnull=False).exists()
    assert {member.email.split("@")[1] for member in FrameMember.objects.all()} == {"example.org"}
    assert OutgoingMail.objects.filter(state="sent").count() == 84 + 12
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 12
    assert Respondent(tokens(opened)[0]).client.get(f"/s/{tokens(opened)[0]}/").status_code == 200
