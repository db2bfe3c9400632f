"""A condition in the words of the respondent, for whoever reads the page without JavaScript."""

from __future__ import annotations

from django.utils.translation import gettext as _

from measurements.domain.conditions import Condition
from measurements.domain.instrument import Item, Questionnaire


def in_words(questionnaire: Questionnaire, condition: Condition, language: str) -> str:
    """ "Only answer this if: …". The active interface language must belong to `language`."""
    return _("Only answer this if: %(condition)s.") % {"condition": _words(questionnaire, condition, language)}


def _words(questionnaire: Questionnaire, condition: Condition, language: str) -> str:
    operator = condition[0]
    if operator in ("and", "or"):
        parts = [_inner(questionnaire, part, language) for part in condition[1:]]
        return (_(" and ") if operator == "and" else _(" or ")).join(parts)
    if operator == "not":
        return _("this is not so: %(condition)s") % {"condition": _inner(questionnaire, condition[1], language)}
    item = questionnaire.item(condition[1])
    question = questionnaire.text(_asked(questionnaire, item), language)
    if operator == "answered":
        return _("you answered “%(question)s”") % {"question": question}
    literals = condition[2] if operator == "in" else (condition[2],)
    answer = _(" or ").join(f"“{_answer(questionnaire, item, literal, language)}”" for literal in literals)
    return _SENTENCES[operator]() % {"question": question, "answer": answer}


def _inner(questionnaire: Questionnaire, condition: Condition, language: str) -> str:
    words = _words(questionnaire, condition, language)
    return f"({words})" if condition[0] in ("and", "or") else words


def _asked(questionnaire: Questionnaire, item: Item) -> dict[str, str]:
    """The words of a question with those above it, for now and wanted."""
    for section in questionnaire.sections:
        for block in section.blocks:
            if item in block.items and block.kind == "pair":
                return {code: f"{block.text[code]} ({text})" for code, text in item.text.items()}
    return dict(item.text)


def _answer(questionnaire: Questionnaire, item: Item, literal: str | float, language: str) -> str:
    for option in (*item.choices, *item.labels, *item.missing):
        if option.code == str(literal):
            return questionnaire.text(option.text, language)
    return str(literal)


_SENTENCES = {
    "=": lambda: _("you answered “%(question)s” with %(answer)s"),
    "in": lambda: _("you answered “%(question)s” with %(answer)s"),
    "!=": lambda: _("you answered “%(question)s” with something else than %(answer)s"),
    "<": lambda: _("you answered “%(question)s” with less than %(answer)s"),
    "<=": lambda: _("you answered “%(question)s” with at most %(answer)s"),
    ">": lambda: _("you answered “%(question)s” with more than %(answer)s"),
    ">=": lambda: _("you answered “%(question)s” with at least %(answer)s"),
}
