"""Three waves and more: of everybody, of those who answered each time, or hidden; and what is told stays told."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.programs import Cohort
from mentorship_app.statistics import trend
from mentorship_app.surveys.linking import published_outcomes
from mentorship_app.surveys.outcomes import ScaleTrend
from tests.surveys.linking.people import KINDS, Ratings, add_wave, told_of, year_of

JOB = "own_satisfaction.job"


def job(session: Session, cohort: Cohort) -> ScaleTrend:
    return next(one for one in told_of(session, cohort).trends if one.scale.key == JOB)


def ratings(people: int, *, shift: int = 0, without: range = range(0)) -> Ratings:
    return {person: (person + shift) % 4 for person in range(people) if person not in without}


def test_four_people_are_too_few(session: Session) -> None:
    found = job(session, year_of(session, *(ratings(4, shift=n) for n in range(3))))
    assert (found.status, found.trend) == (Visibility.PRIMARY, None)
    assert [side.n for side in found.waves] == [None, None, None]


@pytest.mark.parametrize("people", [8, 30, 60])
def test_where_everybody_answers_each_time_the_trend_is_everybodys(session: Session, people: int) -> None:
    found = job(session, year_of(session, *(ratings(people, shift=n) for n in range(3))))
    assert found.status is Visibility.SHOWN
    assert found.trend is not None
    assert found.trend.counts == (people,) * 3
    assert found.trend.complete == people
    assert [side.n for side in found.waves] == [people] * 3


def test_numbers_are_those_of_the_model_over_the_scores(session: Session) -> None:
    waves = [ratings(30), ratings(30, shift=1, without=range(6)), ratings(30, shift=2, without=range(6, 12))]
    found = job(session, year_of(session, *waves))
    # The scale is the mean of three questions, the first of which is rated one higher where there is room.
    scores: dict[object, dict[object, float]] = {
        person: {
            place: (min(wave[person] + 1, 4) + 2 * wave[person]) / 3
            for place, wave in enumerate(waves)
            if person in wave
        }
        for person in range(30)
    }
    expected = trend(scores, range(3))
    assert found.trend is not None
    assert expected is not None
    assert found.trend.counts == expected.counts == (30, 24, 24)
    assert found.trend.complete == 18
    for one, other in zip(found.trend.means, expected.means, strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-9)
        assert one.ci_low == pytest.approx(other.ci_low, abs=1e-6)


def test_of_patterns_too_small_only_those_who_answered_each_time_are_told(session: Session) -> None:
    # Two came to the second wave alone, and six left after it.
    waves = [ratings(24), ratings(26, shift=1), ratings(24, shift=2, without=range(6))]
    found = job(session, year_of(session, *waves))
    assert found.status is Visibility.SHOWN
    assert found.trend is not None
    assert found.trend.counts == (18, 18, 18)
    assert found.trend.model.people == 18
    assert [side.n for side in found.waves] == [24, 26, 18]


@pytest.mark.parametrize("missing", [1, 4])
def test_a_few_who_missed_a_wave_hide_the_trend(session: Session, missing: int) -> None:
    waves = [ratings(30), ratings(30, shift=1), ratings(30, shift=2, without=range(missing))]
    found = job(session, year_of(session, *waves))
    assert (found.status, found.trend) == (Visibility.COMPLEMENTARY, None)


def test_a_fourth_wave_that_few_came_to_leaves_what_three_said(session: Session) -> None:
    cohort = year_of(session, *(ratings(12, shift=n) for n in range(3)))
    three = job(session, cohort)
    add_wave(session, cohort, ratings(12, without=range(3)), place=3, kind=KINDS[3])
    assert job(session, cohort) == three
    assert len(three.waves) == 3


def test_what_was_told_is_told_again_whatever_is_asked(session: Session) -> None:
    cohort = year_of(session, *(ratings(12, shift=n) for n in range(3)))
    first = told_of(session, cohort)
    names = list(session.scalars(select(Release.figure)))
    assert told_of(session, cohort) == first
    assert published_outcomes(session, cohort).trends == first.trends
    assert list(session.scalars(select(Release.figure))) == names
    assert first.trends


def test_nothing_is_told_before_it_was_judged(session: Session) -> None:
    cohort = year_of(session, *(ratings(12, shift=n) for n in range(3)))
    assert published_outcomes(session, cohort).trends == ()
