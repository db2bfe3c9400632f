"""A hint on reading ease: length of sentences, and for Dutch the formula of Flesch-Douma. No level of language.

    206.84 - 0.93 * words per sentence - 77 * syllables per word

Syllables are counted as groups of vowels, which is right often enough for a hint and for nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .instrument import Questionnaire

LONGEST_SENTENCE = 20
HARD_BELOW = 50
FEWEST_WORDS = 8

_SENTENCE_END = re.compile(r"[.!?؟։።]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(
    r"(?:aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyáéíóúàèëïöüê])", re.IGNORECASE
)


@dataclass(frozen=True)
class Ease:
    """Reading ease of a text. `score` is None for languages without a formula here; higher is easier."""

    words: int
    longest_sentence: int
    score: float | None

    @property
    def is_hard(self) -> bool:
        """Whether it deserves another look."""
        is_low = self.score is not None and self.words >= FEWEST_WORDS and self.score < HARD_BELOW
        return self.longest_sentence > LONGEST_SENTENCE or is_low


@dataclass(frozen=True)
class Hint:
    """A text that may be hard to read, and where it stands."""

    code: str
    language: str
    text: str
    ease: Ease


def ease_of(text: str, language: str) -> Ease:
    """Reading ease of a text in this language."""
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    count = sum(len(words) for words in sentences)
    if not count:
        return Ease(0, 0, None)
    score = None
    if language.split("-")[0] == "nl":
        syllables = sum(max(1, len(_VOWELS.findall(word))) for words in sentences for word in words)
        score = round(206.84 - 0.93 * count / len(sentences) - 77 * syllables / count, 1)
    return Ease(count, max(len(words) for words in sentences), score)


def reading_hints(questionnaire: Questionnaire) -> list[Hint]:
    """Every text of a questionnaire that deserves another look."""
    hints = []
    for code, texts in _texts_of(questionnaire):
        for language, text in texts.items():
            ease = ease_of(text, language)
            if ease.is_hard:
                hints.append(Hint(code, language, text, ease))
    return hints


def _texts_of(questionnaire: Questionnaire) -> Iterator[tuple[str, dict[str, str]]]:
    yield "introduction", dict(questionnaire.introduction)
    yield "thanks", dict(questionnaire.thanks)
    for section in questionnaire.sections:
        if section.introduction:
            yield section.code, dict(section.introduction)
        for block in section.blocks:
            if block.text != (block.items[0].text if block.items else None):
                yield block.code or section.code, dict(block.text)
            for item in block.items:
                yield item.code, dict(item.text)
                for choice in item.choices:
                    yield f"{item.code} = {choice.code}", dict(choice.text)
