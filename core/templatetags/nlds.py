"""Template tags of the house style: icons, badges, breadcrumbs, pages, the parts of forms and tables, charts.

Class names of the design system stand here and in the includes only, so that a new version of it is one change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.contrib.messages import constants as levels
from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart
from core.icons import PATHS
from core.undo import TAG as UNDO_TAG

if TYPE_CHECKING:
    from django.contrib.messages.storage.base import Message
    from django.forms.boundfield import BoundField, BoundWidget

register = template.Library()

TONES = {"info", "positive", "warning", "negative", "neutral"}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A small decorative drawing beside a text; screen readers skip it."""
    return format_html(
        '<svg class="app-icon {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(PATHS[name]),  # noqa: S308 - drawings from our own table
    )


@register.simple_tag
def status(tone: str, label: str) -> SafeString:
    """A state as badge: always words, the colour (info, positive, warning, negative, neutral) only helps."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"Unknown tone of a status: {tone}")
    return format_html('<span class="ind-status ind-status--{}">{}</span>', tone, label)


@dataclass(frozen=True)
class FilterFields:
    """The fields of a filter: the search field (or None), the others, and whether one of the others is in use."""

    search: BoundField | None
    others: list[BoundField]
    is_filtered: bool


@register.simple_tag
def filter_fields(form: forms.BaseForm) -> FilterFields:
    """The fields of a filter for includes/filter.html; nobody has to fill in a filter, so no field says "optional"."""
    form.hide_optional = True  # type: ignore[attr-defined]
    fields = list(form)
    return FilterFields(
        search=next((field for field in fields if field.name == "q"), None),
        others=[field for field in fields if field.name != "q"],
        is_filtered=any(name != "q" for name in form.changed_data),
    )


@register.inclusion_tag("includes/breadcrumbs.html")
def breadcrumbs(*parts: Any) -> dict[str, Any]:
    """`{% breadcrumbs label url label url … current %}`: "Home" comes first, the last part is the page itself."""
    values = [str(part) for part in parts]
    crumbs = [(_("Home"), reverse("home"))]
    crumbs += list(zip(values[:-1:2], values[1::2], strict=True))
    crumbs.append((values[-1], ""))
    return {"crumbs": crumbs}


@register.inclusion_tag("includes/breadcrumbs.html")
def public_breadcrumbs(*parts: Any) -> dict[str, Any]:
    """The same for pages outside, where the staff's home page is not the beginning."""
    values = [str(part) for part in parts]
    return {"crumbs": [*zip(values[:-1:2], values[1::2], strict=True), (values[-1], "")]}


@register.inclusion_tag("includes/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], field: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; filters and sorting in the address stay as they are."""
    query: QueryDict = context["request"].GET.copy()

    def address(number: int) -> str:
        query[field] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    pages: list[tuple[int | None, str]] = []
    if paginator.num_pages > 1:
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            if not isinstance(number, int):
                pages.append((None, ""))
            else:
                pages.append((number, "" if number == page.number else address(number)))
    return {
        "pages": pages,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag
def table_summary(table: Any) -> str:
    """How much a list holds, in words."""
    total = table.paginator.count
    if getattr(table.paginator, "is_more", False):
        words = {"first": table.page.start_index(), "last": table.page.end_index(), "n": total}
        return _("%(first)d to %(last)d of more than %(n)d; filter to find the rest") % words
    if table.paginator.num_pages < 2:
        return ngettext("%(n)d row", "%(n)d rows", total) % {"n": total}
    return _("%(first)d to %(last)d of %(n)d") % {
        "first": table.page.start_index(),
        "last": table.page.end_index(),
        "n": total,
    }


@register.simple_tag
def sort_state(column: Any) -> SafeString:
    """`aria-sort` for the header of a column that the list is sorted on now."""
    if not (column.orderable and column.is_ordered):
        return SafeString("")
    direction = "descending" if column.order_by_alias.is_descending else "ascending"
    return format_html(' aria-sort="{}"', direction)


@register.simple_tag
def sort_icon(column: Any) -> SafeString:
    """The arrow in a column header."""
    if not column.is_ordered:
        return icon("sort")
    return icon("down" if column.order_by_alias.is_descending else "up")


@dataclass(frozen=True)
class Alert:
    """A flash message, ready to show."""

    kind: str
    icon: str
    role: str
    text: str
    undo_token: str


@register.simple_tag
def message_alert(message: Message) -> Alert:
    """A Django message as an alert of the design system; an undo token in its tags becomes a button."""
    kind = {levels.SUCCESS: "ok", levels.WARNING: "warning", levels.ERROR: "error"}.get(message.level, "info")
    tag = message.extra_tags or ""
    return Alert(
        kind=kind,
        icon=kind,
        role="alert" if kind in {"warning", "error"} else "status",
        text=str(message.message),
        undo_token=tag.removeprefix(UNDO_TAG) if tag.startswith(UNDO_TAG) else "",
    )


@register.inclusion_tag("includes/chart.html")
def chart(figure: Chart) -> dict[str, Any]:
    """A chart with its finding, text alternative and data table. The page also includes includes/chart_head.html."""
    return {"chart": figure}


_TEXT_KINDS = {
    forms.Textarea: "textarea",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.RadioSelect: "radios",
    forms.Select: "select",
    forms.CheckboxInput: "checkbox",
    forms.ClearableFileInput: "file",
    forms.FileInput: "file",
}
_CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "file": "app-file",
    "checkbox": "utrecht-checkbox",
    "checkboxes": "utrecht-checkbox",
    "radios": "utrecht-radio-button",
}


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """How a field is drawn: text, textarea, select, radios, checkboxes, checkbox or file."""
    for widget_class in type(field.field.widget).__mro__:
        if widget_class in _TEXT_KINDS:
            return _TEXT_KINDS[widget_class]
    return "text"


@register.simple_tag
def field_anchor(field: BoundField) -> str:
    """The id an error links to: the input itself, or the first choice of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def nlds_widget(field: BoundField) -> SafeString:
    """The input of a field with the classes of the design system beside its own."""
    base = _CLASSES.get(field_kind(field), "utrecht-textbox utrecht-textbox--html-input")
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {"class": f"{base} {own.get('class', '')}".strip()}
    if own.get("rows") == "10":  # Django's default is half a screen; a form that wants more says so
        attrs["rows"] = "5"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def nlds_options(field: BoundField) -> list[tuple[str, list[BoundWidget]]]:
    """The choices of a radio or checkbox group as (heading of the group or "", choices)."""
    from django.forms.boundfield import BoundWidget

    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": _CLASSES[field_kind(field)]}, widget)
    context = widget.get_context(field.html_name, field.value(), {**widget.attrs, **attrs})
    groups = context["widget"]["optgroups"]
    return [
        (str(name or ""), [BoundWidget(widget, option, field.form.renderer) for option in options])
        for name, options, _index in groups
    ]
