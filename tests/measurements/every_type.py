"""The demonstration instrument of the library: every item type and all that can be asked; Dutch, English, Arabic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEMONSTRATION = Path(__file__).parents[2] / "measurements" / "library" / "demonstration.json"


def t(nl: str, en: str, ar: str) -> dict[str, str]:
    """A text in the languages of the demonstration instrument."""
    return {"nl": nl, "en": en, "ar": ar}


def every_type(**changes: Any) -> dict[str, Any]:
    """The document; `changes` replace keys of it."""
    return {**json.loads(DEMONSTRATION.read_text()), **changes}
