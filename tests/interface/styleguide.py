"""A page with every shared part of the interface on it, for the tests only: three addresses of their own."""

from pathlib import Path

import django_filters
import django_tables2 as tables
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django_tables2 import RequestConfig

from accounts.models import User
from core.access import public
from core.charts import Chart
from core.drafts import discard_draft, open_draft
from ind_reputation.urls import urlpatterns as product_urls

TEMPLATES = Path(__file__).parent / "templates"

CHART = Chart(
    key="trust",
    finding="Het vertrouwen van partners groeide in drie jaar van 6,1 naar 6,8",
    alt="Lijn die stijgt van 6,1 in 2023 naar 6,4 in 2024 en 6,8 in 2025; het doel is 7,0.",
    note="Bron: eigen meting, partners, n = 212 tot 240. Schaal 1 tot 10.",
    figure={
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": "Gemeten",
                "x": ["2023", "2024", "2025"],
                "y": [6.1, 6.4, 6.8],
            },
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Doel",
                "x": ["2023", "2024", "2025"],
                "y": [7, 7, 7],
                "line": {"dash": "dash"},
            },
        ],
        "layout": {"yaxis": {"range": [5, 8], "title": {"text": "Cijfer"}}, "xaxis": {"type": "category"}},
    },
    columns=["Jaar", "Cijfer", "Aantal"],
    rows=[["2023", "6,1", "212"], ["2024", "6,4", "231"], ["2025", "6,8", "240"]],
    is_fictional=True,
)


class OrganisationTable(tables.Table):
    name = tables.Column(verbose_name="Organisatie", linkify=lambda record: "#")
    kind = tables.Column(verbose_name="Soort")
    score = tables.Column(
        verbose_name="Cijfer", attrs={"td": {"class": "app-cell--number"}, "th": {"class": "app-cell--number"}}
    )
    seen = tables.Column(verbose_name="Laatste contact", orderable=False)


ROWS = [
    {
        "name": f"Stichting Voorbeeld {n} voor belangen",
        "kind": "Ketenpartner",
        "score": f"{6 + n / 10:.1f}".replace(".", ","),
        "seen": "12-11-2026",
    }
    for n in range(1, 30)
]


class OrganisationFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Naam bevat")
    email = django_filters.ChoiceFilter(choices=[("a", "Ketenpartner"), ("b", "Gemeente")], label="Soort")

    class Meta:
        model = User
        fields = ["name", "email"]


class SignalForm(forms.Form):
    title = forms.CharField(label="Onderwerp", max_length=80, help_text="In een paar woorden. Geen persoonsgegevens.")
    body = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Wat is het?",
        widget=forms.RadioSelect,
        choices=[("a", "Suggestie"), ("b", "Klacht"), ("c", "Compliment")],
        help_text="Kies wat het beste past.",
    )
    about = forms.MultipleChoiceField(
        label="Waar gaat het over?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("Domein", [("asiel", "Asiel"), ("regulier", "Regulier")]), ("Elders", [("x", "Iets anders")])],
    )
    domain = forms.ChoiceField(label="Domein", choices=[("", "Kies een domein"), ("asiel", "Asiel")])
    due = forms.DateField(label="Uiterlijk op", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    paper = forms.FileField(label="Bijlage", required=False)
    agree = forms.BooleanField(label="Ik heb dit gecontroleerd", help_text="Daarna gaat het bericht weg.")

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.attrs = {"class": "app-form"}
        helper.layout = Layout(
            Fieldset("Het signaal", "title", "body", Row(Column("domain"), Column("due"))),
            "kind",
            "about",
            "paper",
            "agree",
        )
        helper.add_input(Submit("save", "Opslaan"))
        helper.add_input(Submit("preview", "Voorbeeld bekijken", css_class="secondary"))
        return helper


def page(name):
    """One of the templates beside this file; the product does not know them."""
    return engines["django"].from_string((TEMPLATES / f"{name}.html").read_text())


@public
def parts(request):
    """Alerts, badges, cards, tiles, facts, lists, steps, a timeline and a chart."""
    template = page("parts")
    return HttpResponse(template.render({"chart": CHART}, request))


@public
def listing(request):
    """A filter, a table with sorting and pages, and pages without a table."""
    table = OrganisationTable(ROWS)
    RequestConfig(request, paginate={"per_page": 5}).configure(table)
    template = page("listing")
    context = {
        "table": table,
        "filter": OrganisationFilter(request.GET, queryset=User.objects.none()),
        "page_obj": Paginator(ROWS, 5).page(1),
    }
    return HttpResponse(template.render(context, request))


@public
def form(request):
    """Every kind of field, with errors after sending, and a draft."""
    who = request.user if request.user.is_authenticated else None
    draft = open_draft(user=who, key="styleguide") if who else None
    sent = SignalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and sent.is_valid():
        discard_draft(user=who, key="styleguide")
        return HttpResponse("saved")
    if draft:
        draft.restore(sent)
    template = page("form")
    return HttpResponse(template.render({"form": sent, "draft": draft}, request))


@public
def respondent(request):
    """The lean page of a survey."""
    template = page("respondent")
    return HttpResponse(template.render({}, request))


urlpatterns = [
    path("stijl/onderdelen/", parts),
    path("stijl/lijst/", listing),
    path("stijl/formulier/", form),
    path("stijl/vragenlijst/", respondent),
    path("", include(product_urls)),
]
