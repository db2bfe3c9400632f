"""Respondent pages use no HTML or CSS newer than 2016 without a fallback, and no script newer than ES5."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "static" / "respondent.css").read_text()
SCRIPT = (ROOT / "static" / "respondent.js").read_text()

# Newer than 2016 and without harm where they are not known: the page only looks a little plainer.
HARMLESS = {"text-wrap", "text-size-adjust", "-webkit-text-size-adjust", "accent-color", "text-underline-offset",
            "text-decoration-thickness", "overflow-wrap"}  # fmt: skip
NEWER = re.compile(
    r"(?:margin|padding|border|inset)-(?:inline|block)|(?:min-|max-)?(?:inline|block)-size|^gap$|^grid|^inset"
)
NEWER_SELECTORS = re.compile(
    r":has\(|:is\(|:where\(|:focus-visible|:focus-within|:user-invalid|::part|@layer|@container|@property"
)
NEWER_HTML = re.compile(
    r"<(?:dialog|search|slot|template|details)\b|\b(?:popover|inert|enterkeyhint|loading)=|type=\"(?:date|time|month|week|color)\""
)
NEWER_SCRIPT = re.compile(
    r"=>|\b(?:let|const|class|async|await)\b|`|\.\.\.|\?\.|\?\?|\.includes\(|\.padStart\(|\.closest\(|Object\.entries|fetch\(|NodeList\.prototype\.forEach"
)


def rules(text):
    """Selector and properties of every rule, with the media rules opened."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", r"\1", text)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        names = [line.split(":", 1)[0].strip() for line in body.split(";") if ":" in line]
        yield selector.strip(), names


def split():
    """The rules for every browser, and the text of the blocks for old ones."""
    blocks = re.findall(r"@supports not [^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", CSS)
    plain = re.sub(r"@supports not [^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", CSS)
    return list(rules(plain)), " ".join(selector for block in blocks for selector, _names in rules(block))


def test_every_newer_property_has_a_fallback_for_its_selector():
    plain, fallbacks = split()
    missing = []
    for selector, names in plain:
        newer = [name for name in names if NEWER.search(name) and name not in HARMLESS]
        subject = [part.strip() for part in selector.split(",")]
        if newer and not all(re.search(rf"(^|[\s,]){re.escape(part)}(?![\w-])", fallbacks) for part in subject):
            missing.append((selector, newer))
    assert not missing


def test_a_newer_selector_stands_in_a_rule_of_its_own():
    for selector, _names in split()[0]:
        parts = selector.split(",")
        assert len(parts) == 1 or not any(NEWER_SELECTORS.search(part) for part in parts), selector


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates" / "measurements" / "respondent").glob("*.html")), ids=lambda p: p.name
)
def test_the_templates_use_no_newer_html(path):
    assert not NEWER_HTML.search(path.read_text())


def test_the_writer_of_questions_and_the_frame_use_no_newer_html():
    for path in ("templates/base_respondent.html", "measurements/respondent/writing.py"):
        assert not NEWER_HTML.search((ROOT / path).read_text())


def test_the_script_is_es5():
    code = re.sub(r"/\*.*?\*/", "", SCRIPT, flags=re.DOTALL)
    assert not NEWER_SCRIPT.search(code)
