"""Every URL pattern of the product, by name, with an address that resolves to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# One value for each kind of argument; it names no existing record, so that whoever may open the page gets a 404.
_SAMPLES: dict[str, Any] = {
    "IntConverter": 2_000_000_001,
    "UUIDConverter": "00000000-0000-4000-8000-00000000dead",
    "SlugConverter": "bestaat-niet",
    "StringConverter": "bestaat-niet",
    "PathConverter": "bestaat/niet",
}
_TEXTS = ["K99", "K01", "2001-01", "bestaat-niet"]
# Regular expressions of packages: what fits them.
_SAMPLES_BY_ARGUMENT = {"key": "abc-def", "uidb36": "1", "provider_id": "bestaat-niet"}


@dataclass(frozen=True)
class Url:
    """One pattern: its full name (or its route where it has none), its view and a sample address."""

    name: str
    route: str
    view: Any
    path: str


def all_urls() -> list[Url]:
    """All patterns, in order of their names."""
    return sorted(_walk(get_resolver(), (), "", {}), key=lambda url: url.name)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], prefix: str, above: dict[str, Any]) -> Iterator[Url]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        values = {**above, **_values(pattern.pattern)}
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, route, values)
        else:
            assert isinstance(pattern, URLPattern)
            name = ":".join([*namespaces, pattern.name]) if pattern.name else route
            yield Url(name, route, pattern.callback, _address(name, pattern, route, values))


def _sample(converter: Any) -> Any:
    """A value for Django's own converters by their name, for ours the first text that their expression takes."""
    name = type(converter).__name__
    if name in _SAMPLES:
        return _SAMPLES[name]
    return next(converter.to_python(text) for text in _TEXTS if re.fullmatch(converter.regex, text))


def _values(pattern: Any) -> dict[str, Any]:
    """A value for each argument of one piece of a route."""
    converters = getattr(pattern, "converters", {})
    if converters:
        return {key: _sample(converter) for key, converter in converters.items()}
    return {group: _SAMPLES_BY_ARGUMENT.get(group, "bestaatniet") for group in pattern.regex.groupindex}


def _address(name: str, pattern: URLPattern, route: str, values: dict[str, Any]) -> str:
    return reverse(name, kwargs=values) if pattern.name else "/" + route.replace("^", "").replace("$", "")
