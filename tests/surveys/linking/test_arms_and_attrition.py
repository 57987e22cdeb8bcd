"""With and without a mentor, and who stayed: told of groups that may be told, and of no others."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.privacy.suppression import Visibility
from mentorship_app.programs import Cohort
from mentorship_app.surveys.linking import release_outcomes
from mentorship_app.surveys.outcomes import Attrition
from tests.factories.people import CohortFactory
from tests.factories.surveys import NOW
from tests.surveys.linking.test_changes import changes_of, scored, wave_of


def arms_of(people: range, *, mentored: int) -> list[str]:
    return ["paired" if person < mentored else "unpaired" for person in people]


def two_waves_in_arms(session: Session, *, mentored: int, others: int, moved: frozenset[int] = frozenset()) -> Cohort:
    """Everybody answers twice; those who ``moved`` change from one arm to the other before the second wave."""
    cohort: Cohort = CohortFactory()
    people = range(mentored + others)
    arms = arms_of(people, mentored=mentored)
    later = [("unpaired" if arm == "paired" else "paired") if p in moved else arm for p, arm in enumerate(arms)]
    first = {person: scored(40 + 8 * (person % 5)) for person in people}
    second = {
        person: scored(32 + 8 * (person % 5) + 4 * (person % 3) + 8 * (later[person] == "unpaired"))
        for person in people
    }
    wave_of(session, cohort, first, number=1, arms=arms)
    wave_of(session, cohort, second, number=2, arms=later)
    return cohort


def test_both_arms_are_set_beside_each_other_with_and_without_what_was_before(session: Session) -> None:
    [change] = changes_of(session, two_waves_in_arms(session, mentored=14, others=12))
    arms = change.arms
    assert arms is not None
    assert (arms.status, arms.mentored.en, arms.others.en) == (Visibility.SHOWN, "With", "Without")
    assert arms.difference is not None
    assert (arms.difference.first.n, arms.difference.second.n) == (14, 12)
    assert arms.difference.difference is not None
    assert arms.difference.difference.value < 0
    assert arms.difference.g is not None
    assert arms.adjusted is not None
    assert arms.adjusted.degrees == 23


def test_extremes_of_a_small_arm_are_not_told(session: Session) -> None:
    [change] = changes_of(session, two_waves_in_arms(session, mentored=14, others=9))
    assert change.arms is not None
    assert change.arms.difference is not None
    assert change.arms.difference.first.minimum is not None
    second = change.arms.difference.second
    assert (second.minimum, second.maximum, second.median) == (None, None, None)


@pytest.mark.parametrize(("others", "is_adjusted"), [(7, False), (8, True)])
def test_fewer_than_eight_pairs_in_an_arm_are_not_adjusted(session: Session, others: int, is_adjusted: bool) -> None:
    [change] = changes_of(session, two_waves_in_arms(session, mentored=14, others=others))
    assert change.arms is not None
    assert change.arms.status is Visibility.SHOWN
    assert (change.arms.adjusted is not None) is is_adjusted


def test_a_small_arm_hides_the_difference(session: Session) -> None:
    [change] = changes_of(session, two_waves_in_arms(session, mentored=20, others=4))
    assert change.status is Visibility.SHOWN
    assert change.arms is not None
    assert (change.arms.status, change.arms.difference, change.arms.adjusted) == (Visibility.PRIMARY, None, None)


def test_two_who_changed_arms_hide_what_is_adjusted(session: Session) -> None:
    """In the first wave the arms of the second differ from its own by two people: their sum would be known."""
    [change] = changes_of(session, two_waves_in_arms(session, mentored=14, others=12, moved=frozenset({0, 1})))
    assert change.arms is not None
    assert change.arms.status is Visibility.SHOWN
    assert change.arms.adjusted is None


def attrition_of(session: Session, *, first: range, second: range) -> Attrition:
    cohort: Cohort = CohortFactory()
    wave_of(session, cohort, {person: scored(40 + 8 * (person % 5)) for person in first}, number=1)
    wave_of(session, cohort, {person: scored(32 + 8 * (person % 5)) for person in second}, number=2)
    [found] = release_outcomes(session, cohort, now=NOW).attrition
    return found


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (range(20), range(20), (20, 0, 0)),
        (range(20), range(6, 26), (14, 6, 6)),
        (range(20), range(4, 20), (None, None, None)),
        (range(20), range(24), (None, None, None)),
        (range(20), range(20, 40), (0, 20, 20)),
        (range(4), range(4), (None, None, None)),
    ],
)
def test_numbers_of_those_who_stayed_are_nobody_or_enough(
    session: Session, first: range, second: range, told: tuple[int | None, ...]
) -> None:
    found = attrition_of(session, first=first, second=second)
    assert (found.both, found.only_before, found.only_after) == told
    assert found.status is (Visibility.PRIMARY if told[0] is None else Visibility.SHOWN)


def test_first_scores_of_those_who_stayed_and_of_those_who_left(session: Session) -> None:
    found = attrition_of(session, first=range(20), second=range(6, 26))
    assert [(scale.key, one.first.n, one.second.n) for scale, one in found.at_first] == [("cbi.personal", 14, 6)]
    [(_scale, one)] = found.at_first
    assert (one.second.minimum, one.second.maximum, one.second.median) == (None, None, None)


def test_nobody_left_has_no_first_scores(session: Session) -> None:
    assert attrition_of(session, first=range(20), second=range(20)).at_first == ()


def test_a_few_between_two_later_waves_hide_who_stayed_until_the_last(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    for number, people in enumerate((range(30), range(8, 30), range(10, 30)), start=1):
        wave_of(session, cohort, {person: scored(25 + 25 * (person % 3)) for person in people}, number=number)
    first, second = release_outcomes(session, cohort, now=NOW).attrition
    assert (first.both, first.only_before, first.status) == (22, 8, Visibility.SHOWN)
    assert (second.both, second.only_before, second.status) == (None, None, Visibility.COMPLEMENTARY)
    assert second.at_first == ()
