"""Charts: a finding, a description and the numbers beside every picture; nothing leaves the machine."""

import json
import re
from pathlib import Path

from django.conf import settings
from django.template import engines

from core.charts import Chart
from tests.interface.styleguide import CHART

STATIC = Path(settings.BASE_DIR) / "static"


def rendered(chart):
    return engines["django"].from_string("{% load nlds %}{% chart chart %}").render({"chart": chart})


def test_the_finding_is_the_title_and_names_the_figure():
    html = rendered(CHART)
    assert re.search(r'<figcaption[^>]*id="chart-trust-title">Het vertrouwen van partners groeide', html)
    assert 'aria-labelledby="chart-trust-title"' in html


def test_the_picture_has_a_description_and_the_numbers_stand_in_a_table():
    html = rendered(CHART)
    assert f'aria-label="{CHART.alt}"' in html
    assert "<details>" in html
    assert re.search(r'<th scope="row">2025</th>\s*<td[^>]*>6,8</td>', html)


def test_invented_data_is_called_so():
    assert "ind-status--warning" in rendered(CHART)


def test_the_figure_travels_as_json_that_cannot_break_out():
    chart = Chart("x", "a", "b", {"data": [{"name": "</script><script>alert(1)"}]}, [], [])
    html = rendered(chart)
    assert "<script>alert" not in html
    data = re.search(r'<script id="chart-x-figure" type="application/json">(.*?)</script>', html, re.S).group(1)
    assert json.loads(data)["data"][0]["name"] == "</script><script>alert(1)"


def test_a_figure_keeps_its_own_layout_over_the_house_style():
    drawn = Chart("x", "a", "b", {"layout": {"yaxis": {"range": [0, 10]}, "title": "weg"}}, [], []).drawn["layout"]
    assert drawn["yaxis"]["range"] == [0, 10]
    assert drawn["yaxis"]["gridcolor"]
    assert "title" not in drawn


def test_sharing_and_upload_are_switched_off_in_the_drawing_script():
    script = (STATIC / "charts.js").read_text()
    for setting in ("showSendToCloud: false", 'plotlyServerURL: ""', "displaylogo: false"):
        assert setting in script


def test_only_pages_with_charts_load_the_drawing_library():
    templates = Path(settings.BASE_DIR) / "templates"
    loading = {path.name for path in templates.rglob("*.html") if "plotly-basic" in path.read_text()}
    assert loading == {"chart_head.html"}
    for base in ("_document.html", "base.html", "base_public.html", "base_respondent.html"):
        assert "chart_head" not in (templates / base).read_text().split("{% endcomment %}")[-1]
