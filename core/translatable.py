"""Finds every text in the source that a user may see (Python and templates), with the place where it stands.

The same texts as `makemessages` finds, which needs GNU gettext on the machine, and the words of own permissions.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .catalogue import CatalogueError

SIMPLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
EVERY = SIMPLE | PLURAL | CONTEXT | CONTEXT_PLURAL
SKIPPED = {"migrations", "tests", "bench", "static", "node_modules"}
_CALL = re.compile(r"\b(_|n?p?gettext(?:_lazy|_noop)?)\(")


@dataclass(frozen=True)
class Key:
    """What a text is looked up by: its source, its context and, for texts with a number, the plural source."""

    text: str
    context: str = ""
    plural: str = ""


def source_files(root: Path) -> Iterator[Path]:
    """Yield the Python files and templates below `root` whose texts users see."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in SKIPPED for part in parts)
        if not hidden and path.suffix in (".py", ".html", ".txt") and path.is_file() and len(parts) > 1:
            if path.suffix != ".py" and "templates" not in parts:
                continue
            yield path


def find_texts(root: Path) -> dict[Key, list[str]]:
    """Return every text to translate below `root` with its files. Raises CatalogueError for an f-string."""
    found: dict[Key, list[str]] = {}
    for path in source_files(root):
        place = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        keys = python_texts(text, place) if path.suffix == ".py" else template_texts(text, place)
        for key in keys:
            places = found.setdefault(key, [])
            if place not in places:
                places.append(place)
    return found


def _key(function: str, texts: list[str]) -> Key | None:
    wanted = {**dict.fromkeys(SIMPLE, 1), **dict.fromkeys(PLURAL | CONTEXT, 2), **dict.fromkeys(CONTEXT_PLURAL, 3)}[
        function
    ]
    if len(texts) < wanted or not texts[0]:
        return None
    if function in SIMPLE:
        return Key(texts[0])
    if function in PLURAL:
        return Key(texts[0], plural=texts[1])
    if function in CONTEXT:
        return Key(texts[1], context=texts[0])
    return Key(texts[1], context=texts[0], plural=texts[2])


def python_texts(source: str, place: str) -> Iterator[Key]:
    """Yield the texts of calls such as `_("...")`. Raises CatalogueError for an f-string or a broken file."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CatalogueError(f"{place}: cannot be parsed: {error}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from _permission_texts(node)
        if not isinstance(node, ast.Call):
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function not in EVERY:
            continue
        if any(isinstance(argument, ast.JoinedStr) for argument in node.args):
            raise CatalogueError(f"{place}:{node.lineno}: an f-string cannot be translated; use placeholders")
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if (key := _key(function, texts)) is not None:
            yield key


def _permission_texts(meta: ast.ClassDef) -> Iterator[Key]:
    """Yield the words of own permissions: stored in English, translated in the report of who may see what."""
    for node in meta.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "permissions":
            for _codename, words in ast.literal_eval(node.value):
                yield Key(words)


def template_texts(source: str, place: str) -> Iterator[Key]:
    """Yield the texts of a Django template: `{% translate %}`, `{% blocktranslate %}` and `_("...")` in tags."""
    from django.utils.translation.template import templatize

    try:
        code = templatize(source, origin=place)
    except SyntaxError as error:
        raise CatalogueError(f"{place}: {error}") from error
    for match in _CALL.finditer(code):
        if (key := _key(match.group(1), _literals(code[match.end() :]))) is not None:
            yield key


def _literals(code: str) -> list[str]:
    """Return the texts among the arguments of a call whose opening bracket stands just before `code`."""
    texts: list[str] = []
    glued = False
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.STRING:
                value = str(ast.literal_eval(token.string))
                texts[-1:] = [texts[-1] + value] if glued else [*texts[-1:], value]
                glued = True
            elif token.type in (tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT):
                continue
            elif token.string == ",":
                glued = False
            else:
                break
    except (tokenize.TokenError, IndentationError):
        pass
    return texts
