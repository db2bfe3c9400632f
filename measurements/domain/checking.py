"""What is wrong with a questionnaire document, in words and with the place; only one without problems is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .building import pair_codes
from .gate import gate_problems
from .instrument import AGREE, DATE, GRID, INFORMATION, KNOWLEDGE, NUMBER, PAIR, RANKING, SMILEY, Questionnaire
from .problems import TEXT_KEYS, Problem, item_places, place_of

SCHEMA_FILE = Path(__file__).with_name("instrument.schema.json")
LARGEST_BOX = 64 * 1024


def _(text: str) -> str:
    """Marks a sentence for translation; the views translate, this package knows no framework."""
    return text


class InvalidInstrument(Exception):
    """The document cannot be used; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems[:3]))


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a questionnaire document."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text())
    return loaded


def _is_storable(document: object) -> bool:
    text = json.dumps(document, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def read_document(raw: bytes) -> dict[str, Any]:
    """Parse and check a file. Raises InvalidInstrument with every problem found."""
    try:
        document = json.loads(raw.decode("utf-8-sig"))
        is_storable = _is_storable(document)
    except UnicodeDecodeError:
        raise InvalidInstrument([Problem("", _("The file is not UTF-8 text."))]) from None
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno}
        raise InvalidInstrument(
            [Problem("", _("The file is not JSON: look at line %(line)s, column %(column)s."), values)]
        ) from None
    except RecursionError:
        raise InvalidInstrument([Problem("", _("The file is nested too deeply to be a questionnaire."))]) from None
    except ValueError:
        raise InvalidInstrument([Problem("", _("A number in the file is far too long."))]) from None
    if not is_storable:
        raise InvalidInstrument(
            [Problem("", _("A text in the file holds a sign that cannot be kept (a zero byte or half a character)."))]
        )
    if problems := problems_of(document):
        raise InvalidInstrument(problems)
    checked: dict[str, Any] = document
    return checked


def problems_of(document: Any) -> list[Problem]:
    """Everything that is wrong: first the shape; only a document of the right shape is looked at further."""
    from jsonschema import Draft202012Validator

    shape = [
        Problem(
            place_of(error.absolute_path), _("Does not have the right form: %(detail)s"), {"detail": error.message}
        )
        for error in Draft202012Validator(schema()).iter_errors(document)
    ]
    if shape:
        return shape
    return (
        [
            *_text_problems(document, document["languages"], ()),
            *_code_problems(document),
            *_scale_problems(document),
            *_form_problems(document),
            *_item_problems(document),
            *_construct_problems(document),
        ]
        or gate_problems(document)
        or list(_size_problems(document))
    )


def _text_problems(value: Any, languages: list[str], path: tuple[Any, ...]) -> Iterator[Problem]:
    """Every text exists in every language of the document and in no other."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _text_problems(entry, languages, (*path, index))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            here = (*path, key)
            if key in TEXT_KEYS:
                yield from _languages_of(entry, languages, here)
            elif key == "labels":
                for point, label in entry.items():
                    yield from _languages_of(label, languages, (*here, point))
            else:
                yield from _text_problems(entry, languages, here)


def _languages_of(texts: Mapping[str, str], languages: list[str], path: tuple[Any, ...]) -> Iterator[Problem]:
    for language in languages:
        if not texts.get(language, "").strip():
            yield Problem(place_of(path), _("The text in language %(language)s is missing."), {"language": language})
    for language in texts.keys() - set(languages):
        yield Problem(
            place_of(path),
            _("Language %(language)s is not one of the languages of the document."),
            {"language": language},
        )


def _answered(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Place, code and raw form of everything that is answered."""
    for place, item in item_places(document):
        if item["type"] == GRID:
            for number, row in enumerate(item["rows"]):
                yield f"{place}.rows[{number + 1}]", row["code"], row
        elif item["type"] == PAIR:
            for code in pair_codes(item["code"]):
                yield place, code, item
        elif item["type"] != INFORMATION:
            yield place, item["code"], item


def _code_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    groups = (
        [(place, code) for place, code, _item in _answered(document)],
        [(f"sections[{number + 1}]", section["code"]) for number, section in enumerate(document["sections"])],
        [(f"constructs[{number + 1}]", one["code"]) for number, one in enumerate(document["constructs"])],
    )
    for group in groups:
        seen: dict[str, str] = {}
        for place, code in group:
            if code in seen:
                yield Problem(
                    place, _("Code %(code)s is used already at %(other)s."), {"code": code, "other": seen[code]}
                )
            seen.setdefault(code, place)


