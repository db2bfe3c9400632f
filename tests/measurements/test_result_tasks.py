"""Tasks of results: every closed wave is scored once its answers are filed; the demo holds the published figures."""

from __future__ import annotations

import subprocess
import sys

import pytest

from measurements.choices import State
from measurements.models import PublishedResult, Result, WaveOutcome
from measurements.result_demo import load
from measurements.tasks import score_closed_waves, score_wave

from .result_waves import AT, file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db


def test_the_sweep_scores_every_closed_wave_that_has_no_results_yet() -> None:
    ready, unsettled, opened, few = (
        make_wave(),
        make_wave(is_settled=False),
        make_wave(state=State.OPEN),
        make_wave(),
    )
    for wave in (ready, unsettled, opened):
        file_answers(wave, spread_answers(40))
    file_answers(few, spread_answers(9))
    score_closed_waves()
    assert list(WaveOutcome.objects.values_list("wave_id", flat=True)) == [ready.pk]
    first = WaveOutcome.objects.get().scored_at
    score_closed_waves()
    assert WaveOutcome.objects.get().scored_at == first


def test_the_task_leaves_an_open_wave_alone_and_takes_arguments_of_a_newer_version() -> None:
    wave = make_wave(state=State.OPEN)
    file_answers(wave, spread_answers(40))
    score_wave(wave_id=wave.pk, something_new=1)
    assert not Result.objects.exists()


def test_the_demo_loads_the_published_figures_once() -> None:
    load(AT)
    load(AT)
    assert PublishedResult.objects.count() == 11


def test_serving_result_pages_loads_no_statistics() -> None:
    code = (
        "import django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import measurements.result_urls, sys\n"
        "print([name for name in ('numpy', 'scipy', 'pandas', 'pyreadstat') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
