"""The container set-up without a container engine: the compose file is sound, and each of its commands runs."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ind_reputation.runner.checks import production_environment
from ind_reputation.runner.datadir import DataDir
from ind_reputation.runner.postgres import APP_ROLE, OWNER_ROLE, PRIVATE_LOG
from ind_reputation.runner.pytest_database import change_url, copy_template, wait_for_template
from ind_reputation.runner.services import Services

from .conftest import ROOT, clean_environment, free_port

APPLICATION = ("init", "web", "worker", "beat")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "REDIS_PASSWORD")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def example_settings() -> dict[str, str]:
    """The names and values of `.env.example` that are not commented out."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_compose_file_names_every_service_with_a_health_check(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"postgres", "redis", *APPLICATION}
    assert [name for name in services if name != "init" and "healthcheck" not in services[name]] == []
    for name in APPLICATION[1:]:
        assert services[name]["depends_on"] == {"init": {"condition": "service_completed_successfully"}}
    used = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert {volume for volume in used if not volume.startswith("./")} == set(compose["volumes"])


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in SECRETS:
        assert f"${{{name}:?" in text
        assert not re.search(rf"\$\{{{name}(:?-|\}})", text)
        assert example_settings()[name] == ""


def test_the_server_log_is_as_private_as_in_the_local_runner(compose: dict[str, Any]) -> None:
    command = compose["services"]["postgres"]["command"]
    assert set(command) - {"postgres", "-c"} == {f"{name}={value}" for name, value in PRIVATE_LOG.items()}


def test_only_init_and_worker_know_the_owner_of_the_tables(compose: dict[str, Any]) -> None:
    knowing = [name for name in APPLICATION if "DATABASE_OWNER_URL" in compose["services"][name]["environment"]]
    assert knowing == ["init", "worker"]


def test_every_setting_that_is_read_is_explained_in_the_example() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "ind_reputation" / "settings").glob("*.py"))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", sources)) - {"DEBUG"}
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - explained == set()


def test_every_setting_in_the_compose_file_is_in_the_example(compose: dict[str, Any]) -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used - explained == set()


@pytest.mark.skipif(
    not shutil.which("docker-compose"), reason="no docker-compose; on Debian: apt-get install docker-compose"
)
def test_docker_compose_accepts_the_file_and_refuses_an_empty_secret(tmp_path: Path) -> None:
    filled = {name: value or "x" * 60 for name, value in example_settings().items()}
    path = tmp_path / "env"
    for settings, expected in ((filled, 0), ({**filled, "APP_PASSWORD": ""}, 1)):
        path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        command = ["docker-compose", "--project-directory", ROOT, "--env-file", path, "config", "--quiet"]
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stderr


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A database of its own and Valkey, with the settings of an imaginary installation."""
    wait_for_template()
    copy_template("ind_test_deployment")
    admin = os.environ["IND_TEST_ADMIN_URL"]
    for name, role in (("DATABASE_URL", APP_ROLE), ("DATABASE_OWNER_URL", OWNER_ROLE)):
        monkeypatch.setenv(name, change_url(admin, role=role, database="ind_test_deployment"))
    monkeypatch.delenv("REDIS_URL")
    data = DataDir(tmp_path / "data")
    data.make()
    env = clean_environment(**production_environment(data.root), WEB_PORT=str(free_port()), PYTHONPATH=str(ROOT))
    env["STATIC_ROOT"] = str(tmp_path / "static")
    services = Services(data, env)
    try:
        services.start(throw_away=True)
        yield services.env
    finally:
        services.stop()


def run(env: dict[str, str], module: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env=env, cwd=ROOT, start_new_session=True)


def test_each_service_runs_from_the_entry_point_of_the_image_with_production_settings(
    servers: dict[str, str], compose: dict[str, Any]
) -> None:
    entry = "ind_reputation.runner.commands"
    assert f'ENTRYPOINT ["python", "-m", "{entry}"]' in (ROOT / "Dockerfile").read_text()
    assert run(servers, entry, "collectstatic", "--noinput", "-v", "0").wait(120) == 0
    assert run(servers, entry, *compose["services"]["init"]["command"]).wait(180) == 0
    running = {name: run(servers, entry, *compose["services"][name]["command"]) for name in APPLICATION[1:]}
    try:
        for name in APPLICATION[1:]:
            check = compose["services"][name]["healthcheck"]["test"]
            assert check[:3] == ["CMD", "python", "-m"]
            end = time.monotonic() + 60
            mark = Path(servers["DATA_DIR"]) / "run" / f"{name}.ready"
            while name != "web" and not mark.exists() and time.monotonic() < end:
                time.sleep(0.1)
            while run(servers, *check[3:]).wait(60) != 0:
                assert running[name].poll() is None, name
                assert time.monotonic() < end, name
                time.sleep(0.2)
        assert_served_over_https_only(servers)
    finally:
        for process in running.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(30) for name, process in running.items()}
    assert codes == dict.fromkeys(codes, 0)


def assert_served_over_https_only(env: dict[str, str]) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def http_error_301(self, request: Any, response: Any, code: int, message: str, headers: Any) -> Any:
            return response

    address = f"http://127.0.0.1:{env['WEB_PORT']}/account/login/"
    opener = urllib.request.build_opener(Stay)
    headers = {"Host": "reputation.example.org"}
    with opener.open(urllib.request.Request(address, headers=headers), timeout=20) as response:
        assert response.status == 301
        assert response.headers["Location"].startswith("https://reputation.example.org/")
    with opener.open(urllib.request.Request(address, headers={**headers, "X-Forwarded-Proto": "https"})) as response:
        assert response.status == 200
        assert "max-age=31536000" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing or weak"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is missing or weak"),
        ("DEBUG", "true", "DEBUG must not be set"),
        ("SITE_URL", "http://reputation.example.org", "must be the https origin"),
        ("ALLOWED_HOSTS", "*", "must name the hosts"),
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
    ],
)
def test_production_refuses_to_start_with_a_setting_that_is_missing_or_unsafe(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    env = clean_environment(**{**production_environment(tmp_path), name: value})
    code = "import ind_reputation.settings.production"
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert sentence in done.stderr
