"""URLs of results: for colleagues, in public, and as an API."""

from django.urls import path

from .views import api, exports, public_results, results

app_name = "results"

urlpatterns = [
    # /metingen/
    path("metingen/resultaten/", results.result_list, name="list"),
    path("metingen/eerder-gepubliceerd/", results.published, name="published"),
    path("metingen/<int:wave_id>/resultaten/", results.wave_results, name="wave"),
    path("metingen/<int:wave_id>/antwoorden/", exports.export_answers, name="export"),
    # /resultaten/
    path("resultaten/", public_results.index, name="public"),
    path("resultaten/<int:wave_id>/", public_results.wave, name="public-wave"),
    path("resultaten/resultaten.csv", public_results.results_csv, name="public-csv"),
    path("resultaten/eerder-gepubliceerd.csv", public_results.published_csv, name="public-published-csv"),
    # /api/v1/ (no slash at the end)
    path("api/v1/openapi.json", api.openapi, name="api-openapi"),
    path("api/v1/resultaten", api.results, name="api-results"),
    path("api/v1/eerdere-resultaten", api.earlier_results, name="api-earlier-results"),
    path("api/v1/<path:rest>", api.unknown, name="api-unknown"),
]
