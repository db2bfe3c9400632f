"""Taking answers out as rows: a researcher says what for, a job makes the file."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.access import requires
from core.jobs import start_job
from measurements.models import ResponseExport, Wave
from measurements.result_slots import EXPORT_RESPONSES


class ExportForm(forms.Form):
    """What the answers are needed for, and in which form."""

    purpose = forms.CharField(
        label=gettext_lazy("What do you need the answers for?"),
        help_text=gettext_lazy("This is kept with your name and the date; the privacy officer can read it."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file_format = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=[("csv", "CSV"), ("xlsx", "Excel"), ("sav", "SPSS")],
        widget=forms.RadioSelect,
        initial="csv",
    )


@requires("measurements.export_responses")
@require_http_methods(["GET", "HEAD", "POST"])
def export_answers(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Ask the purpose, start the job; earlier exports of this wave are listed."""
    wave = get_object_or_404(Wave, pk=wave_id)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and wave.has_results and form.is_valid():
        job = start_job(
            kind=EXPORT_RESPONSES,
            title=_("Answers of: %(wave)s") % {"wave": wave.title},
            user=request.user,
            at=timezone.now(),
            parameters={"wave_id": wave.pk, **form.cleaned_data},
        )
        return redirect("job", job_id=job.pk)
    exports = ResponseExport.objects.filter(wave=wave).select_related("by")[:20]
    context = {"wave": wave, "form": form, "exports": exports}
    return render(request, "measurements/results/export.html", context, status=422 if form.errors else 200)
