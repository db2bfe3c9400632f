"""PDF documents by typst: tagged (PDF/UA-1), with the fonts of this repository, the same bytes for the same input."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings


class FontMissing(Exception):
    """A font that the document asks for is not in static/fonts, so another would be taken."""


def render_pdf(*, template: str, data: dict[str, Any], at: datetime) -> bytes:
    """Fill the typst document `templates/<template>` with `data` and return the PDF.

    Text of users goes in as JSON (`sys.inputs.data`), never into the source. `at` becomes the document's date, so that
    a second rendering of a frozen report gives the same bytes. Raises typst.TypstError when the document is not
    accessible (for example an image without alternative text), FontMissing when a font of the document is not there.
    """
    import typst

    root = Path(settings.BASE_DIR) / "templates"
    payload = {**data, "date": [at.year, at.month, at.day]}
    result, warnings = typst.compile_with_warnings(
        str(root / template),
        root=str(root),
        font_paths=[str(Path(settings.BASE_DIR) / "static" / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(payload, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    missing = [warning.message for warning in warnings if "font" in warning.message]
    if missing:
        raise FontMissing("; ".join(missing))
    pdf: bytes = result
    return pdf
