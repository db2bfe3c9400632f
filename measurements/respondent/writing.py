"""Writes the questions of one page as HTML with slots: plain form elements that need no script and no widget."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.translation import gettext as _

from measurements.domain.instrument import (
    CHOICE_KINDS,
    DATE,
    GRID,
    INFORMATION,
    LONG_TEXT,
    MULTIPLE,
    NUMBER,
    PAIR,
    RANKING,
    SMILEY,
    TEXT_KINDS,
    Block,
    Choice,
    Item,
    Questionnaire,
    Texts,
)
from measurements.domain.routing import PIPE as PIPE_PATTERN
from measurements.domain.typing_in import MONTH

from .nodes import ATTRIBUTES, CHECK, ERROR, PIPE, SELECT, TEXT, Node, Part, Shuffled, Slot

FIELD_PREFIX = "q."


class BlockWriter:
    """Writes one block in one language. `described` collects, by item code, the element that describes it."""

    def __init__(self, questionnaire: Questionnaire, language: str, described: dict[str, str]) -> None:
        self._questionnaire = questionnaire
        self._language = language
        self._described = described
        self.nodes: list[Node] = []

    def write(self, block: Block, anchor: str) -> None:
        """The whole block; `anchor` is an id of the page that is free."""
        if block.kind == INFORMATION:
            self._information(block)
            return
        described = ""
        if block.kind in (GRID, PAIR):
            self._add(f'<p class="stem" id="{anchor}">', *self._text(block.text), "</p>")
            described = f"{anchor} "
        if block.is_shuffled:
            self._shuffled(anchor, [(item.is_fixed, item) for item in block.items], described)
            return
        for item in block.items:
            self._item(item, described)

    def _shuffled(self, name: str, items: list[tuple[bool, Item]], described: str) -> None:
        parts = []
        for is_fixed, item in items:
            writer = BlockWriter(self._questionnaire, self._language, self._described)
            writer._item(item, described)
            parts.append(Part(is_fixed, writer.nodes))
        self._add(Shuffled(name, parts))

    def _text(self, texts: Texts) -> list[Node]:
        """Escaped text; in documents of form 2 with slots for earlier answers."""
        text = self._questionnaire.text(texts, self._language)
        if self._questionnaire.schema < 2:
            return [str(escape(text))]
        pieces = PIPE_PATTERN.split(text)
        return [Slot(PIPE, piece) if number % 2 else str(escape(piece)) for number, piece in enumerate(pieces)]

    def _add(self, *nodes: Node) -> None:
        self.nodes.extend(nodes)

    def _information(self, block: Block) -> None:
        self._add('<div class="note">')
        if block.image and block.image_text:
            self._add(f'<p><img src="{escape(block.image)}" alt="', *self._text(block.image_text), '"></p>')
        self._add("<p>", *self._text(block.text), "</p></div>")

    def _item(self, item: Item, described: str) -> None:
        self._described[item.code] = described
        if item.kind in TEXT_KINDS:
            self._long_or_short(item)
            return
        by = f' aria-describedby="{described.strip()}"' if described else ""
        self._add(
            f'<fieldset id="f-{item.code}" tabindex="-1"',
            Slot(ATTRIBUTES, item.code, plain=f' class="question"{by}'),
            "><legend>",
            *self._text(item.text),
            "</legend>",
        )
        write = {NUMBER: self._number, DATE: self._date, RANKING: self._ranking}.get(item.kind, self._choices)
        write(item)
        self._add("</fieldset>")

    def _choices(self, item: Item) -> None:
        self._add(Slot(ERROR, item.code))
        if item.kind in CHOICE_KINDS:
            self._in_order(item)
        else:
            self._scale(item)
        self._missing(item)

    def _in_order(self, item: Item) -> None:
        """Every choice, in the order of the document or of the draw."""
        parts = []
        for choice in item.choices:
            writer = BlockWriter(self._questionnaire, self._language, self._described)
            (writer._rank if item.kind == RANKING else writer._choice)(item, choice)
            parts.append(Part(choice.is_fixed, writer.nodes))
        if item.is_shuffled:
            self._add(Shuffled(item.code, parts))
        else:
            for part in parts:
                self._add(*part.nodes)

    def _choice(self, item: Item, choice: Choice) -> None:
        self._option(item, choice.code, self._text(choice.text))

    def _missing(self, item: Item) -> None:
        for choice in item.missing:
            self._option(item, choice.code, self._text(choice.text))

    def _scale(self, item: Item) -> None:
        labels = {int(label.code): self._text(label.text) for label in item.labels}
        points = range(item.minimum, item.maximum + 1)
        all_labelled = len(labels) == len(points)
        kind = " faces" if item.kind == SMILEY else ""
        self._add(f'<div class="scale labelled{kind}">' if all_labelled else '<div class="scale">')
        for point in points:
            label: list[Node] = labels.get(point, [])
            if not all_labelled:
                hidden: list[Node] = ['<span class="hidden"> ', *label, "</span>"] if label else []
                label = [str(point), *hidden]
            if item.kind == SMILEY:
                label = [face((point - item.minimum) / (item.maximum - item.minimum)), *label]
            self._option(item, str(point), label)
        self._add("</div>")
        if not all_labelled:
            low, high = labels.get(item.minimum, []), labels.get(item.maximum, [])
            self._add('<p class="ends" aria-hidden="true"><span>', *low, "</span><span>", *high, "</span></p>")

    def _option(self, item: Item, value: str, label: Iterable[Node]) -> None:
        kind = "checkbox" if item.kind in (MULTIPLE, NUMBER, DATE, RANKING) else "radio"
        self._add(
            f'<label class="option"><input type="{kind}" name="{FIELD_PREFIX}{item.code}" value="{value}"',
            Slot(CHECK, item.code, value),
            "><span>",
            *label,
            "</span></label>",
        )

    def _help(self, item: Item, text: str) -> None:
        self._add(f'<p class="help" id="h-{item.code}">{escape(text)}</p>', Slot(ERROR, item.code))

    def _number(self, item: Item) -> None:
        self._help(item, number_help(item))
        label: list[Node] = self._text(item.unit) if item.unit else [str(escape(_("Number")))]
        mode = "decimal" if item.decimals else "numeric"
        self._add('<p class="field"><label for="i-', item.code, '">', *label, "</label>")
        self._field(item, "", f'inputmode="{mode}" maxlength="40" class="short"')
        self._add("</p>")
        self._missing(item)

    def _date(self, item: Item) -> None:
        self._help(item, date_help(item))
        names = [(_("Day"), "d", 2), (_("Month"), "m", 2), (_("Year"), "y", 4)]
        self._add('<div class="fields">')
        for label, part, length in names[1:] if item.precision == MONTH else names:
            self._add(f'<p class="field"><label for="i-{item.code}-{part}">{escape(label)}</label>')
            width = "short" if length > 2 else "tiny"
            self._field(item, f"-{part}", f'inputmode="numeric" maxlength="{length + 2}" class="{width}" data-date')
            self._add("</p>")
        self._add("</div>")
        self._missing(item)

    def _field(self, item: Item, suffix: str, attributes: str) -> None:
        self._add(
            f'<input type="text" id="i-{item.code}{suffix}" name="{FIELD_PREFIX}{item.code}" {attributes} '
            f'aria-describedby="h-{item.code}" value="',
            Slot(TEXT, item.code),
            '">',
        )

    def _ranking(self, item: Item) -> None:
        self._help(item, ranking_help(item))
        self._in_order(item)
        self._missing(item)

    def _rank(self, item: Item, choice: Choice) -> None:
        identity = f"i-{item.code}-{choice.code}"
        self._add(
            f'<p class="rank"><select id="{identity}" name="{FIELD_PREFIX}{item.code}" '
            f'aria-describedby="h-{item.code}"><option value="">–</option>'
        )
        for rank in range(1, item.ranked + 1):
            value = f"{choice.code}.{rank}"
            self._add(f'<option value="{value}"', Slot(SELECT, item.code, value), f">{rank}</option>")
        self._add(f'</select> <label for="{identity}">', *self._text(choice.text), "</label></p>")

    def _long_or_short(self, item: Item) -> None:
        limit = escape(_("At most %(number)s characters.") % {"number": item.max_length})
        self._add(
            f'<div id="f-{item.code}" tabindex="-1"',
            Slot(ATTRIBUTES, item.code, plain=' class="question"'),
            f'><label class="question" for="i-{item.code}">',
            *self._text(item.text),
            f'</label><p class="help" id="h-{item.code}">{limit}</p>',
            Slot(ERROR, item.code),
        )
        shared = f'id="i-{item.code}" name="{FIELD_PREFIX}{item.code}" aria-describedby="h-{item.code} e-{item.code}"'
        if item.kind == LONG_TEXT:
            # A line break right after the tag is dropped by browsers; one of the respondent's own must stay.
            self._add(f'<textarea {shared} rows="5">\n', Slot(TEXT, item.code), "</textarea></div>")
        else:
            self._add(f'<input type="text" {shared} value="', Slot(TEXT, item.code), '"></div>')


def number_help(item: Item) -> str:
    """What may be typed for a number."""
    bounds = {"low": item.minimum, "high": item.maximum}
    if item.decimals:
        return _("A number from %(low)s to %(high)s.") % bounds
    return _("A whole number from %(low)s to %(high)s.") % bounds


def date_help(item: Item) -> str:
    """What may be typed for a date."""
    if item.precision == MONTH:
        return _("Month and year in digits, for example 3 and 2026.")
    return _("Day, month and year in digits, for example 27, 3 and 2026.")


def ranking_help(item: Item) -> str:
    """How a ranking is given."""
    return _("Choose 1 for what comes first, then 2, and so on up to %(number)s. Use each number once.") % {
        "number": item.ranked
    }


def face(mood: float) -> str:
    """A drawn face: 0 is sad, 1 is glad. It says nothing that the words beside it do not say."""
    bend = 27 + round(8 * (mood - 0.5))
    return (
        '<svg class="face" width="40" height="40" viewBox="0 0 40 40" aria-hidden="true" focusable="false" '
        'fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"><circle cx="20" cy="20" r="17"/>'
        f'<path d="M14 15v1M26 15v1M12 {54 - bend} Q20 {2 * bend - 27} 28 {54 - bend}"/></svg>'
    )
