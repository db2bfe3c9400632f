"""Catalogues without gettext: reading, writing, compiling, finding texts, and what the check complains about."""

import gettext
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.catalogue import CatalogueError, Entry, Key, compile_mo, compile_stale, read_po, write_po
from core.management.commands.check_translations import find_problems
from core.management.commands.merge_translations import merge
from core.translatable import find_texts, python_texts, template_texts

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
msgstr[1] "%(count)d "
"signalen"

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


def test_a_catalogue_is_read_with_contexts_plurals_and_marks_and_without_what_is_obsolete(po: Path) -> None:
    assert read_po(po) == [
        Entry(Key("Close"), ("Sluiten",)),
        Entry(Key("Close", "near"), ("Dichtbij",)),
        Entry(
            Key("%(count)d signal", "", "%(count)d signals"), ("%(count)d signaal", "%(count)d signalen"), fuzzy=True
        ),
        Entry(Key('Two\n"lines"'), ("Twee\nregels",)),
    ]


def test_writing_and_reading_again_changes_nothing(po: Path, tmp_path: Path) -> None:
    write_po(tmp_path / "again.po", read_po(po), language="nl")
    assert read_po(tmp_path / "again.po") == read_po(po)


def test_the_compiled_catalogue_is_what_gettext_reads(po: Path) -> None:
    entries = [Entry(entry.key, entry.strings) for entry in read_po(po)]
    translations = gettext.GNUTranslations(io.BytesIO(compile_mo(entries, language="nl")))
    assert translations.gettext("Close") == "Sluiten"
    assert translations.pgettext("near", "Close") == "Dichtbij"
    assert translations.ngettext("%(count)d signal", "%(count)d signals", 1) == "%(count)d signaal"
    assert translations.ngettext("%(count)d signal", "%(count)d signals", 2) == "%(count)d signalen"
    assert translations.gettext("Unknown") == "Unknown"


def test_an_unsure_translation_is_not_compiled(po: Path) -> None:
    translations = gettext.GNUTranslations(io.BytesIO(compile_mo(read_po(po), language="nl")))
    assert translations.ngettext("%(count)d signal", "%(count)d signals", 2) == "%(count)d signals"


def test_only_a_stale_catalogue_is_compiled(po: Path, tmp_path: Path) -> None:
    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []


@pytest.mark.parametrize("line", ['msgid "open', "nonsense", 'msgid "a" b'])
def test_a_broken_catalogue_names_file_and_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "broken.po").write_text(f'\n{line}\nmsgstr "x"\n')
    with pytest.raises(CatalogueError, match=r"broken\.po:2"):
        read_po(tmp_path / "broken.po")


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


def test_the_check_names_what_is_missing_unsure_changed_or_unused() -> None:
    wanted = {Key("A"): ["a.py"], Key("B %(n)s"): ["b.py"], Key("C"): ["c.py"], Key("D", "", "Ds"): ["d.py"]}
    entries = [
        Entry(Key("B %(n)s"), ("B %(m)s",)),
        Entry(Key("C"), ("C",), fuzzy=True),
        Entry(Key("D", "", "Ds"), ("Een", "")),
        Entry(Key("E"), ("E",)),
    ]
    assert find_problems(entries, wanted) == [
        "no translation: 'A' (a.py)",
        "no translation: 'D' (d.py)",
        "placeholders differ: 'B %(n)s' -> 'B %(m)s'",
        "marked fuzzy: 'C'",
        "used nowhere: 'E'",
    ]


def test_a_complete_catalogue_has_no_problems() -> None:
    wanted = {Key("%(n)s day", "", "%(n)s days"): ["a.py"], Key("[[survey_link]] {name}"): ["b.py"]}
    entries = [
        Entry(Key("%(n)s day", "", "%(n)s days"), ("een dag", "%(n)s dagen")),
        Entry(Key("[[survey_link]] {name}"), ("{name} [[survey_link]]",)),
    ]
    assert find_problems(entries, wanted) == []


def test_merging_takes_the_first_sure_translation_and_keeps_what_is_missing_visible() -> None:
    wanted = {Key("A"): ["b.py", "a.py"], Key("B"): ["b.py"], Key("N", "", "Ns"): ["c.py"], Key("N"): ["c.py"]}
    sources = [
        Entry(Key("A"), ("unsure",), fuzzy=True),
        Entry(Key("A"), ("first",)),
        Entry(Key("A"), ("second",)),
        Entry(Key("N", "", "Ns"), ("een", "meer")),
        Entry(Key("gone"), ("weg",)),
    ]
    assert merge(wanted, sources) == [
        Entry(Key("A"), ("first",), places=("a.py", "b.py")),
        Entry(Key("B"), ("",), places=("b.py",)),
        Entry(Key("N", "", "Ns"), ("een", "meer"), places=("c.py",)),
    ]


def test_the_commands_work_on_a_whole_tree(tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text("_('Signal')\n_('Promise')")
    parts = tmp_path / "locale" / "parts"
    parts.mkdir(parents=True)
    (parts / "one.po").write_text('msgid "Signal"\nmsgstr "Signaal"\n')
    call_command("merge_translations")
    assert "2 texts, 1 without a translation" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no translation: 'Promise'"):
        call_command("check_translations")
    (parts / "two.po").write_text('msgid "Promise"\nmsgstr "Toezegging"\n')
    call_command("merge_translations", "--remove-parts")
    call_command("check_translations")
    assert not list(parts.iterdir())
    call_command("compile_translations")
    with (tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Promise") == "Toezegging"
