"""The codebook of a questionnaire: one row per column of the data, out of the same document as the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .instrument import DATE, KNOWLEDGE, MULTIPLE, NUMBER, RANKING, Choice, Item, Questionnaire

HEADERS = (
    "column", "item", "version", "page", "type", "text", "values", "missing", "right", "asked_if", "half",
    "constructs",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One column of the data in words."""

    column: str
    item: Item
    page: int
    text: str
    values: str
    missing: str
    asked_if: str
    half: str
    constructs: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row under `HEADERS`."""
        return (
            self.column,
            self.item.code,
            str(self.item.version),
            str(self.page),
            self.item.kind,
            self.text,
            self.values,
            self.missing,
            self.item.right if self.item.kind == KNOWLEDGE else "",
            self.asked_if,
            self.half,
            self.constructs,
        )


def codebook(questionnaire: Questionnaire, language: str) -> list[Entry]:
    """Every column of the data, in the order of the document."""
    return list(_entries(questionnaire, language))


def _entries(questionnaire: Questionnaire, language: str) -> Iterator[Entry]:
    measured = {
        code: ", ".join(construct.code for construct in questionnaire.constructs if code in construct.items)
        for code in questionnaire.by_code
    }
    for number, section in enumerate(questionnaire.sections, start=1):
        for block in section.blocks:
            asked_if = " and ".join(f"({text})" for text in (section.show_if, block.show_if) if text)
            for item in block.items:
                text = questionnaire.text(item.text, language)
                if block.text != item.text:
                    text = f"{questionnaire.text(block.text, language)} {text}"
                missing = _options(questionnaire, item.missing, language)
                for column, words, values in _columns(questionnaire, item, language):
                    yield Entry(
                        column=column,
                        item=item,
                        page=number,
                        text=f"{text} – {words}" if words else text,
                        values=values,
                        missing=missing,
                        asked_if=asked_if,
                        half=block.half,
                        constructs=measured[item.code],
                    )


def _options(questionnaire: Questionnaire, options: tuple[Choice, ...], language: str) -> str:
    return "; ".join(f"{option.code} = {questionnaire.text(option.text, language)}" for option in options)


def _columns(questionnaire: Questionnaire, item: Item, language: str) -> Iterator[tuple[str, str, str]]:
    """Column, the words that it adds to the question, and its values."""
    if item.kind in (MULTIPLE, RANKING):
        values = "0 = no; 1 = yes" if item.kind == MULTIPLE else f"rank 1 to {item.ranked}"
        for choice in item.choices:
            yield f"{item.code}_{choice.code}", questionnaire.text(choice.text, language), values
    elif item.choices:
        yield item.code, "", _options(questionnaire, item.choices, language)
    elif item.labels:
        yield item.code, "", f"{item.minimum} to {item.maximum}: {_options(questionnaire, item.labels, language)}"
    elif item.kind == NUMBER:
        unit = questionnaire.text(item.unit, language) if item.unit else ""
        yield item.code, "", f"{item.minimum} to {item.maximum} {unit}".strip()
    elif item.kind == DATE:
        yield item.code, "", "YYYY-MM" if item.precision == "month" else "YYYY-MM-DD"
    else:
        yield item.code, "", f"text of at most {item.max_length} characters"
