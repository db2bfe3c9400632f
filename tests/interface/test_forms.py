"""The crispy pack: what a screen reader needs to tie labels, help and errors to fields."""

import re

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation

from core.templatetags.nlds import filter_fields
from tests.interface.styleguide import SignalForm


class KindForm(forms.Form):
    """A filter with one choice."""

    kind = forms.CharField(required=False)


class SearchForm(KindForm):
    """A filter with a search field."""

    q = forms.CharField(required=False)


@pytest.fixture(autouse=True)
def english():
    """Source texts, so that the tests read well."""
    with translation.override("en"):
        yield


def rendered(data=None):
    form = SignalForm(data)
    return render_crispy_form(form, form.helper)


def described_by(html, name):
    """The ids that the input with this name points to."""
    tag = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html).group()
    return re.search(r'aria-describedby="([^"]*)"', tag).group(1).split()


def test_help_stands_under_the_id_its_input_points_to():
    html = rendered()
    assert described_by(html, "title") == ["id_title_helptext"]
    assert 'id="id_title_helptext"' in html


def test_errors_stand_under_the_id_their_input_points_to():
    html = rendered({})
    assert described_by(html, "title") == ["id_title_helptext", "id_title_error"]
    assert 'id="id_title_error"' in html


def test_a_wrong_field_is_marked_invalid():
    assert re.search(r'<input[^>]*name="title"[^>]*aria-invalid="true"', rendered({}))


def test_the_error_summary_links_every_error_to_its_field():
    html = rendered({})
    summary = html[: html.index("<fieldset")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_title", "id_kind_0", "id_domain", "id_agree"]
    for target in targets:
        assert f'id="{target}"' in html


def test_the_summary_counts_the_problems():
    assert "There are 4 problems" in rendered({})


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in rendered()


def test_radio_buttons_stand_in_a_fieldset_with_a_legend_and_its_description():
    html = rendered({})
    described = 'aria-describedby="id_kind_helptext id_kind_error"'
    group = re.search(rf"<fieldset[^>]*{described}[^>]*>.*?</fieldset>", html, re.S)
    assert re.search(r"<legend[^>]*>Wat is het\?", group.group())
    assert len(re.findall('type="radio"', group.group())) == 3


def test_every_choice_has_a_label_of_its_own():
    html = rendered()
    for identifier in re.findall(r'type="(?:radio|checkbox)"[^>]* id="([^"]+)"', html):
        assert f'for="{identifier}"' in html


def test_headings_of_choice_groups_are_shown():
    html = rendered()
    assert ">Domein</p>" in html
    assert ">Elders</p>" in html


def test_a_chosen_option_stays_chosen_after_an_error():
    html = rendered({"kind": "b", "about": ["asiel"]})
    assert re.search(r'value="b"[^>]*checked', html)
    assert re.search(r'value="asiel"[^>]*checked', html)


def test_only_fields_that_may_stay_empty_say_so():
    html = rendered()
    assert html.count("(optional)") == 4
    assert re.search(r"Toelichting\s*<span[^>]*>\(optional\)", html)


def test_a_form_with_a_file_is_sent_as_multipart():
    assert 'enctype="multipart/form-data"' in rendered()


def test_a_date_is_asked_with_the_browsers_own_date_field():
    assert re.search(r'<input type="date" name="due"', rendered())


def test_user_text_is_escaped():
    html = rendered({"title": '"><script>alert(1)</script>', "kind": "<b>"})
    assert "<script>" not in html


def test_the_plain_filter_renders_the_same_fields():
    html = as_crispy_form(SignalForm())
    assert "<form" not in html
    assert 'id="id_title_helptext"' in html


def test_buttons_take_their_look_from_a_word():
    html = rendered()
    assert re.search(r'name="save"[^>]*utrecht-button--primary-action', html)
    assert re.search(r'name="preview"[^>]*utrecht-button--secondary-action', html)


def test_a_filter_shows_its_search_field_first_and_calls_nothing_optional():
    form = SearchForm({"q": "kan"})
    fields = filter_fields(form)
    assert fields.search.name == "q"
    assert [field.name for field in fields.others] == ["kind"]
    assert not fields.is_filtered
    assert "optional" not in render_crispy_form(form)


def test_a_filter_in_use_is_not_folded_away():
    assert filter_fields(SearchForm({"kind": "vraag"})).is_filtered


def test_a_filter_without_a_search_field_has_only_others():
    fields = filter_fields(KindForm())
    assert fields.search is None
    assert [field.name for field in fields.others] == ["kind"]
