"""One page of questions as HTML, compiled once per version, language and page and kept in the process.

A compiled page is a list of strings with some places in it that depend on what was typed: a check mark, a text, an
error. So showing a page costs a copy of a list and a join, not the rendering of a hundred widgets. Only a page with
conditions or a random order is put together anew for each respondent, out of blocks that are compiled already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape

from measurements.domain.answers import Typed
from measurements.domain.conditions import codes_of, holds, texts_of
from measurements.domain.instrument import Answers, Block, Questionnaire, Section
from measurements.domain.routing import is_live, piped_value, shuffled
from measurements.services.submission import questionnaire_of

from .nodes import Flat, Node, Shuffled
from .words import in_words
from .writing import FIELD_PREFIX, BlockWriter

__all__ = ["FIELD_PREFIX", "CompiledPage", "compiled_page"]


@dataclass(frozen=True)
class _Compiled:
    """A block with its HTML; `is_live` when it depends on answers of its own page."""

    block: Block
    nodes: tuple[Node, ...]
    is_live: bool

    @property
    def is_fixed(self) -> bool:
        return self.block.is_fixed

    def is_shown(self, answers: Answers, half: str) -> bool:
        """Whether it stands on the page: what depends on the page itself does, with its condition."""
        if self.block.half and self.block.half != half:
            return False
        return self.block.condition is None or self.is_live or holds(self.block.condition, answers)


class CompiledPage:
    """The questions of one page in one language."""

    def __init__(self, questionnaire: Questionnaire, page: int, language: str) -> None:
        self._questionnaire = questionnaire
        self._language = language
        self._section: Section = questionnaire.sections[page]
        self._described: dict[str, str] = {}
        self._blocks = [
            self._compiled(block, is_live(questionnaire, page, block), f"s-{self._section.code}-{number}")
            for number, block in enumerate(self._section.blocks)
        ]
        self.is_live = any(block.is_live for block in self._blocks)
        self._asked_before = {
            code
            for block in self._blocks
            if block.is_live and block.block.condition
            for code in codes_of(block.block.condition)
            if questionnaire.page_of[code] < page
        }
        self._same_for_all: Flat | None = None if self._differs() else Flat(self._nodes({}, "", 0), 0)

    def render(
        self,
        typed: Typed,
        errors: Mapping[str, str],
        *,
        answers: Answers | None = None,
        half: str = "",
        seed: int = 0,
    ) -> str:
        """The HTML with what was typed and with these error messages by item code.

        `answers` are those of the earlier pages, as far as they apply; `half` and `seed` what was drawn.
        """
        known = answers or {}
        flat = self._same_for_all or Flat(self._nodes(known, half, seed), seed)
        piped = {code: piped_value(self._questionnaire, code, known, self._language) for _place, code in flat.pipes}
        return flat.filled(typed, errors, self._described, piped)

    def known(self, answers: Answers) -> str:
        """For the browser: the earlier answers that conditions of this page ask after, as JSON."""
        return json.dumps({code: texts_of(answers.get(code)) for code in sorted(self._asked_before)})

    def _differs(self) -> bool:
        """Whether the page is not the same for everybody."""
        return self._section.is_shuffled or any(
            block.block.half or block.block.condition or any(isinstance(node, Shuffled) for node in block.nodes)
            for block in self._blocks
        )

    def _nodes(self, answers: Answers, half: str, seed: int) -> Iterator[Node]:
        blocks = self._blocks
        if self._section.is_shuffled:
            blocks = shuffled(blocks, seed, self._section.code)
        for block in blocks:
            if block.is_shown(answers, half):
                yield from block.nodes

    def _compiled(self, block: Block, live: bool, anchor: str) -> _Compiled:
        writer = BlockWriter(self._questionnaire, self._language, self._described)
        if live and block.condition:
            words = in_words(self._questionnaire, block.condition, self._language)
            condition = json.dumps(block.condition, ensure_ascii=False)
            writer.nodes.append(f'<div data-show="{escape(condition)}"><p class="condition">{escape(words)}</p>')
        writer.write(block, anchor)
        if live:
            writer.nodes.append("</div>")
        return _Compiled(block, tuple(_merged(writer.nodes)), live)


def _merged(nodes: list[Node]) -> Iterator[Node]:
    """Neighbouring texts as one, so that there is less to join."""
    text = ""
    for node in nodes:
        if isinstance(node, str):
            text += node
            continue
        if text:
            yield text
            text = ""
        yield node
    if text:
        yield text


@lru_cache(maxsize=512)
def compiled_page(version_id: int, sha256: str, page: int, language: str) -> CompiledPage:
    """The page from this process's memory. The active interface language must belong to `language`."""
    return CompiledPage(questionnaire_of(version_id, sha256), page, language)
