"""Template tags of the registry: how an organisation stands, in a word and a shape."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.nlds import status
from stakeholders.figures import movement as in_words
from stakeholders.models import Standing
from stakeholders.queries import Place

register = template.Library()
# The shapes of the picture, in letters; and the tone that only helps.
_SHAPES = {1: "✕", 2: "▼", 3: "●", 4: "▲", 5: "★"}
_TONES = {1: "negative", 2: "warning", 3: "neutral", 4: "positive", 5: "positive"}


@register.simple_tag
def attitude(standing: Standing) -> SafeString:
    """The attitude as badge: shape and word."""
    label = format_html(
        '<span aria-hidden="true">{}</span> {}', _SHAPES[standing.attitude], standing.get_attitude_display()
    )
    return status(_TONES[standing.attitude], label)


@register.simple_tag
def movement(place: Place) -> str:
    """What changed since the earlier day, in words."""
    return in_words(place)


@register.simple_tag
def score(value: int) -> str:
    """A step on the scale: "4 of 5"."""
    return _("%(value)d of 5") % {"value": value}
