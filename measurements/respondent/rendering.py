"""Writes the questions of one page as HTML, compiled once per version, language and page and kept in the process.

A compiled page is a list of strings with some places in it that depend on what was typed: a check mark, a text, an
error. So showing a page costs a copy of a list and a join, not the rendering of a hundred widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.html import escape
from django.utils.translation import gettext as _

from measurements.domain.answers import Typed
from measurements.domain.instrument import (
    CHOICE_KINDS,
    DONT_KNOW,
    GRID,
    INFORMATION,
    LONG_TEXT,
    MULTIPLE,
    TEXT_KINDS,
    Block,
    Item,
    Questionnaire,
    Section,
    Texts,
)
from measurements.services.submission import questionnaire_of

FIELD_PREFIX = "q."


class CompiledPage:
    """The questions of one page in one language."""

    def __init__(self, questionnaire: Questionnaire, section: Section, language: str) -> None:
        self._questionnaire = questionnaire
        self._language = language
        self._parts: list[str] = []
        self._checks: dict[tuple[str, str], int] = {}
        self._texts: dict[str, int] = {}
        self._errors: dict[str, tuple[int, int, str]] = {}
        for number, block in enumerate(section.blocks):
            self._add_block(block, f"s-{section.code}-{number}")

    def render(self, typed: Typed, errors: Mapping[str, str]) -> str:
        """The HTML with what was typed and with these error messages by item code."""
        parts = list(self._parts)
        for code, values in typed.items():
            if code in self._texts:
                parts[self._texts[code]] = escape(values[-1]) if values else ""
            for value in values:
                if (code, value) in self._checks:
                    parts[self._checks[code, value]] = " checked"
        for code, message in errors.items():
            if code in self._errors:
                attributes, place, described = self._errors[code]
                parts[attributes] = f' class="question invalid" aria-describedby="{described}e-{code}"'
                parts[place] = f'<p class="error" id="e-{code}">{escape(message)}</p>'
        return "".join(parts)

    def _text(self, texts: Texts) -> str:
        return str(escape(self._questionnaire.text(texts, self._language)))

    def _add(self, html: str) -> int:
        self._parts.append(html)
        return len(self._parts) - 1

    def _add_block(self, block: Block, anchor: str) -> None:
        if block.kind == INFORMATION:
            self._add(f'<p class="note">{self._text(block.text)}</p>')
            return
        described = ""
        if block.kind == GRID:
            self._add(f'<p class="stem" id="{anchor}">{self._text(block.text)}</p>')
            described = f"{anchor} "
        for item in block.items:
            if item.kind in TEXT_KINDS:
                self._add_text(item)
            else:
                self._add_choices(item, described)

    def _add_choices(self, item: Item, described: str) -> None:
        self._add(f'<fieldset id="f-{item.code}" tabindex="-1"')
        by = f' aria-describedby="{described.strip()}"' if described else ""
        attributes = self._add(f' class="question"{by}')
        self._add(f"><legend>{self._text(item.text)}</legend>")
        self._errors[item.code] = (attributes, self._add(""), described)
        if item.kind in CHOICE_KINDS:
            for choice in item.choices:
                self._add_option(item, choice.code, self._text(choice.text))
        else:
            self._add_scale(item)
        if item.dont_know:
            self._add_option(item, DONT_KNOW, self._text(item.dont_know))
        self._add("</fieldset>")

    def _add_scale(self, item: Item) -> None:
        labels = {int(label.code): self._text(label.text) for label in item.labels}
        points = range(item.minimum, item.maximum + 1)
        all_labelled = len(labels) == len(points)
        self._add('<div class="scale labelled">' if all_labelled else '<div class="scale">')
        for point in points:
            label = labels.get(point, "")
            if not all_labelled:
                hidden = f'<span class="hidden"> {label}</span>' if label else ""
                label = f"{point}{hidden}"
            self._add_option(item, str(point), label)
        self._add("</div>")
        if not all_labelled:
            low, high = labels.get(item.minimum, ""), labels.get(item.maximum, "")
            self._add(f'<p class="ends" aria-hidden="true"><span>{low}</span><span>{high}</span></p>')

    def _add_option(self, item: Item, value: str, label: str) -> None:
        kind = "checkbox" if item.kind == MULTIPLE else "radio"
        self._add(f'<label class="option"><input type="{kind}" name="{FIELD_PREFIX}{item.code}" value="{value}"')
        self._checks[item.code, value] = self._add("")
        self._add(f"><span>{label}</span></label>")

    def _add_text(self, item: Item) -> None:
        self._add(f'<div id="f-{item.code}" tabindex="-1"')
        attributes = self._add(' class="question"')
        limit = escape(_("At most %(number)s characters.") % {"number": item.max_length})
        self._add(
            f'><label class="question" for="i-{item.code}">{self._text(item.text)}</label>'
            f'<p class="help" id="h-{item.code}">{limit}</p>'
        )
        self._errors[item.code] = (attributes, self._add(""), "")
        shared = f'id="i-{item.code}" name="{FIELD_PREFIX}{item.code}" aria-describedby="h-{item.code} e-{item.code}"'
        if item.kind == LONG_TEXT:
            # A line break right after the tag is dropped by browsers; one of the respondent's own must stay.
            self._add(f'<textarea {shared} rows="5">\n')
            self._texts[item.code] = self._add("")
            self._add("</textarea></div>")
        else:
            self._add(f'<input type="text" {shared} value="')
            self._texts[item.code] = self._add("")
            self._add('"></div>')


@lru_cache(maxsize=256)
def compiled_page(version_id: int, sha256: str, page: int, language: str) -> CompiledPage:
    """The page from this process's memory. The active interface language must belong to `language`."""
    questionnaire = questionnaire_of(version_id, sha256)
    return CompiledPage(questionnaire, questionnaire.sections[page], language)
