"""What the import linter cannot see: dotted names, string keys, template includes, sizes, what a page load imports."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

from .urls import all_urls

ROOT = Path(settings.BASE_DIR)
# The higher the number, the higher the room; equal numbers are siblings that never know each other.
RANK = {
    "core": 0,
    "accounts": 1,
    "stakeholders": 2,
    "measurements": 3,
    "feedback": 4,
    "newsroom": 4,
    "kpis": 5,
    "ind_reputation": 6,
}
HEAVY = ["pandas", "scipy", "statsmodels", "typst", "plotly", "pyreadstat", "openpyxl"]


def may_know(knower: str, known: str) -> bool:
    return knower == known or RANK[knower] > RANK[known]


def modules() -> Iterator[Path]:
    for room in RANK:
        yield from (ROOT / room).rglob("*.py")


def queued_names() -> Iterator[tuple[Path, str]]:
    """Every task name written as a literal in `enqueue("…")` or `send_task("…")`."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in ("enqueue", "send_task") and isinstance(first, ast.Constant):
                yield path, str(first.value)


@pytest.fixture(scope="module")
def tasks():
    current_app.loader.import_default_modules()
    return current_app.tasks


def test_every_queued_task_exists_and_is_not_above_who_queues_it(tasks):
    found = list(queued_names())
    assert found
    for path, name in found:
        assert name in tasks, f"{path}: {name}"
        assert may_know(path.relative_to(ROOT).parts[0], name.split(".")[0]), f"{path}: {name}"


def test_every_entry_of_the_schedule_is_a_task_that_takes_its_arguments(tasks):
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        task = tasks[entry["task"]]
        inspect.signature(task.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))
        assert entry["schedule"], name


def test_every_task_takes_arguments_of_a_newer_version(tasks):
    ours = [task for name, task in tasks.items() if name.split(".")[0] in RANK]
    assert ours
    for task in ours:
        kinds = [parameter.kind for parameter in inspect.signature(task.run).parameters.values()]
        assert inspect.Parameter.VAR_KEYWORD in kinds, task.name


def template_names() -> list[str]:
    directory = ROOT / "templates"
    return sorted(
        str(path.relative_to(directory)) for path in directory.rglob("*") if path.suffix in (".html", ".txt", ".xml")
    )


@pytest.mark.parametrize("name", template_names())
def test_the_template_compiles(name):
    get_template(name)


def test_templates_include_nothing_from_a_room_above():
    wrong = []
    for name in template_names():
        room = name.split("/")[0] if name.split("/")[0] in RANK else "core"
        source = (ROOT / "templates" / name).read_text()
        for other in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", source):
            known = other.split("/")[0] if other.split("/")[0] in RANK else "core"
            if not may_know(room, known):
                wrong.append((name, other))
    assert wrong == []


def test_foreign_keys_point_down():
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in RANK:
            continue
        for field in model._meta.get_fields():
            related = field.related_model
            if field.auto_created or not isinstance(related, type) or related._meta.app_label not in RANK:
                continue
            is_user = related._meta.label == settings.AUTH_USER_MODEL
            if not is_user and not may_know(room, related._meta.app_label):
                wrong.append(f"{model._meta.label}.{field.name}")
    assert wrong == []


def test_no_module_is_longer_than_four_hundred_lines():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {name: size for name, size in sizes.items() if size > 400 and "/migrations/" not in name} == {}


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "migrations" not in path.parts
        and path.read_text().strip()
        and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


PRODUCTION = {
    "SECRET_KEY": "".join(chr(97 + number % 26) + str(number) for number in range(40)),
    "SITE_URL": "https://reputatie.example.org",
    "DATABASE_URL": "postgresql://ind_app@db/ind",
    "REDIS_URL": "redis://cache:6379/0",
    "ALLOWED_HOSTS": "reputatie.example.org",
    "AGENCY_EMAIL": "reputatie@example.org",
    "EMAIL_URL": "smtp://mail:25",
}


def run(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", ["base", "local", "production", "test"])
def test_the_settings_module_imports(name, tmp_path):
    env = PRODUCTION if name == "production" else {}
    done = run(f"import ind_reputation.settings.{name}", DATA_DIR=str(tmp_path), **env)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_refuses_to_start_without(missing, tmp_path):
    env = {key: value for key, value in PRODUCTION.items() if key != missing}
    done = run("import ind_reputation.settings.production", DATA_DIR=str(tmp_path), **env)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("DEBUG", "1"),
        ("SITE_URL", "http://x.example"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_production_refuses_a_weak_setting(name, value, tmp_path):
    done = run("import ind_reputation.settings.production", DATA_DIR=str(tmp_path), **{**PRODUCTION, name: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


VISIT = """
import json, sys
import django
django.setup()
from django.db import transaction
from django.test import Client
from accounts.models import User
from accounts.roles import ROLES, sync_roles
from django.contrib.auth.models import Group
with transaction.atomic():
    user = User.objects.create_user("heavy@ind.example", "Heavy", "x")
    user.groups.set(Group.objects.filter(name__in=ROLES))
    client = Client()
    client.force_login(user)
    client.raise_request_exception = False
    opened = 0
    for path in json.loads(sys.argv[1]):
        opened += client.get(path).status_code == 200
    transaction.set_rollback(True)
print(json.dumps({"opened": opened, "heavy": [name for name in json.loads(sys.argv[2]) if name in sys.modules]}))
"""


@pytest.mark.django_db
def test_no_page_load_imports_the_heavy_packages(django_db_setup):
    paths = [url.path for url in all_urls()]
    done = subprocess.run(
        [sys.executable, "-c", VISIT, json.dumps(paths), json.dumps(HEAVY)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ind_reputation.settings.test"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert said["opened"] > 10
    assert said["heavy"] == []
