"""What the documents point at exists: links, files named in the text, slots and decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from core import registry

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
ROOMS = "core|accounts|stakeholders|measurements|feedback|kpis|newsroom|ind_reputation|tests"
_FILE = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_points_at_exists(document: Path) -> None:
    text = document.read_text()
    missing = [link for link in _LINK.findall(text) if not (document.parent / link).exists()]
    missing += [name for name in _FILE.findall(text) if not (ROOT / name).exists()]
    assert missing == []


def test_the_architecture_names_every_slot() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    slots = [name for name, value in vars(registry).items() if isinstance(value, registry.Slot)]
    assert [name for name in slots if f"`{name}`" not in text] == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "adr"
    text = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in text] == []
