"""From a checked document to typed values; conditions are compiled here, once per document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conditions import Condition, parse
from .instrument import (
    AGREE,
    DEFAULT_LENGTHS,
    FIXED_RANGES,
    GRID,
    INFORMATION,
    PAIR,
    RANKING,
    SMILEY,
    Block,
    Choice,
    Construct,
    Item,
    Questionnaire,
    Quota,
    Section,
    Texts,
)

NOW, WANTED = "now", "wanted"
RANDOM = "random"


def build(document: Mapping[str, Any]) -> Questionnaire:
    """Typed values of a checked document."""
    return Questionnaire(
        code=document["code"],
        level=document["level"],
        number=document["version"],
        languages=tuple(document["languages"]),
        title=document["title"],
        introduction=document["introduction"],
        thanks=document["thanks"],
        sections=tuple(_section(section, document.get("scales", {})) for section in document["sections"]),
        constructs=tuple(_construct(construct) for construct in document["constructs"]),
        quotas=tuple(_quota(quota) for quota in document.get("quotas", [])),
        schema=document.get("schema", 1),
    )


def pair_codes(code: str) -> tuple[str, str]:
    """The codes of the two items of a pair: now and wanted."""
    return f"{code}_{NOW}", f"{code}_{WANTED}"


def _condition(raw: Mapping[str, Any]) -> Condition | None:
    return parse(raw["show_if"]) if raw.get("show_if") else None


def _section(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> Section:
    return Section(
        code=raw["code"],
        title=raw["title"],
        introduction=raw.get("introduction"),
        blocks=tuple(_block(block, scales) for block in raw["items"]),
        condition=_condition(raw),
        show_if=raw.get("show_if", ""),
        is_shuffled=raw.get("order") == RANDOM,
    )


def _block(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> Block:
    kind = raw["type"]
    image = raw.get("image", {})
    return Block(
        kind=kind,
        text=raw["text"],
        items=_items(raw, scales),
        code=raw.get("code", ""),
        condition=_condition(raw),
        show_if=raw.get("show_if", ""),
        half=raw.get("half", ""),
        is_shuffled=kind == GRID and raw.get("order") == RANDOM,
        is_fixed=raw.get("fixed", False),
        image=image.get("data", ""),
        image_text=image.get("alt"),
    )


def _items(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> tuple[Item, ...]:
    kind = raw["type"]
    if kind == INFORMATION:
        return ()
    if kind == GRID:
        return tuple(_on_scale(row, raw, scales[raw["scale"]]) for row in raw["rows"])
    if kind == PAIR:
        halves = zip(pair_codes(raw["code"]), (NOW, WANTED), strict=True)
        rows = [{**raw, "code": code, "text": raw[side]} for code, side in halves]
        return tuple(_on_scale(row, raw, scales[raw["scale"]]) for row in rows)
    return (_item(raw),)


def _on_scale(row: Mapping[str, Any], around: Mapping[str, Any], scale: Mapping[str, Any]) -> Item:
    return Item(
        code=row["code"],
        kind=AGREE,
        text=row["text"],
        version=row.get("version", 1),
        minimum=scale["minimum"],
        maximum=scale["maximum"],
        is_reversed=row.get("reversed", False),
        is_required=around.get("required", False),
        has_dont_know="dont_know" in scale,
        dont_know=scale.get("dont_know"),
        not_applicable=scale.get("not_applicable"),
        labels=_labels(scale["labels"]),
        is_fixed=row.get("fixed", False),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    kind = raw["type"]
    labels = _labels(raw.get("labels", {}))
    low, high = FIXED_RANGES.get(kind, (raw.get("minimum", 0), raw.get("maximum", 0)))
    if kind == SMILEY:
        low, high = 1, len(labels)
    choices = tuple(
        Choice(choice["code"], choice["text"], choice.get("fixed", False)) for choice in raw.get("choices", [])
    )
    return Item(
        code=raw["code"],
        kind=kind,
        text=raw["text"],
        version=raw.get("version", 1),
        minimum=low,
        maximum=high,
        is_reversed=raw.get("reversed", False),
        is_required=raw.get("required", False),
        has_dont_know="dont_know" in raw,
        dont_know=raw.get("dont_know"),
        not_applicable=raw.get("not_applicable"),
        labels=labels,
        choices=choices,
        right=raw.get("right", ""),
        max_length=raw.get("max_length", DEFAULT_LENGTHS.get(kind, 0)),
        unit=raw.get("unit"),
        decimals=raw.get("decimals", 0),
        earliest=raw.get("earliest", ""),
        latest=raw.get("latest", ""),
        precision=raw.get("precision", ""),
        ranked=raw.get("ranked", len(choices)) if kind == RANKING else 0,
        is_shuffled=raw.get("order") == RANDOM,
    )


def _labels(raw: Mapping[str, Texts]) -> tuple[Choice, ...]:
    return tuple(Choice(point, raw[point]) for point in sorted(raw, key=int))


def _construct(raw: Mapping[str, Any]) -> Construct:
    items = raw.get("items", [])
    if raw["rule"] == "gap":
        items = [code for pair in items for code in pair_codes(pair)]
    return Construct(
        code=raw["code"],
        title=raw["title"],
        rule=raw["rule"],
        direction=raw["direction"],
        items=tuple(items),
        parts=tuple(raw.get("parts", [])),
        minimum_answered=raw["minimum_answered"],
    )


def _quota(raw: Mapping[str, Any]) -> Quota:
    return Quota(
        code=raw["code"],
        condition=parse(raw["condition"]),
        show_if=raw["condition"],
        limit=raw["limit"],
        text=raw["text"],
    )
