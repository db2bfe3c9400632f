"""Scoring a closed wave: what is stored, and what is refused."""

from decimal import Decimal

import pytest

from measurements import queries
from measurements.choices import Level, Mode, State
from measurements.models import Result, Wave, WaveOutcome
from measurements.services.results import BelowFloor, WaveStillOpen, score_wave

from .result_waves import AT, file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db


def test_results_of_an_open_wave_are_refused() -> None:
    wave = make_wave(state=State.OPEN)
    file_answers(wave, spread_answers(60))
    with pytest.raises(WaveStillOpen):
        score_wave(wave_id=wave.pk, at=AT)
    assert not Result.objects.exists()
    assert queries.wave_scores(level=wave.level) == []


def test_a_closed_wave_whose_last_answers_wait_is_refused() -> None:
    wave = make_wave(is_settled=False)
    with pytest.raises(WaveStillOpen):
        score_wave(wave_id=wave.pk, at=AT)


def test_a_wave_below_its_floor_has_no_results() -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(9))
    with pytest.raises(BelowFloor):
        score_wave(wave_id=wave.pk, at=AT)
    assert not Result.objects.exists()
    assert not WaveOutcome.objects.exists()


def test_a_closed_wave_gets_scores_with_interval_and_n() -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(50))
    score_wave(wave_id=wave.pk, at=AT)
    by_code = {score.construct: score for score in queries.wave_scores(level=Level.PUBLIC)}
    reputation = by_code["REP"]
    assert reputation.n == 50
    assert reputation.value == Decimal("50.0000")
    assert reputation.low is not None
    assert reputation.high is not None
    assert reputation.low < reputation.value < reputation.high
    assert reputation.tier == "T2"
    assert (reputation.opened_on.month, reputation.closed_on.month) == (9, 10)
    assert by_code["APP"].value == Decimal("5.5000")
    assert (by_code["APP"].scale_min, by_code["APP"].scale_max) == (1, 10)
    # Everybody had the quiz right: a unanimous answer is nobody's business.
    assert by_code["KNO"].value is None
    response = queries.wave_responses(level=Level.PUBLIC)[0]
    assert (response.answered, response.eligible, response.rate) == (50, 400, Decimal("0.1250"))


def test_scoring_twice_gives_the_same_rows() -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(70), strata={"region": "west"})
    file_answers(wave, spread_answers(45), strata={"region": "east"})
    score_wave(wave_id=wave.pk, at=AT)
    fields = [field.name for field in Result._meta.fields if field.name != "id"]
    first = list(Result.objects.values_list(*fields))
    score_wave(wave_id=wave.pk, at=AT)
    assert list(Result.objects.values_list(*fields)) == first


def test_few_answers_store_no_mean_and_small_groups_no_number() -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(100), strata={"region": "west"})
    file_answers(wave, spread_answers(40), strata={"region": "east"})
    file_answers(wave, spread_answers(25), strata={"region": "north"})
    file_answers(wave, spread_answers(4), strata={"region": "south"})
    score_wave(wave_id=wave.pk, at=AT)
    rows = {row.category or "all": row for row in Result.objects.filter(wave=wave, construct="REP")}
    assert rows["all"].mean is not None
    assert rows["west"].mean is not None
    # The smallest neighbour protects the small group: neither has any number.
    for name in ("south", "north"):
        assert rows[name].tier == Result.Tier.NOTHING
        assert rows[name].n is None
        assert rows[name].mean is None
    assert rows["east"].n == 40


def test_stakeholders_count_by_organisation() -> None:
    wave = make_wave(level=Level.STAKEHOLDERS, mode=Mode.CONFIDENTIAL, organisation_count=60, invited_count=120)
    file_answers(wave, spread_answers(60), contacts_per_organisation=2)
    score_wave(wave_id=wave.pk, at=AT)
    row = Result.objects.get(wave=wave, construct="REP")
    assert row.n == 60
    assert row.n_organisations == 30
    assert row.dof == 29


