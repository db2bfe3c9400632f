"""Static files: every variable the components need is set, nothing comes from elsewhere, licences stand beside."""

import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
VENDORED = STATIC / "vendor"


def test_tokens_set_every_variable_the_components_use_without_a_fallback():
    components = (VENDORED / "nlds" / "components.css").read_text()
    needed = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", components))
    own = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", components))
    given = set(re.findall(r"(?m)^\s*(--[\w-]+):", (STATIC / "nlds" / "tokens.css").read_text()))
    assert needed - own - given == set()


def test_tokens_and_our_own_layer_refer_only_to_variables_that_exist():
    tokens = (STATIC / "nlds" / "tokens.css").read_text()
    given = set(re.findall(r"(?m)^\s*(--[\w-]+):", tokens))
    for text in (tokens, (STATIC / "app.css").read_text()):
        assert set(re.findall(r"var\(\s*(--[\w-]+)", text)) - given == set()


def test_no_stylesheet_or_template_loads_from_another_host():
    for path in [*STATIC.rglob("*.css"), *TEMPLATES.rglob("*.html")]:
        text = path.read_text()
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text), path.name
        assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?:https?:)?//", text), path.name


def test_every_vendored_package_has_its_licence_and_stands_in_the_notice():
    notice = (VENDORED / "NOTICE.md").read_text()
    for folder in (path for path in VENDORED.iterdir() if path.is_dir()):
        assert any(folder.glob("LICENSE*")), folder.name
        assert f"| {folder.name}/ |" in notice


def test_the_respondent_page_loads_one_small_stylesheet():
    html = (TEMPLATES / "base_respondent.html").read_text().split("{% endcomment %}", 1)[1]
    assert re.findall(r"<link rel=\"stylesheet\" href=\"([^\"]+)\"", html) == ["{% static 'respondent.css' %}"]
    assert "<script" not in html
    assert (STATIC / "respondent.css").stat().st_size < 10_000
