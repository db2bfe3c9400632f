"""Stored results in words: what a page, a chart, a file and the API say about one score, all from the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from measurements.domain.instrument import Questionnaire
from measurements.queries import WaveScore

NOTHING, NUMBER_ONLY, INDICATIVE = "T0", "T1", "T1c"


@dataclass(frozen=True)
class Cut:
    """Results split by one question: its words, the categories, and a row of texts per construct."""

    title: str
    categories: list[str]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class ScoreLine:
    """One row of the table of a wave: everything as text, ready to show."""

    code: str
    name: str
    value: str
    interval: str
    scale: str
    n: str
    note: str
    score: WaveScore

    @property
    def has_value(self) -> bool:
        """Whether a figure may be shown."""
        return self.score.value is not None


def number(value: Decimal | float, decimals: int = 1) -> str:
    """A number as the reader writes it, rounded (Django's own formatting would cut the digits off)."""
    return str(number_format(round(Decimal(value), decimals), decimals))


def interval_in_words(score: WaveScore) -> str:
    """ "probably between 62 and 68", or that everybody answered."""
    if score.low is None or score.high is None:
        return ""
    if score.low == score.high:
        return _("everybody answered, so there is no margin")
    return _("probably between %(low)s and %(high)s") % {"low": number(score.low), "high": number(score.high)}


def note_of(score: WaveScore) -> str:
    """Why there is no figure, or that it is only indicative."""
    if score.tier == NOTHING:
        return _("not shown: too few answers, or it would give away a small group")
    if score.tier == NUMBER_ONLY:
        return _("too few answers for a figure")
    return _("indicative: a small group, of which at least half answered") if score.tier == INDICATIVE else ""


def construct_name(questionnaire: Questionnaire, code: str) -> str:
    """What a construct is called in the language of the reader."""
    return questionnaire.text(questionnaire.construct(code).title, get_language() or "nl")


def score_line(questionnaire: Questionnaire, score: WaveScore) -> ScoreLine:
    """A score as a row of texts."""
    return ScoreLine(
        code=score.construct,
        name=construct_name(questionnaire, score.construct),
        value="–" if score.value is None else number(score.value),
        interval=interval_in_words(score),
        scale=_("%(low)d to %(high)d") % {"low": score.scale_min, "high": score.scale_max},
        n="–" if score.n is None else str(score.n),
        note=note_of(score),
        score=score,
    )


def in_document_order(questionnaire: Questionnaire, scores: Sequence[WaveScore]) -> list[WaveScore]:
    """The scores in the order in which the questionnaire lists its constructs."""
    place = {construct.code: index for index, construct in enumerate(questionnaire.constructs)}
    return sorted(scores, key=lambda score: place.get(score.construct, len(place)))


def headline_codes(questionnaire: Questionnaire) -> list[str]:
    """The constructs worth a picture: of several items, and not already part of a composed one."""
    parts = {part for construct in questionnaire.constructs for part in construct.parts}
    return [
        construct.code
        for construct in questionnaire.constructs
        if construct.code not in parts and (len(construct.items) > 1 or construct.parts)
    ]


def lines_of_everybody(questionnaire: Questionnaire, scores: Sequence[WaveScore]) -> list[ScoreLine]:
    """The table of a wave: every construct for everybody together."""
    everybody = [score for score in scores if not score.cut]
    return [score_line(questionnaire, score) for score in in_document_order(questionnaire, everybody)]


def cuts_of(questionnaire: Questionnaire, scores: Sequence[WaveScore]) -> list[Cut]:
    """The same split by every declared question, where at least one figure may be shown."""
    cuts = []
    for cut in sorted({score.cut for score in scores if score.cut}):
        inside = [score for score in scores if score.cut == cut]
        if any(score.value is not None for score in inside):
            cuts.append(_cut(questionnaire, cut, inside))
    return cuts


def category_name(questionnaire: Questionnaire, cut: str, category: str) -> str:
    """The words of one answer to the question that results are split by."""
    item = questionnaire.by_code.get(cut)
    if item is not None:
        for choice in item.choices:
            if choice.code == category:
                return questionnaire.text(choice.text, get_language() or "nl")
        if category in ("", "dk", "unknown"):
            return _("no answer or don't know")
    return category


def cut_name(questionnaire: Questionnaire, cut: str) -> str:
    """The words of the question that results are split by."""
    item = questionnaire.by_code.get(cut)
    return cut if item is None else questionnaire.text(item.text, get_language() or "nl")


def _cut(questionnaire: Questionnaire, cut: str, scores: Sequence[WaveScore]) -> Cut:
    categories = sorted({score.category for score in scores})
    found = {(score.construct, score.category): score for score in scores}
    rows = []
    for construct in questionnaire.constructs:
        if any((construct.code, category) in found for category in categories):
            texts = [_cell(found.get((construct.code, category))) for category in categories]
            rows.append((construct_name(questionnaire, construct.code), texts))
    names = [category_name(questionnaire, cut, category) for category in categories]
    return Cut(cut_name(questionnaire, cut), names, rows)


def _cell(score: WaveScore | None) -> str:
    if score is None or score.n is None:
        return "–"
    answers = ngettext("%(n)d answer", "%(n)d answers", score.n) % {"n": score.n}
    return answers if score.value is None else f"{number(score.value)} ({answers})"
