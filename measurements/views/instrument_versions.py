"""What is done with one version of a questionnaire: compare it, take its codebook, confirm its languages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from core.tables import stream_csv
from measurements import access
from measurements.choices import language_name
from measurements.describing import described_changes
from measurements.domain.changes import changes_between
from measurements.domain.codebook import HEADERS, codebook
from measurements.exceptions import NotATranslation
from measurements.forms import TranslatorForm
from measurements.models import InstrumentVersion
from measurements.services.languages import confirm_language, confirmations_of, withdraw_confirmation


@requires(access.READ_INSTRUMENTS)
@require_safe
def version_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed against an earlier version: the one before, or the one that is asked for."""
    version = access.get_version_for(request.user, pk)
    others = version.instrument.versions.exclude(pk=pk).order_by("-number")
    asked = request.GET.get("met", "")
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
        other: InstrumentVersion | None = get_object_or_404(others, number=number)
    else:
        other = next((one for one in others if one.number < version.number), None)
    found = changes_between(other.questionnaire, version.questionnaire) if other else []
    context = {"version": version, "other": other, "others": others, "groups": described_changes(found)}
    return render(request, "measurements/instrument_difference.html", context)


@requires(access.READ_INSTRUMENTS)
@require_safe
def version_codebook(request: HttpRequest, pk: int) -> HttpResponse:
    """The codebook as a file for a spreadsheet: one row per column of the data."""
    version = access.get_version_for(request.user, pk)
    entries = codebook(version.questionnaire, get_language() or "nl")
    content = b"".join(stream_csv(HEADERS, [entry.cells for entry in entries], for_excel=True))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{version.instrument.code}-{version.number}-codebook.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(access.IMPORT_INSTRUMENTS)
@require_http_methods(["GET", "POST"])
def language_confirm(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Record which translator has confirmed a language."""
    version = _with_translation(request, pk, language)
    form = TranslatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_language(
                version=version,
                language=language,
                translator=form.cleaned_data["translator"],
                by=request.user,
                at=timezone.now(),
            )
        except NotATranslation:
            raise Http404 from None
        messages.success(request, _("The language is confirmed and can be asked in."))
        return redirect("measurements:instrument", pk)
    context = {"version": version, "form": form, "language": language, "language_name": language_name(language)}
    status = 422 if form.errors else 200
    return render(request, "measurements/language_confirm.html", context, status=status)


@requires(access.IMPORT_INSTRUMENTS)
@require_http_methods(["GET", "POST"])
def language_withdraw(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Take a confirmation back: the language can then only be rehearsed."""
    version = _with_translation(request, pk, language)
    confirmation = confirmations_of(version).get(language)
    if confirmation is None:
        raise Http404
    if request.method == "POST":
        withdraw_confirmation(confirmation=confirmation)
        messages.success(request, _("The confirmation is withdrawn. The language can only be rehearsed now."))
        return redirect("measurements:instrument", pk)
    context = {
        "version": version,
        "heading": _("Withdraw the confirmation?"),
        "text": _("%(language)s, confirmed by %(translator)s.")
        % {"language": language_name(language), "translator": confirmation.translator},
        "consequences": [_("Measurements that are ready or open go on."), _("New ones cannot use this language.")],
        "confirm_text": _("Yes, withdraw"),
        "back_url": reverse("measurements:instrument", args=[pk]),
    }
    return render(request, "measurements/instrument_confirm.html", context)


def _with_translation(request: HttpRequest, pk: int, language: str) -> InstrumentVersion:
    version = access.get_version_for(request.user, pk)
    if language not in version.questionnaire.languages[1:]:
        raise Http404
    return version
