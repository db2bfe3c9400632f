"""What people do with the shared parts: menu without scripts, keyboard, drafts, charts, print."""

import re

import pytest
from playwright.sync_api import expect

from core.models import FormDraft

pytestmark = pytest.mark.usefixtures("styleguide")

# WCAG 1.4.12
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""


def test_the_phone_menu_works_without_scripts(visit, person):
    visitor = visit(person("communications"), width=320, scripts=False)
    page = visitor.open("/stijl/lijst/")
    link = page.locator(".app-menu__list").get_by_text("Signalen")
    expect(link).to_be_hidden()
    page.locator(".app-menu > summary").click()
    expect(link).to_be_visible()
    expect(page.locator(".app-menu__tools button")).to_be_visible()
    expect(page.locator(".app-nav__list").first).to_be_hidden()


def test_the_desk_menu_shows_where_one_is(visit, person):
    page = visit(person("communications")).open("/stijl/lijst/")
    current = page.locator(".app-nav__list [aria-current=page]")
    expect(current).to_have_text("Organisaties")
    expect(page.locator(".app-menu")).to_be_hidden()


def test_the_first_tab_leads_past_the_menu(visit, person):
    page = visit(person("communications")).open("/stijl/lijst/")
    page.keyboard.press("Tab")
    expect(page.locator(".app-skip-link")).to_be_focused()
    expect(page.locator(".app-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main#inhoud")).to_be_focused()


def test_the_focus_is_plain_to_see(visit, person):
    page = visit(person("communications")).open("/stijl/formulier/")
    for _press in range(4):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_an_error_leads_to_its_field(visit, person):
    page = visit(person("communications")).open("/stijl/formulier/")
    page.get_by_role("button", name="Opslaan").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_visible()
    assert page.title().startswith(("Fout:", "Error:"))
    summary.get_by_role("link", name=re.compile("^Onderwerp")).click()
    expect(page.locator("#id_title")).to_be_focused()
    summary.get_by_role("link", name=re.compile("^Wat is het")).click()
    expect(page.locator("#id_kind_0")).to_be_focused()


def test_what_is_typed_is_kept_and_comes_back_and_can_be_thrown_away(visit, person):
    visitor = visit(person("communications"))
    page = visitor.open("/stijl/formulier/")
    page.locator("#id_title").fill("Wachttijd aan de telefoon")
    page.locator("#id_kind_1").check()
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    assert FormDraft.objects.get().data["title"] == ["Wachttijd aan de telefoon"]

    page = visitor.open("/stijl/formulier/")
    expect(page.locator("#id_title")).to_have_value("Wachttijd aan de telefoon")
    expect(page.locator("#id_kind_1")).to_be_checked()
    page.locator("form[data-no-draft] button").click()
    expect(page.locator("#id_title")).to_have_value("")
    assert not FormDraft.objects.exists()
    assert visitor.complaints == []


def test_a_required_field_nobody_touched_does_not_look_wrong(visit, person):
    page = visit(person("communications")).open("/stijl/formulier/")
    border = "field => getComputedStyle(field).borderTopColor"
    untouched = page.locator("#id_title").evaluate(border)
    assert untouched == page.locator("#id_body").evaluate(border)
    page.get_by_role("button", name="Opslaan").click()
    assert page.locator("#id_title").evaluate(border) != untouched


def test_a_chosen_option_looks_chosen(visit, person):
    page = visit(person("communications")).open("/stijl/formulier/")
    for name in ("#id_kind_1", "#id_agree"):
        box = page.locator(name)
        before = box.screenshot()
        box.check()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        assert box.screenshot() != before


def test_a_form_works_without_scripts(visit, person):
    page = visit(person("communications"), scripts=False).open("/stijl/formulier/")
    page.locator("#id_title").fill("Zonder scripts")
    page.locator("#id_kind_0").check()
    page.locator("#id_domain").select_option("asiel")
    page.locator("#id_agree").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("body")).to_have_text("saved")


def test_a_chart_is_drawn_and_offers_no_way_to_send_it_away(visit, person):
    visitor = visit(person("communications"))
    page = visitor.open("/stijl/onderdelen/")
    page.locator("#chart-trust").scroll_into_view_if_needed()
    page.locator("#chart-trust[data-drawn]").wait_for()
    assert page.locator("#chart-trust svg .scatterlayer .trace").count() == 2
    settings = page.evaluate(
        "(({showSendToCloud, plotlyServerURL, displaylogo, showEditInChartStudio}) => "
        "({showSendToCloud, plotlyServerURL, displaylogo, showEditInChartStudio}))"
        "(document.getElementById('chart-trust')._context)"
    )
    assert settings["showSendToCloud"] is False
    assert settings["plotlyServerURL"] == ""
    assert settings["displaylogo"] is False
    assert not settings["showEditInChartStudio"]
    titles = page.locator("#chart-trust [data-title]").evaluate_all("all => all.map(one => one.dataset.title)")
    assert not [title for title in titles if re.search("share|cloud|chart studio", title, re.I)]
    assert visitor.foreign == []
    assert page.evaluate("window.cspViolations") == []


def test_a_chart_is_readable_without_scripts(visit, person):
    page = visit(person("communications"), scripts=False).open("/stijl/onderdelen/")
    page.locator(".app-chart summary").click()
    expect(page.locator(".app-chart td").first).to_be_visible()
    expect(page.locator(".app-chart__plot")).to_be_hidden()


def test_the_drawing_library_is_not_loaded_on_a_page_without_charts(visit, person):
    visitor = visit(person("communications"))
    loaded = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    visitor.open("/stijl/lijst/")
    assert not [address for address in loaded if "plotly" in address or "charts.js" in address]


def test_the_language_is_switched_with_one_button(visit, person):
    page = visit(person("communications")).open("/stijl/lijst/")
    assert page.locator("html").get_attribute("lang") == "nl"
    page.locator("header").get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/stijl/lijst/")


def test_on_paper_only_the_content_remains(visit, person):
    page = visit(person("communications")).open("/stijl/lijst/")
    page.emulate_media(media="print")
    expect(page.locator("nav.app-nav")).to_be_hidden()
    expect(page.locator(".app-filter")).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()
    expect(page.locator("table")).to_be_visible()


def test_a_table_becomes_cards_on_a_phone_and_stays_a_table_for_a_screen_reader(visit, person):
    page = visit(person("communications"), width=320).open("/stijl/lijst/")
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("columnheader").count() == 4
    assert page.get_by_role("cell").count() == 20


def test_text_spacing_may_be_widened_without_losing_anything(visit, person):
    visitor = visit(person("communications"), width=320)
    page = visitor.open("/stijl/onderdelen/")
    page.evaluate(
        """rules => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.adoptedStyleSheets = [sheet];
        }""",
        TEXT_SPACING,
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