def test_sixty_answers_of_four_organisations_show_nothing() -> None:
    wave = make_wave(level=Level.STAKEHOLDERS, mode=Mode.CONFIDENTIAL, organisation_count=60, invited_count=120)
    file_answers(wave, spread_answers(60), contacts_per_organisation=15)
    score_wave(wave_id=wave.pk, at=AT)
    assert set(Result.objects.filter(wave=wave).values_list("tier", flat=True)) == {"T0"}


def test_a_census_of_employees_has_no_sampling_error() -> None:
    wave = make_wave(level=Level.EMPLOYEES, invited_count=50)
    file_answers(wave, spread_answers(50))
    score_wave(wave_id=wave.pk, at=AT)
    row = Result.objects.get(wave=wave, construct="REP")
    assert row.se == 0
    assert row.low == row.mean == row.high
    assert queries.wave_responses(level=Level.EMPLOYEES)[0].rate == Decimal("1.0000")


def test_levels_are_never_mixed() -> None:
    for level in (Level.PUBLIC, Level.EMPLOYEES):
        wave = make_wave(level=level)
        file_answers(wave, spread_answers(40))
        score_wave(wave_id=wave.pk, at=AT)
    assert {score.level for score in queries.wave_scores(level=Level.PUBLIC)} == {Level.PUBLIC}
    assert queries.wave_scores(level=Level.CLIENTS) == []


def test_only_published_waves_are_public() -> None:
    closed, published = make_wave(), make_wave(state=State.PUBLISHED)
    for wave in (closed, published):
        file_answers(wave, spread_answers(40))
        score_wave(wave_id=wave.pk, at=AT)
    public = queries.wave_scores(level=Level.PUBLIC, construct="REP", published_only=True)
    assert [score.wave_id for score in public] == [published.pk]
    assert len(queries.wave_scores(level=Level.PUBLIC, construct="REP")) == 2


def test_a_population_smaller_than_what_was_invited_is_not_believed() -> None:
    wave = make_wave(
        level=Level.STAKEHOLDERS, mode=Mode.CONFIDENTIAL, organisation_count=60, invited_count=60, population=12
    )
    file_answers(wave, spread_answers(40))
    score_wave(wave_id=wave.pk, at=AT)
    row = Result.objects.get(wave=wave, construct="REP")
    assert row.n_organisations == 40
    assert row.se is not None
    assert row.se > 0


@pytest.mark.parametrize(
    ("level", "mode", "expected"),
    [
        (Level.STAKEHOLDERS, Mode.CONFIDENTIAL, 75),
        (Level.STAKEHOLDERS, Mode.ANONYMOUS, 130),
        (Level.EMPLOYEES, Mode.ANONYMOUS, 130),
        (Level.PUBLIC, Mode.ANONYMOUS, None),
        (Level.CLIENTS, Mode.ANONYMOUS, None),
    ],
)
def test_only_stakeholders_and_employees_are_a_finite_group(level: str, mode: str, expected: int | None) -> None:
    wave = make_wave(level=level, mode=mode, organisation_count=60, invited_count=130, population=75)
    assert queries.finite_population(wave=wave) == expected


def test_an_anonymous_wave_of_few_large_organisations_shows_nothing() -> None:
    from measurements.models import FrameMember

    def frame(wave: Wave, organisations: int, contacts: int) -> None:
        FrameMember.objects.bulk_create(
            FrameMember(wave=wave, email=f"p{o}-{c}@example.org", organisation=f"Verzonnen {o}")
            for o in range(organisations)
            for c in range(contacts)
        )

    few, many = (make_wave(level=Level.STAKEHOLDERS, invited_count=100) for _ in range(2))
    for wave, organisations, contacts in ((few, 5, 20), (many, 50, 2)):
        frame(wave, organisations, contacts)
        file_answers(wave, spread_answers(60))
        score_wave(wave_id=wave.pk, at=AT)
    # Sixty answers can come from three of the large organisations, but not from fewer than thirty of the small ones.
    assert Result.objects.get(wave=few, construct="REP").n is None
    assert Result.objects.get(wave=many, construct="REP").mean is not None
