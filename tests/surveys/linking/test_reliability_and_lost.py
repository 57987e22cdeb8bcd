"""How questions hung together, and what those who did not answer could change: from released numbers alone."""

from collections.abc import Sequence
from random import Random

import pytest
from sqlalchemy.orm import Session

from mentorship_app.privacy.bands import ExactShare
from mentorship_app.programs import Cohort
from mentorship_app.statistics import cronbach_alpha, mcdonald_omega, share_bounds
from mentorship_app.surveys import WaveKind
from mentorship_app.surveys.aggregates import published, wave_ref
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.outcomes import LostShare, ScaleReliability
from tests.factories.people import CohortFactory, EnrollmentFactory
from tests.surveys.linking.people import WHO_5, add_wave, told_of, year_of

ITEMS = [f"who_5_{number}" for number in range(1, 6)]


def answers_of(people: int, *, seed: int = 3) -> list[dict[str, int]]:
    """People whose five answers have something in common."""
    chance = Random(seed)  # noqa: S311  made-up answers
    found = []
    for _person in range(people):
        mood = chance.gauss(2.5, 1.2)
        found.append({item: min(max(round(mood + chance.gauss(0, 0.8)), 0), 5) for item in ITEMS})
    return found


def wave_of(session: Session, answers: Sequence[dict[str, int]], *, asked: int = 0) -> tuple[Cohort, Wave]:
    cohort = CohortFactory()
    numbers = dict.fromkeys(range(len(answers)), 0)
    wave = add_wave(session, cohort, numbers, place=0, kind=WaveKind.BASELINE, measure=WHO_5, answers=answers)
    for person in EnrollmentFactory.create_batch(asked, cohort=cohort):
        session.add(WaveInvitee(wave_id=wave.id, enrollment_id=person.id, strata={}))
    session.flush()
    return cohort, wave


def only(session: Session, cohort: Cohort) -> ScaleReliability:
    [found] = told_of(session, cohort).reliabilities
    return found


def lost(session: Session, cohort: Cohort) -> tuple[LostShare, ...]:
    return told_of(session, cohort).lost


@pytest.mark.parametrize("people", [20, 30, 60])
def test_alpha_and_omega_are_those_of_everybodys_answers(session: Session, people: int) -> None:
    answers = answers_of(people)
    found = only(session, wave_of(session, answers)[0])
    rows = sorted([float(one[item]) for item in ITEMS] for one in answers)
    assert found.alpha is not None
    assert found.alpha.n == found.wave.n == people
    assert (found.alpha, found.omega) == (cronbach_alpha(rows), mcdonald_omega(rows))
    assert found.omega is not None


@pytest.mark.parametrize("people", [8, 19])
def test_from_twenty_people_on(session: Session, people: int) -> None:
    found = only(session, wave_of(session, answers_of(people))[0])
    assert (found.wave.n, found.alpha, found.omega) == (people, None, None)


def test_of_four_people_not_even_their_number(session: Session) -> None:
    assert told_of(session, wave_of(session, answers_of(4))[0]).reliabilities == ()


def test_reversed_questions_are_turned(session: Session) -> None:
    cohort = year_of(session, {person: person % 5 for person in range(25)})
    fairness = next(
        one for one in told_of(session, cohort).reliabilities if one.scale.key == "own_satisfaction.program"
    )
    # Everybody rates both questions alike, one of which is asked the other way round.
    assert fairness.alpha is None or fairness.alpha.estimate.value < 0
    assert fairness.omega is None, "two questions have no factor"


def test_a_single_question_has_none(session: Session) -> None:
    cohort = year_of(session, {person: person % 5 for person in range(25)})
    keys = {one.scale.key for one in told_of(session, cohort).reliabilities}
    assert keys == {"own_satisfaction.job", "own_satisfaction.program"}


@pytest.mark.parametrize(("skipping", "counted"), [(1, None), (4, None), (5, 25)])
def test_few_who_skipped_a_question_take_it_away(session: Session, skipping: int, counted: int | None) -> None:
    answers = [{"sat_work": n % 5, "sat_learning": (n + n % 2) % 5, "sat_time": n % 4} for n in range(30)]
    for one in answers[:skipping]:
        del one["sat_time"]
    cohort = CohortFactory()
    numbers = dict.fromkeys(range(30), 0)
    add_wave(session, cohort, numbers, place=0, kind=WaveKind.BASELINE, answers=answers)
    found = next(one for one in told_of(session, cohort).reliabilities if one.scale.key == "own_satisfaction.job")
    assert found.wave.n == 30
    assert (found.alpha and found.alpha.n) == counted


def test_bounds_follow_from_what_was_told_of_everybody(session: Session) -> None:
    answers = answers_of(30)
    cohort, wave = wave_of(session, answers, asked=40)
    dataset = published(session, wave_ref(wave))
    assert dataset is not None
    told = {table.key: table.total.share for table in dataset.scales[0].limits}
    exact = {key: share for key, share in told.items() if isinstance(share, ExactShare)}
    assert exact
    found = lost(session, cohort)
    assert {one.cutoffs for one in found} == {table.cutoffs for table in dataset.scales[0].limits if table.key in exact}
    for one in found:
        share = exact[f"{one.cutoffs[0].op}{one.cutoffs[0].value:g}"]
        assert one.bounds == share_bounds(share.positives, 30, 40)
        assert (one.wave.n, one.wave.eligible) == (30, 40)


def test_a_range_has_no_bounds(session: Session) -> None:
    happy = [dict.fromkeys(ITEMS, 5) for _person in range(29)]
    cohort, wave = wave_of(session, [*happy, dict.fromkeys(ITEMS, 0)], asked=40)
    dataset = published(session, wave_ref(wave))
    assert dataset is not None
    assert dataset.scales[0].limits, "there is a share that could leak"
    assert lost(session, cohort) == ()


@pytest.mark.parametrize("asked", [0, 29, 30])
def test_where_nobody_is_missing_nothing_is_lost(session: Session, asked: int) -> None:
    cohort, _wave = wave_of(session, answers_of(30), asked=asked)
    assert lost(session, cohort) == ()


@pytest.mark.parametrize("people", [4, 7])
def test_of_fewer_than_eight_there_are_no_bounds(session: Session, people: int) -> None:
    cohort, _wave = wave_of(session, answers_of(people), asked=20)
    assert lost(session, cohort) == ()
