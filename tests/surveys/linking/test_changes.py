"""How the same people changed: the published vector through real waves, and what small numbers do to it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.programs import Cohort
from mentorship_app.surveys import Wave
from mentorship_app.surveys.linking import published_outcomes, release_outcomes
from mentorship_app.surveys.outcomes import ScaleChange
from tests.factories.people import CohortFactory
from tests.factories.results import closed_wave_of, released
from tests.factories.surveys import NOW

BEFORE = [62.5, 41.67, 75, 54.17, 50, 66.67, 37.5, 58.33, 70.83, 45.83, 54.17, 62.5]
AFTER = [50, 45.83, 58.33, 50, 41.67, 62.5, 37.5, 41.67, 66.67, 50, 45.83, 54.17]
PERSONAL = "cbi.personal"


def scored(value: float) -> dict[str, int]:
    """Six answers in steps of 25 whose mean is ``value``."""
    quarters = round(value * 6 / 25)
    points = [quarters // 6 + (1 if place < quarters % 6 else 0) for place in range(6)]
    return {f"cbi_pb{number}": 25 * point for number, point in enumerate(points, start=1)}


def panel(person: int) -> bytes:
    return person.to_bytes(32, "big")


def wave_of(
    session: Session,
    cohort: Cohort,
    answers: dict[int, dict[str, Any]],
    *,
    number: int,
    measure: str = "cbi",
    arms: Sequence[str] = (),
) -> Wave:
    """The ``number``-th closed and released wave of the cohort, by person."""
    wave = closed_wave_of(
        session,
        list(answers.values()),
        measures=[(measure, 1)],
        cohort=cohort,
        panels=[panel(person) for person in answers],
        at=NOW + timedelta(weeks=number),
        title=f"Check-in {number}",
        arms=arms,
    )
    released(session, wave)
    return wave


def two_waves(session: Session, before: Sequence[float], after: Sequence[float]) -> Cohort:
    cohort: Cohort = CohortFactory()
    for number, values in enumerate((before, after), start=1):
        wave_of(session, cohort, {person: scored(value) for person, value in enumerate(values)}, number=number)
    return cohort


def changes_of(session: Session, cohort: Cohort) -> list[ScaleChange]:
    found = release_outcomes(session, cohort, now=NOW + timedelta(weeks=30)).changes
    return [change for change in found if change.scale.key == PERSONAL]


def test_the_published_vector_comes_out_of_real_answers(session: Session) -> None:
    # The vector is printed from scores that are rounded to two places; here they are in full precision.
    [change] = changes_of(session, two_waves(session, BEFORE, AFTER))
    assert change.status is Visibility.SHOWN
    assert (change.before.n, change.after.n, change.floor) == (12, 12, 5)
    paired = change.paired
    assert paired is not None
    assert paired.change.mean == pytest.approx(-6.25, abs=0.0005)
    assert paired.change.sd == pytest.approx(6.994, abs=0.003)
    assert (paired.change.ci_low, paired.change.ci_high) == pytest.approx((-10.694, -1.806), abs=0.003)
    assert paired.before.sd == pytest.approx(11.576, abs=0.003)
    assert paired.after.sd == pytest.approx(8.787, abs=0.003)
    assert paired.t == pytest.approx(-3.0957, abs=0.002)
    assert paired.p == pytest.approx(0.01018, abs=0.0001)
    assert paired.r == pytest.approx(0.7978, abs=0.0005)
    assert paired.d_z is not None
    assert paired.d_z.value == pytest.approx(-0.8936, abs=0.0005)
    assert paired.g_av is not None
    assert (paired.g_av.value, paired.g_av.ci_low, paired.g_av.ci_high) == pytest.approx(
        (-0.5657, -0.984, -0.129), abs=0.001
    )
    assert change.signed_rank is not None
    # Five changes are of one size, 25 / 6 points: the mean of the first five ranks is 3, and two of them rose.
    assert (change.signed_rank.statistic, change.signed_rank.zeros) == (6.0, 1)
    assert change.smallest == pytest.approx(0.89, abs=0.005)


def test_limits_and_moves_of_the_vector(session: Session) -> None:
    [change] = changes_of(session, two_waves(session, BEFORE, AFTER))
    fifty = change.limits[0]
    assert [one.value for one in fifty.cutoffs] == [50, 50]
    assert (fifty.before, fifty.after) == (ExactShare(9, 12), ExactShare(7, 12))
    [matters] = change.moves
    assert (matters.kind, matters.threshold, matters.constant.value) == ("matters", 5, 5)
    # Seven fell by five points or more; nobody rose so far, which only a range may tell.
    assert isinstance(matters.worse, ShareBand)
    assert matters.status is not Visibility.SHOWN


@pytest.mark.parametrize(
    ("n", "status"), [(4, Visibility.PRIMARY), (5, Visibility.SHOWN), (7, Visibility.SHOWN), (8, Visibility.SHOWN)]
)
def test_fewer_than_five_pairs_have_no_change(session: Session, n: int, status: Visibility) -> None:
    [change] = changes_of(session, two_waves(session, BEFORE[:n], AFTER[:n]))
    assert change.status is status
    assert (change.paired is None) is (status is not Visibility.SHOWN)
    assert change.signed_rank is None, "of the first eight one rose: ranks would say that nearly all fell"
    for limit in change.limits:
        assert (limit.before is None) is (n < 8)
    if change.paired is not None:
        told = (change.paired.before, change.paired.after, change.paired.change)
        assert {(one.minimum, one.maximum, one.median) for one in told} == {(None, None, None)}
        assert change.middle is None


@pytest.mark.parametrize(
    ("dropped", "status"), [(0, "shown"), (1, "complementary"), (4, "complementary"), (5, "shown")]
)
@pytest.mark.parametrize("side", ["drop-outs", "newcomers"])
def test_a_few_who_dropped_out_or_joined_hide_the_change(
    session: Session, dropped: int, status: str, side: str
) -> None:
    everybody = {person: scored(25 + 25 * (person % 3)) for person in range(20)}
    fewer = {person: answers for person, answers in everybody.items() if person >= dropped}
    cohort: Cohort = CohortFactory()
    first, second = (everybody, fewer) if side == "drop-outs" else (fewer, everybody)
    wave_of(session, cohort, first, number=1)
    wave_of(session, cohort, second, number=2)
    [change] = changes_of(session, cohort)
    assert change.status == status


def test_one_who_drops_between_two_later_waves_hides_the_second_change(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    answers = {person: scored(25 + 25 * (person % 3)) for person in range(30)}
    wave_of(session, cohort, answers, number=1)
    wave_of(session, cohort, {person: one for person, one in answers.items() if person >= 8}, number=2)
    wave_of(session, cohort, {person: one for person, one in answers.items() if person >= 9}, number=3)
    first, second = changes_of(session, cohort)
    assert (first.status, first.paired and first.paired.n) == (Visibility.SHOWN, 22)
    assert (second.status, second.paired) == (Visibility.EARLIER, None)
    assert second.limits
    assert all(limit.before is None for limit in second.limits)


def test_what_was_judged_stays_whatever_is_built_in_which_order(session: Session) -> None:
    cohort = two_waves(session, BEFORE, AFTER)
    assert published_outcomes(session, cohort).changes == ()
    first = release_outcomes(session, cohort, now=NOW)
    rows = session.scalars(select(Release)).all()
    assert release_outcomes(session, cohort, now=NOW + timedelta(days=3)) == first
    assert published_outcomes(session, cohort) == first
    assert session.scalars(select(Release)).all() == rows


def test_a_wave_that_was_never_released_is_not_linked(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    for number, values in enumerate((BEFORE, AFTER), start=1):
        closed_wave_of(
            session,
            [scored(value) for value in values],
            measures=[("cbi", 1)],
            cohort=cohort,
            panels=[panel(person) for person in range(12)],
            at=NOW + timedelta(weeks=number),
        )
    assert changes_of(session, cohort) == []
    assert session.scalars(select(Release)).all() == []


def test_an_answer_without_a_code_links_with_nobody(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    answers = {person: scored(25 + 25 * (person % 3)) for person in range(20)}
    wave_of(session, cohort, answers, number=1)
    wave_of(session, cohort, {person + 100 * (person < 6): one for person, one in answers.items()}, number=2)
    [change] = changes_of(session, cohort)
    assert change.paired is not None
    assert (change.before.n, change.after.n, change.paired.n) == (20, 20, 14)


def test_mentors_and_mentees_are_not_linked(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    answers = {person: scored(50) for person in range(12)}
    wave_of(session, cohort, answers, number=1)
    wave = wave_of(session, cohort, answers, number=2)
    wave.audience = ["mentors"]
    session.flush()
    assert changes_of(session, cohort) == []
    assert release_outcomes(session, cohort, now=NOW).attrition == ()
