"""Catalogues without gettext: reading, writing, compiling, finding texts, and what the check complains about."""

import gettext
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from core.catalogue import CatalogueError, compile_stale, read_po
from core.management.commands.check_translations import find_problems
from core.management.commands.update_translations import updated
from core.translatable import Key, find_texts, python_texts, template_texts

PO = """
msgid ""
msgstr ""
"Language: nl\\n"

#: somewhere.py
msgid "Close"
msgstr "Sluiten"

msgctxt "near"
msgid "Close"
msgstr "Dichtbij"

#, fuzzy, python-format
msgid "%(count)d signal"
msgid_plural "%(count)d signals"
msgstr[0] "%(count)d signaal"
msgstr[1] "%(count)d signalen"

msgid "%(count)d day"
msgid_plural "%(count)d days"
msgstr[0] "%(count)d dag"
msgstr[1] "%(count)d "
"dagen"

msgid ""
"Two\\n"
"\\"lines\\""
msgstr "Twee\\nregels"

#~ msgid "Old"
#~ msgstr "Oud"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_the_compiled_catalogue_is_what_gettext_reads(po: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)
    with po.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Close") == "Sluiten"
    assert translations.pgettext("near", "Close") == "Dichtbij"
    assert translations.ngettext("%(count)d day", "%(count)d days", 1) == "%(count)d dag"
    assert translations.ngettext("%(count)d day", "%(count)d days", 2) == "%(count)d dagen"
    assert translations.gettext("Unknown") == "Unknown"


def test_an_unsure_translation_is_not_compiled(po: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)
    with po.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.ngettext("%(count)d signal", "%(count)d signals", 2) == "%(count)d signals"


def test_only_a_stale_catalogue_is_compiled(po: Path, tmp_path: Path) -> None:
    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []


@pytest.mark.parametrize("line", ["nonsense", 'msgid "a" b"'])
def test_a_broken_catalogue_names_file_and_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "broken.po").write_text(f'\n{line}\nmsgstr "x"\n')
    with pytest.raises(CatalogueError, match=r"broken\.po.*line 2"):
        read_po(tmp_path / "broken.po")


def test_a_catalogue_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(read_po(tmp_path / "none.po")) == []


def test_texts_are_found_in_python() -> None:
    source = """
_("one" " piece")
gettext_lazy("lazy")
ngettext("a %(n)s", "b %(n)s", n)
pgettext("context", "text")
translation.npgettext("context", "a", "b", n)
_(variable)
"""
    assert set(python_texts(source, "x.py")) == {
        Key("one piece"),
        Key("lazy"),
        Key("a %(n)s", "", "b %(n)s"),
        Key("text", "context"),
        Key("a", "context", "b"),
    }


def test_an_f_string_cannot_be_translated() -> None:
    with pytest.raises(CatalogueError, match=r"x\.py:1: an f-string"):
        list(python_texts('_(f"Hello {name}")', "x.py"))


def test_texts_are_found_in_templates() -> None:
    source = """{% load i18n %}<p title="{% translate 'It is' %}">{% trans "Yes" context "agree" %}</p>
{% blocktranslate with a=b trimmed %}
  Hello
  {{ a }}
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
{{ _("Filter")|upper }} not (this)"""
    assert set(template_texts(source, "x.html")) == {
        Key("It is"),
        Key("Yes", "agree"),
        Key("Hello %(a)s"),
        Key("%(n)s day", "", "%(n)s days"),
        Key("Filter"),
    }


def test_tests_and_migrations_are_not_searched(tmp_path: Path) -> None:
    for name in ("app/a.py", "app/migrations/b.py", "tests/c.py", "templates/d.html", "app/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("_('x')" if path.suffix == ".py" else "{% load i18n %}{% translate 'y' %}")
    assert find_texts(tmp_path) == {Key("x"): ["app/a.py"], Key("y"): ["templates/d.html"]}


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def test_the_check_names_what_is_missing_unsure_changed_or_unused() -> None:
    wanted = {Key("A"): ["a.py"], Key("B %(n)s"): ["b.py"], Key("C"): ["c.py"], Key("D", "", "Ds"): ["d.py"]}
    entries = catalogue(
        polib.POEntry(msgid="B %(n)s", msgstr="B %(m)s"),
        polib.POEntry(msgid="C", msgstr="C", flags=["fuzzy"]),
        polib.POEntry(msgid="D", msgid_plural="Ds", msgstr_plural={0: "Een", 1: ""}),
        polib.POEntry(msgid="E", msgstr="E"),
        polib.POEntry(msgid="F", msgstr="F", obsolete=True),
    )
    assert find_problems(entries, wanted) == [
        "no translation: 'A' (a.py)",
        "no translation: 'D' (d.py)",
        "placeholders differ: 'B %(n)s' -> 'B %(m)s'",
        "marked fuzzy: 'C'",
        "used nowhere: 'E'",
    ]


def test_a_complete_catalogue_has_no_problems() -> None:
    wanted = {Key("%(n)s day", "", "%(n)s days"): ["a.py"], Key("[[survey_link]] {name}"): ["b.py"]}
    entries = catalogue(
        polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "een dag", 1: "%(n)s dagen"}),
        polib.POEntry(msgid="[[survey_link]] {name}", msgstr="{name} [[survey_link]]"),
    )
    assert find_problems(entries, wanted) == []


def test_updating_keeps_sure_translations_shows_what_is_missing_and_drops_what_is_gone() -> None:
    wanted = {Key("A"): ["b.py", "a.py"], Key("B"): ["b.py"], Key("N", "", "Ns"): ["c.py"], Key("N"): ["c.py"]}
    present = catalogue(
        polib.POEntry(msgid="A", msgstr="first"),
        polib.POEntry(msgid="B", msgstr="unsure", flags=["fuzzy"]),
        polib.POEntry(msgid="N", msgid_plural="Ns", msgstr_plural={0: "een", 1: "meer"}),
        polib.POEntry(msgid="gone", msgstr="weg"),
    )
    assert [(entry.msgid, entry.msgstr, entry.msgstr_plural) for entry in updated(present, wanted)] == [
        ("A", "first", {}),
        ("B", "", {}),
        ("N", "", {0: "een", 1: "meer"}),
    ]


def test_the_commands_work_on_a_whole_tree(tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text("_('Signal')\n_('Promise')")
    po = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    call_command("update_translations")
    assert "2 texts, 2 without a translation" in capsys.readouterr().out
    theirs = tmp_path / "translator.po"
    theirs.write_text('msgid "Signal"\nmsgstr "Signaal"\n')
    call_command("update_translations", str(theirs))
    with pytest.raises(CommandError, match="no translation: 'Promise'"):
        call_command("check_translations")
    po.write_text(po.read_text().replace('msgid "Promise"\nmsgstr ""', 'msgid "Promise"\nmsgstr "Toezegging"'))
    call_command("check_translations")
    call_command("update_translations")
    assert "2 texts, 0 without a translation" in capsys.readouterr().out
    call_command("compile_translations")
    with po.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Promise") == "Toezegging"
