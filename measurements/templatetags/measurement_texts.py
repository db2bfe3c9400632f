"""Texts of a questionnaire in templates."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str] | None, language: str) -> str:
    """The text in this language, empty when there is none."""
    return (texts or {}).get(language, "")
