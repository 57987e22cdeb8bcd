"""Years beside each other: what they come to, and small years as one number that gives none of them away."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.privacy.suppression import Visibility
from mentorship_app.programs import Cohort, Program
from mentorship_app.statistics import pool
from mentorship_app.surveys import WaveKind
from mentorship_app.surveys.outcomes import YearsOfScale
from tests.factories.people import ProgramFactory
from tests.surveys.linking.people import Ratings, told_of, year_of

JOB = "own_satisfaction.job"
ENDS = (WaveKind.BASELINE, WaveKind.ENDPOINT)


def cohort_of(session: Session, program: Program, number: int, people: range, *, without: range = range(0)) -> Cohort:
    """Two waves of these people; some of them missed the second."""
    before: Ratings = {person: person % 3 for person in people}
    after: Ratings = {person: (person * 2) % 5 for person in people if person not in without}
    return year_of(session, before, after, program=program, number=number, kinds=ENDS)


def cohorts_of(session: Session, *sizes: int) -> list[Cohort]:
    """So many people a year, nobody in two years."""
    program = ProgramFactory()
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    return [
        cohort_of(session, program, number, range(start, start + size))
        for number, (start, size) in enumerate(zip(starts, sizes, strict=True))
    ]


def job(session: Session, *cohorts: Cohort) -> YearsOfScale:
    """What the report of the last cohort says, with the others beside."""
    *earlier, last = cohorts
    return next(one for one in told_of(session, last, *earlier).years if one.scale.key == JOB)


def test_one_year_stands_beside_nothing(session: Session) -> None:
    [cohort] = cohorts_of(session, 30)
    assert told_of(session, cohort).years == ()


def test_shown_years_are_pooled_from_what_is_shown(session: Session) -> None:
    found = job(session, *cohorts_of(session, 30, 8, 60))
    assert [year.status for year in found.years] == [Visibility.SHOWN] * 3
    assert [year.paired.n for year in found.years if year.paired] == [30, 8, 60]
    changes = [year.paired.change for year in found.years if year.paired]
    assert found.pooled == pool([one.mean or 0 for one in changes], [(one.sd or 0) / one.n**0.5 for one in changes])
    assert (found.together, found.together_of) == (None, ())


def test_two_years_of_four_people_are_told_as_one_number(session: Session) -> None:
    years = cohorts_of(session, 4, 4)
    found = job(session, *years)
    assert [(year.status, year.paired) for year in found.years] == [(Visibility.PRIMARY, None)] * 2
    assert found.pooled is None
    assert found.together_status is Visibility.SHOWN
    assert found.together is not None
    assert found.together.n == 8
    assert found.together.change.minimum is None
    assert found.together_of == tuple(year.id for year in years)


def test_a_third_year_of_four_repeats_what_two_said_and_a_fourth_tells_sixteen(session: Session) -> None:
    years = cohorts_of(session, 4, 4, 4, 4)
    second = job(session, *years[:2])
    third = job(session, *years[:3])
    assert third.together == second.together, "twelve would give away the four that came"
    assert third.together_of == tuple(year.id for year in years[:2])
    fourth = job(session, *years)
    assert fourth.together is not None
    assert fourth.together.n == 16
    assert job(session, *years[:3]) == third, "and the report before it stays as it is"


def test_a_third_year_of_four_tells_twelve_if_two_were_never_asked_for(session: Session) -> None:
    years = cohorts_of(session, 4, 4, 4)
    found = job(session, *years)
    assert found.together is not None
    assert found.together.n == 12
    # Asked now, the first two years by themselves would give away the third.
    assert job(session, *years[:2]).together is None
    assert job(session, *years[:2]).together_status is Visibility.COMPLEMENTARY


def test_choices_of_years_are_solved_together(session: Session) -> None:
    first, second, third = cohorts_of(session, 4, 4, 4)
    assert job(session, first, second).together is not None
    assert job(session, first, third).together is not None
    # The sums of these three would give each year by itself.
    assert job(session, second, third).together is None


def test_a_small_year_beside_a_shown_one_stays_hidden(session: Session) -> None:
    found = job(session, *cohorts_of(session, 30, 4))
    assert [year.status for year in found.years] == [Visibility.SHOWN, Visibility.PRIMARY]
    assert (found.together, found.together_status) == (None, Visibility.COMPLEMENTARY)


@pytest.mark.parametrize(("sizes", "status"), [((4, 3), Visibility.PRIMARY), ((4, 0, 4), Visibility.SHOWN)])
def test_from_eight_pairs_on(session: Session, sizes: tuple[int, ...], status: Visibility) -> None:
    assert job(session, *cohorts_of(session, *sizes)).together_status is status


def test_four_people_who_stayed_for_two_years_are_four(session: Session) -> None:
    program = ProgramFactory()
    years = [cohort_of(session, program, number, range(4)) for number in range(2)]
    found = job(session, *years)
    assert (found.together, found.together_status) == (None, Visibility.PRIMARY)


@pytest.mark.parametrize(("third", "told"), [(range(4), False), (range(4, 8), True)])
def test_whoever_is_left_is_counted_in_persons(session: Session, third: range, told: bool) -> None:
    """Without the shown year eight answers are left: of four people in two years, or of eight people."""
    program = ProgramFactory()
    people = [range(10, 40), range(4), third]
    found = job(session, *(cohort_of(session, program, number, one) for number, one in enumerate(people)))
    assert [year.status for year in found.years] == [Visibility.SHOWN, Visibility.PRIMARY, Visibility.PRIMARY]
    assert (found.together and found.together.n) == (38 if told else None)


def test_few_who_dropped_out_each_year_are_told_together(session: Session) -> None:
    program = ProgramFactory()
    years = [
        cohort_of(session, program, 0, range(30), without=range(3)),
        cohort_of(session, program, 1, range(30, 60), without=range(30, 33)),
    ]
    found = job(session, *years)
    assert [year.status for year in found.years] == [Visibility.COMPLEMENTARY] * 2
    assert found.together is not None
    assert found.together.n == 54
    program = ProgramFactory()
    years = [
        cohort_of(session, program, 0, range(30), without=range(2)),
        cohort_of(session, program, 1, range(30, 60), without=range(30, 32)),
    ]
    assert job(session, *years).together is None, "four are left"


def test_years_measured_at_other_times_are_not_set_beside(session: Session) -> None:
    program = ProgramFactory()
    waves = [{person: person % 3 for person in range(12)}, {person: person % 5 for person in range(12)}]
    half = year_of(session, *waves, program=program, number=0, kinds=(WaveKind.BASELINE, WaveKind.MIDPOINT))
    whole = year_of(session, *waves, program=program, number=1, kinds=ENDS)
    assert told_of(session, whole, half).years == ()
