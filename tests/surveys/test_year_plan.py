"""The year as proposed: for any cohort and any phases it can be pressed as it is."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.models import PhasePlan
from mentorship_app.programs.phases import ORDER, proposed_plans
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.building import length_of
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import GRACE
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.year_plan import PlannedWave, nearest_good_day, plan_year, proposed_plan
from tests.factories import CohortFactory
from tests.factories.surveys import NOW, STAFF, WaveFactory

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
TUESDAY_TO_THURSDAY = {1, 2, 3}


@st.composite
def cohorts(draw: st.DrawFn, *, shortest: int = 30) -> Cohort:
    """Any cohort: with the phases as proposed, with phases of its own, or without."""
    starts_on = draw(DAYS)
    cohort = Cohort(starts_on=starts_on, ends_on=starts_on + timedelta(days=draw(st.integers(shortest - 1, 800))))
    plans = draw(st.sampled_from(["proposed", "own", "none"]))
    if plans == "proposed":
        cohort.phase_plans = proposed_plans(cohort.starts_on, cohort.ends_on)
    elif plans == "own":
        days = sorted(draw(st.lists(st.integers(-300, 1100), min_size=7, max_size=7, unique=True)))
        cohort.phase_plans = [
            PhasePlan(
                phase=phase,
                starts_on=starts_on + timedelta(days=first),
                ends_on=starts_on + timedelta(days=after - 1),
            )
            for phase, (first, after) in zip(ORDER, pairwise(days), strict=False)
        ]
    return cohort


def of_mentees(plan: tuple[PlannedWave, ...]) -> list[PlannedWave]:
    return [wave for wave in plan if not wave.for_mentors]


@given(cohorts())
def test_every_wave_lies_inside_on_good_days_and_none_overlap(cohort: Cohort) -> None:
    plan = proposed_plan(cohort)
    mentees, mentors = of_mentees(plan), [wave for wave in plan if wave.for_mentors]
    assert [wave.kind for wave in mentees] == [wave.kind for wave in mentors]
    assert len(mentees) >= 2
    for wave in plan:
        assert {wave.opens_on.weekday(), wave.closes_on.weekday()} <= TUESDAY_TO_THURSDAY
        assert cohort.starts_on <= wave.opens_on < wave.closes_on
        assert wave.closes_on + GRACE <= cohort.ends_on
        assert (wave.closes_on - wave.opens_on).days in {7, 14}
    for side in (mentees, mentors):
        for earlier, later in pairwise(side):
            assert earlier.closes_on + GRACE < later.opens_on
            assert list(WaveKind).index(earlier.kind) < list(WaveKind).index(later.kind)


@given(cohorts(shortest=120))
def test_a_long_enough_cohort_has_all_four_and_two_weeks_each(cohort: Cohort) -> None:
    plan = of_mentees(proposed_plan(cohort))
    assert [wave.kind for wave in plan] == list(WaveKind)
    assert {wave.closes_on - wave.opens_on for wave in plan} == {timedelta(days=14)}


@given(DAYS, st.integers(100, 800))
def test_the_first_one_is_over_before_the_match_is_announced(starts_on: date, days: int) -> None:
    cohort = Cohort(starts_on=starts_on, ends_on=starts_on + timedelta(days=days))
    cohort.phase_plans = proposed_plans(cohort.starts_on, cohort.ends_on)
    announced = next(plan.starts_on for plan in cohort.phase_plans if plan.phase is Phase.ACTIVE)
    assert of_mentees(proposed_plan(cohort))[0].closes_on + GRACE < announced


@given(DAYS)
def test_a_year_has_no_survey_over_the_holidays(starts_on: date) -> None:
    cohort = Cohort(starts_on=starts_on, ends_on=starts_on + timedelta(days=364))
    for wave in proposed_plan(cohort):
        christmas = date(wave.opens_on.year, 12, 25)
        new_year = date(wave.closes_on.year, 1, 1)
        assert not wave.opens_on <= christmas <= wave.closes_on
        assert not wave.opens_on <= new_year <= wave.closes_on


def test_a_july_year_in_words() -> None:
    plan = proposed_plan(Cohort(starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30)))
    assert [(wave.name, wave.opens_on, wave.title.en) for wave in of_mentees(plan)] == [
        ("mentees-baseline", date(2026, 9, 1), "Baseline check-in"),
        ("mentees-early", date(2026, 12, 1), "Early check-in"),
        ("mentees-midpoint", date(2027, 2, 2), "Midpoint check-in"),
        ("mentees-endpoint", date(2027, 6, 2), "End-of-year check-in"),
    ]
    mentors = [wave for wave in plan if wave.for_mentors]
    assert [wave.is_usual for wave in mentors] == [True, False, True, True]
    assert (mentors[0].title.en, mentors[0].title.fr) == (
        "Baseline check-in for mentors",
        "Bilan de départ des mentors",
    )


def test_three_months_are_called_so_only_when_they_are() -> None:
    cohort = Cohort(starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    cohort.phase_plans = proposed_plans(cohort.starts_on, cohort.ends_on)
    for plan in cohort.phase_plans:
        if plan.phase is Phase.ACTIVE:
            plan.starts_on = date(2026, 7, 20)
    assert of_mentees(proposed_plan(cohort))[1].title.en == "Three-month check-in"


@given(DAYS)
def test_the_nearest_good_day_is_near_and_good(day: date) -> None:
    found = nearest_good_day(day)
    assert found.weekday() in TUESDAY_TO_THURSDAY
    assert abs(found - day) <= timedelta(days=2)


def cohort_ahead() -> Cohort:
    made: Cohort = CohortFactory(starts_on=date(2026, 12, 1), ends_on=date(2027, 11, 30))
    return made


def test_planning_the_year_makes_every_wave_once_with_what_it_usually_asks(session: Session) -> None:
    cohort = cohort_ahead()
    plan = proposed_plan(cohort)
    made = plan_year(session, cohort, plan, by=STAFF, now=NOW)
    assert len(made) == len(plan) == 8
    assert plan_year(session, cohort, plan, by=STAFF, now=NOW) == ()
    assert session.scalar(select(func.count()).select_from(Wave)) == 8
    for wave in made:
        length = length_of(contents_of(session, wave))
        assert not length.is_long
        assert wave.groups == (
            (AudienceGroup.MENTORS,) if wave.asks_mentors else (AudienceGroup.MENTEES, AudienceGroup.UNMATCHED)
        )
    mentees, mentors = (
        sum(length_of(contents_of(session, wave)).items for wave in half) for half in (made[:4], made[4:])
    )
    assert mentors < mentees


def test_days_that_overlap_or_are_over_are_said_at_their_row_and_nothing_is_planned(session: Session) -> None:
    cohort = cohort_ahead()
    first, second = proposed_plan(cohort)[:2]
    late = PlannedWave(second.kind, False, first.opens_on, first.closes_on, second.title)
    with pytest.raises(FieldError) as overlapping:
        plan_year(session, cohort, [first, late], by=STAFF, now=NOW)
    assert overlapping.value.field == "mentees-early-opens_on"
    over = PlannedWave(first.kind, False, date(2026, 1, 6), date(2026, 1, 20), first.title)
    with pytest.raises(FieldError) as past:
        plan_year(session, cohort, [over], by=STAFF, now=NOW)
    assert past.value.field == "mentees-baseline-closes_on"
    assert session.scalars(select(Wave)).all() == []


def test_a_wave_that_is_there_already_keeps_its_days_free(session: Session) -> None:
    cohort = cohort_ahead()
    first, second = proposed_plan(cohort)[:2]
    WaveFactory(cohort=cohort, kind=WaveKind.ENDPOINT, opens_on=second.opens_on, closes_on=second.closes_on)
    with pytest.raises(FieldError):
        plan_year(session, cohort, [first, second], by=STAFF, now=NOW)
