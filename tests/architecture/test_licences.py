"""Everything requirements.txt installs may be passed on with a product under the EUPL-1.2.

The GPL and the AGPL are left out on purpose: an agency must be able to combine the product with its own code. The LGPL
and the MPL ask only for changes to the library itself.
"""

from __future__ import annotations

import re
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from django.conf import settings

ALLOWED = {
    "0BSD",
    "APACHE 2",
    "APACHE 2.0",
    "APACHE SOFTWARE LICENSE",
    "APACHE-2.0",
    "BSD",
    "BSD LICENSE",
    "BSD-2-CLAUSE",
    "BSD-3-CLAUSE",
    "CC0-1.0",
    "LGPL-3.0-ONLY",
    "LGPLV3",
    "MIT",
    "MIT LICENSE",
    "MIT-0",
    "MOZILLA PUBLIC LICENSE 2.0 (MPL 2.0)",
    "MPL-2.0",
    "NEW BSD",
    "PSF-2.0",
    "ZLIB",
}
# What a package says of itself beside its licence, read and found harmless.
ALSO_SAID = {"qrcode": {"OTHER/PROPRIETARY LICENSE"}}  # BSD; the other word is about the trade mark "QR Code"


def required() -> list[str]:
    text = (Path(settings.BASE_DIR) / "requirements.txt").read_text()
    return re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)


def licences(package: metadata.PackageMetadata | Message) -> list[set[str]]:
    """The licences that hold together; of each set one may be chosen."""
    if expression := package.get("License-Expression"):
        return [set(part.strip("() ").split(" OR ")) for part in expression.split(" AND ")]
    classifiers = package.get_all("Classifier") or []
    if found := [text.split(" :: ")[-1] for text in classifiers if text.startswith("License :: ")]:
        return [{text} for text in found]
    return [{(package.get("License") or "not said").strip().split("\n")[0]}]


def forbidden(name: str, found: list[set[str]]) -> list[set[str]]:
    known = ALLOWED | ALSO_SAID.get(name, set())
    return [choice for choice in found if not {text.upper() for text in choice} & known]


@pytest.mark.parametrize("name", required())
def test_the_licence_of_a_required_package_is_allowed(name: str) -> None:
    assert forbidden(name, licences(metadata.metadata(name))) == []


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("MIT OR GPL-2.0-only", False),
        ("MIT AND Zlib", False),
    ],
)
def test_the_gpl_is_refused_where_no_other_licence_may_be_chosen(said: str, refused: bool) -> None:
    package = Message()
    package["License-Expression"] = said
    assert bool(forbidden("some-package", licences(package))) is refused


def test_a_package_that_names_no_licence_is_refused() -> None:
    assert forbidden("some-package", licences(Message())) == [{"not said"}]
