"""Pages of questionnaires: list, reading a version with all languages side by side, importing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from measurements import access
from measurements.choices import language_name
from measurements.domain.checking import InvalidInstrument
from measurements.domain.instrument import is_right_to_left
from measurements.domain.problems import Problem
from measurements.domain.readability import reading_hints
from measurements.exceptions import SameNumberOtherText
from measurements.forms import InstrumentFileForm
from measurements.models import InstrumentVersion
from measurements.services.instruments import exported, import_instrument
from measurements.services.languages import confirmations_of

LARGEST_FILE = 2 * 1024 * 1024


@requires(access.READ_INSTRUMENTS)
@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every version of every questionnaire."""
    versions = InstrumentVersion.objects.select_related("instrument").order_by("instrument__level", "-pk")
    return render(request, "measurements/instrument_list.html", {"versions": versions})


@requires(access.READ_INSTRUMENTS)
@require_safe
def instrument_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: every text in all languages side by side, scales, and what is measured."""
    version = access.get_version_for(request.user, pk)
    questionnaire = version.questionnaire
    confirmed = confirmations_of(version)
    context = {
        "version": version,
        "questionnaire": questionnaire,
        "languages": [(code, language_name(code)) for code in questionnaire.languages],
        "translations": [
            (code, language_name(code), is_right_to_left(code), confirmed.get(code))
            for code in questionnaire.languages[1:]
        ],
        "hints": reading_hints(questionnaire),
        "has_others": version.instrument.versions.exclude(pk=pk).exists(),
        "may_confirm": request.user.has_perm(access.IMPORT_INSTRUMENTS),
    }
    return render(request, "measurements/instrument_detail.html", context)


@requires(access.READ_INSTRUMENTS)
@require_safe
def instrument_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document itself, in the canonical form its hash is taken of."""
    version = access.get_version_for(request.user, pk)
    response = HttpResponse(exported(version), content_type="application/json")
    name = f"{version.instrument.code}-{version.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(access.IMPORT_INSTRUMENTS)
@require_http_methods(["GET", "POST"])
def instrument_import(request: HttpRequest) -> HttpResponse:
    """Take in a file, or say everything that is wrong with it."""
    form = InstrumentFileForm(request.POST or None, request.FILES or None)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise InvalidInstrument([Problem("", _("The file is too large for a questionnaire."))])
            version, is_new = import_instrument(raw=upload.read(), by=request.user, at=timezone.now())
        except InvalidInstrument as error:
            problems = [(problem.where, _(problem.message) % problem.values) for problem in error.problems]
            form.add_error("file", _("The file cannot be used. Nothing was stored."))
        except SameNumberOtherText:
            form.add_error(
                "file", _("This version number exists already with other texts. Give a changed text a new number.")
            )
        else:
            messages.success(
                request, _("The questionnaire is in the library.") if is_new else _("This version was there already.")
            )
            return redirect("measurements:instrument", version.pk)
    return render(
        request,
        "measurements/instrument_import.html",
        {"form": form, "problems": problems},
        status=422 if form.errors else 200,
    )