def _scale_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    for name, scale in document.get("scales", {}).items():
        if scale["minimum"] >= scale["maximum"]:
            yield Problem(f"scales.{name}", _("The scale must end above where it begins."))
            continue
        wanted = {str(point) for point in range(scale["minimum"], scale["maximum"] + 1)}
        if scale["labels"].keys() != wanted:
            yield Problem(f"scales.{name}.labels", _("Every point of the scale needs a label, and no other point."))


def _item_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    scales = document.get("scales", {})
    for place, item in item_places(document):
        if item["type"] in (GRID, PAIR) and item["scale"] not in scales:
            yield Problem(place, _("Scale %(name)s does not exist."), {"name": item["scale"]})
        codes = [choice["code"] for choice in item.get("choices", [])]
        if len(codes) != len(set(codes)):
            yield Problem(place, _("Two choices have the same code."))
        if item["type"] == SMILEY and set(item["labels"]) != {str(n + 1) for n in range(len(item["labels"]))}:
            yield Problem(place, _("The points of a pictogram scale are numbered from 1, each with a label."))
        if item["type"] == SMILEY and len(item["labels"]) not in (3, 5):
            yield Problem(place, _("A pictogram scale has three or five points."))
        if item.get("minimum", 0) > item.get("maximum", 0) or item.get("earliest", "") > item.get("latest", "9"):
            yield Problem(place, _("The lowest value allowed lies above the highest."))
        if item.get("ranked", 0) > len(codes):
            yield Problem(place, _("More is to be ranked than there are choices."))
        if "not_applicable" in item and "na" in codes:
            yield Problem(place, _("A choice cannot have the code %(code)s here."), {"code": "na"})
        if item["type"] == KNOWLEDGE and item["right"] not in codes:
            yield Problem(place, _("The right answer is not one of the choices."))


def _construct_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    kinds = {code: _kind(raw) for _where, code, raw in _answered(document)}
    kinds |= {item["code"]: "gap" for _where, item in item_places(document) if item["type"] == PAIR}
    wanted = {
        "mean": {"agree", "scale", "grade", "recommendation", "smiley"},
        "gap": {"gap"},
        "grade": {"grade", "scale", "recommendation"},
        "nps": {"recommendation"},
        "knowledge": {"knowledge"},
    }
    constructs = {one["code"]: one for one in document["constructs"]}
    for number, construct in enumerate(document["constructs"]):
        place = f"constructs[{number + 1}]"
        rule = construct["rule"]
        members = construct.get("parts" if rule == "composite" else "items", [])
        if not members:
            yield Problem(place, _("The construct has no items."))
        if construct["minimum_answered"] > len(members):
            yield Problem(place, _("More answers are needed than the construct has items."))
        for member in members:
            if rule == "composite":
                if constructs.get(member, {}).get("rule") not in {"mean", "grade"}:
                    yield Problem(place, _("%(code)s is no construct that can be a part."), {"code": member})
            elif member not in kinds:
                yield Problem(place, _("Item %(code)s does not exist."), {"code": member})
            elif kinds[member] not in wanted[rule]:
                yield Problem(
                    place, _("Item %(code)s does not fit the rule %(rule)s."), {"code": member, "rule": rule}
                )


def _kind(raw: Mapping[str, Any]) -> str:
    kind = str(raw.get("type", AGREE))
    return AGREE if kind == PAIR else kind


# What form 2 added: kinds of items, and keys anywhere in the document.
_NEW_KINDS = frozenset({SMILEY, NUMBER, DATE, RANKING, PAIR})
_NEW_KEYS = frozenset({"show_if", "order", "half", "fixed", "image", "not_applicable", "quotas"})


def _form_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """A document that uses what form 2 added says that it is of form 2."""
    if document.get("schema", 1) >= 2:
        return
    used = {item["type"] for _where, item in item_places(document)} & _NEW_KINDS
    used |= _keys_in(document) & _NEW_KEYS
    used |= {"gap"} & {construct["rule"] for construct in document["constructs"]}
    if used:
        yield Problem(
            "schema", _('This needs "schema": 2 in the document: %(names)s.'), {"names": ", ".join(sorted(used))}
        )


def _keys_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for entry in value for key in _keys_in(entry)}
    if isinstance(value, Mapping):
        return set(value) | {key for entry in value.values() for key in _keys_in(entry)}
    return set()


def _size_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    if Questionnaire.from_document(document).box_size > LARGEST_BOX:
        yield Problem("sections", _("The open answers together may be too long; set max_length lower."))
