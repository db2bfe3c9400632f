"""Never twice, even when the worker is killed in the middle: real worker processes, SIGKILL, a real SMTP server."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.utils import timezone

from core.mail import send_due
from core.mail.uncertain import uncertain_mail
from core.models import Mailing, OutgoingMail
from measurements.models import Wave
from measurements.services.invitations import reference_of

from .asking import open_wave

MESSAGES = 240
KILLS = 14
SENDER = Path(__file__).with_name("mail_sender.py")
State = OutgoingMail.State


class Receiving:
    """Keeps the Message-ID of everything that it accepted."""

    def __init__(self) -> None:
        self.accepted: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        # Kept before the answer, as real servers do: a sender killed now does not know that it arrived.
        for line in envelope.content.split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                self.accepted.append(line.split(b":", 1)[1].strip().decode())
        return "250 accepted"


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Receiving(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def sender(server):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ind_reputation.settings.test",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "MAIL_PER_MINUTE": "0",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    child = subprocess.Popen(
        [sys.executable, str(SENDER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=settings.BASE_DIR,
    )
    yield child
    child.stdin.close()
    child.wait(timeout=10)
    child.stdout.close()


def run_worker(sender, *, killed_after: float | None = None) -> int:
    """One worker from start to end or to its death; returns how it ended (9: killed)."""
    sender.stdin.write("go\n")
    sender.stdin.flush()
    worker = int(sender.stdout.readline())
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(worker, signal.SIGKILL)
    return int(sender.stdout.readline())


def wave_that_sends() -> Wave:
    wave = open_wave(people=MESSAGES, at=timezone.now())
    Mailing.objects.update(send_at=timezone.now())
    return wave


@pytest.mark.django_db(transaction=True)
def test_killed_workers_double_nothing_and_lose_nothing_silently(server, sender):
    wave = wave_that_sends()
    chance = random.Random(20261122)
    ended = Counter(run_worker(sender, killed_after=chance.uniform(0.01, 0.22)) for _kill in range(KILLS))
    assert ended[signal.SIGKILL] >= 5, ended  # the test really killed workers at their work
    assert run_worker(sender) == 0
    send_due(at=timezone.now() + timedelta(minutes=6))  # what died between claim and mark is noticed

    accepted = Counter(server.handler.accepted)
    by_id = {mail.message_id: State(mail.state) for mail in OutgoingMail.objects.all()}
    assert len(by_id) == MESSAGES
    assert set(accepted) <= set(by_id)
    assert [name for name, times in accepted.items() if times > 1] == []
    assert {state for state in by_id.values()} <= {State.SENT, State.UNCERTAIN}
    assert [name for name, state in by_id.items() if state == State.SENT and not accepted[name]] == []
    # Whatever arrived without being marked is listed, and so is whatever may have been lost.
    listed = {mail.message_id for mail in uncertain_mail(reference=reference_of(wave))}
    assert listed == {name for name, state in by_id.items() if state == State.UNCERTAIN}
    assert 1 <= len(listed) <= ended[signal.SIGKILL]
    assert run_worker(sender) == 0
    assert Counter(server.handler.accepted) == accepted  # nothing uncertain is sent again by itself
