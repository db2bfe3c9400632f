"""Whole survey flows against the real web server: open the link, answer every page, send.

CPU is what the web and the database processes used, so it says something on a busy machine too; the client runs in
the same machine and its share is left out.
"""

import html
import http.client
import os
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from bench.registry import Row, benchmark

AT_ONCE = (8, 32)
FLOWS = 600
WARM_UP = 60
_TICKS = os.sysconf("SC_CLK_TCK")
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')


def open_wave(people: int) -> list[str]:
    """Make an anonymous wave on the starter questionnaire, open it, and return the links' tokens."""
    from django.utils import timezone

    from measurements.choices import Mode
    from measurements.models import Invitation, Wave
    from measurements.services import frames, waves
    from measurements.services.instruments import import_instrument
    from measurements.services.languages import confirm_language
    from measurements.services.secrets import token_for

    at = timezone.now()
    library = Path(__file__).resolve().parent.parent / "measurements" / "library" / "stakeholders.json"
    version, _is_new = import_instrument(raw=library.read_bytes(), by=None, at=at)
    confirm_language(version=version, language="en", translator="Benchmark", by=None, at=at)
    wave = waves.create_wave(
        title="Benchmark",
        instrument_version=version,
        mode=Mode.ANONYMOUS,
        by=None,
        at=at,
        languages=["nl", "en"],
        closes_at=at + timedelta(days=30),
    )
    frames.add_members(
        wave=wave,
        addresses=[
            frames.Address(f"p{n}@example.org", f"Persoon {n}", "nl", f"Organisatie {n}") for n in range(people)
        ],
    )
    wave = waves.make_ready(wave=Wave.objects.get(pk=wave.pk), by=None, at=at)
    wave = waves.open_wave(wave=wave, by=None, at=at)
    numbers = Invitation.objects.filter(wave=wave).values_list("number", flat=True)
    return [token_for(wave.key_name, number) for number in numbers]


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of a page with their values."""
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(page))
    return {tag["name"]: html.unescape(tag.get("value", "")) for tag in found if "name" in tag}


def choices_of(page: str) -> dict[str, str]:
    """Return one answer per question with choices: the first one shown."""
    answers: dict[str, str] = {}
    for tag in (dict(_ATTRIBUTE.findall(text)) for text in _INPUT.findall(page)):
        if tag.get("type") == "radio" and tag.get("name", "").startswith("q."):
            answers.setdefault(tag["name"], tag["value"])
    return answers


@dataclass
class Client:
    """A browser of one respondent after another, on one kept connection."""

    port: int
    # What was chosen on a page, worked out once: the pages differ in their hidden fields only.
    chosen: dict[int, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def fetch(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Return a page. Raises RuntimeError for anything but 200."""
        headers = {"Host": f"localhost:{self.port}", "Accept-Encoding": "identity"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{method} answered {response.status}")
        return text

    def flow(self, token: str) -> float:
        """Open the link, answer every page, send; return the seconds it took. Raises RuntimeError when not thanked."""
        began = time.perf_counter()
        page = self.fetch("GET", f"/s/{token}/")
        number = 0
        while "</form>" in page and number < 20:
            if number not in self.chosen:
                self.chosen[number] = choices_of(page)
            last = 'value="verder"' not in page
            form = {**fields_of(page), **self.chosen[number], "actie": "verstuur" if last else "verder"}
            page = self.fetch("POST", "/s/", form)
            number += 1
            if last:
                break
        if 'name="sleutel"' in page:
            raise RuntimeError("the form came back instead of a thank-you")
        return time.perf_counter() - began


def cpu_seconds(pids: list[int]) -> float:
    """Return the processor time of these processes and of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(part) for part in parts[11:15])
    return total / _TICKS


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def database_pid() -> int:
    """Return the process of the database server (0 when it does not run on this machine)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    try:
        return int(Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


@dataclass
class Server:
    """The web server as an installation runs it: two processes with four threads."""

    port: int
    child: Any

    def cpu(self) -> float:
        """Processor seconds so far."""
        return cpu_seconds(family(self.child.process.pid))


def start_server() -> Server:
    """Start the web server and wait until it answers."""
    from ind_reputation.runner.commands import COMMANDS, ROOT
    from ind_reputation.runner.processes import start_child

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {**os.environ, "WEB_PORT": str(port), "WEB_WORKERS": "2", "WEB_THREADS": "4"}
    log = Path(os.environ["DATA_DIR"]) / "log" / "bench-web.log"
    server = Server(port, start_child("web", COMMANDS["web"](env), log=log, env=env, cwd=ROOT))
    end = time.monotonic() + 60
    while True:
        try:
            Client(port).fetch("GET", "/healthz/live")
        except (OSError, RuntimeError, http.client.HTTPException):
            if server.child.died or time.monotonic() > end:
                raise RuntimeError(f"the web server did not start:\n{server.child.last_lines()}") from None
            time.sleep(0.1)
        else:
            return server


def run_flows(port: int, tokens: list[str], at_once: int) -> list[float]:
    """Let `at_once` respondents answer at the same time until the tokens are used; return the seconds of each."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for token in tokens:
        waiting.put(token)

    def respondent(_number: int) -> list[float]:
        client, taken = Client(port), []
        while True:
            try:
                token = waiting.get_nowait()
            except Empty:
                client.connection.close()
                return taken
            taken.append(client.flow(token))

    with ThreadPoolExecutor(at_once) as pool:
        return [seconds for taken in pool.map(respondent, range(at_once)) for seconds in taken]


@benchmark("survey-flow", "whole survey flows: open the link, answer every page, send (2 x 4 threads)")
def survey_flow() -> Iterator[Row]:
    """Measure flows per second, their duration and the processor time of web and database per flow."""
    from ind_reputation.runner.processes import stop_children

    tokens = open_wave(WARM_UP + FLOWS * len(AT_ONCE))
    postgres = database_pid()
    server = start_server()
    try:
        run_flows(server.port, [tokens.pop() for _each in range(WARM_UP)], 8)
        for at_once in AT_ONCE:
            mine = [tokens.pop() for _each in range(FLOWS)]
            web, database = server.cpu(), cpu_seconds(family(postgres)) if postgres else 0.0
            began = time.perf_counter()
            taken = run_flows(server.port, mine, at_once)
            wall = time.perf_counter() - began
            web, database = server.cpu() - web, (cpu_seconds(family(postgres)) if postgres else 0.0) - database
            cuts = quantiles(taken, n=20)
            yield Row(
                "survey-flow",
                f"{at_once} at once",
                {
                    "flows/s": len(taken) / wall,
                    "p50 ms": cuts[9] * 1000,
                    "p95 ms": cuts[18] * 1000,
                    "web CPU ms/flow": web / len(taken) * 1000,
                    "db CPU ms/flow": database / len(taken) * 1000,
                },
                f"{len(taken)} flows",
            )
    finally:
        stop_children([server.child], limit=10)
