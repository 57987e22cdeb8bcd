"""A number from mentees: of five at a time, each in one number only, frozen, and given away by no difference."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.recognition.feedback import (
    OwnNumber,
    give,
    numbers_for,
    own_number,
    publish,
    take_back,
)
from mentorship_app.mentoring.recognition.models import FeedbackAnswer, MentorFeedback
from mentorship_app.privacy.sealing import feedback_key_name
from mentorship_app.programs import CohortRole, Enrollment, Program
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory

JANUARY = date(2027, 1, 4)


@pytest.fixture
def mentor(session: Session) -> Enrollment:  # noqa: ARG001  factories write into it
    made: Enrollment = EnrollmentFactory(role=CohortRole.MENTOR)
    return made


def pairs(mentor: Enrollment, number: int) -> list[Pairing]:
    ended = {"status": PairingStatus.ENDED, "ended_on": mentor.cohort.ends_on}
    return [PairingFactory(cohort=mentor.cohort, mentor=mentor, **ended) for _ in range(number)]


def month(number: int) -> date:
    """The first Monday or so of the month that lies ``number`` months after January."""
    return (JANUARY.replace(day=1) + timedelta(days=32 * number)).replace(day=4)


def shown(session: Session, mentor: Enrollment) -> list[tuple[int, int]]:
    found = numbers_for(session, mentor.account_id, mentor.cohort.program_id)
    return [(one.halves, one.people) for one in reversed(found)]


def test_four_are_too_few_and_five_make_a_number(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    program, made = mentor.cohort.program, pairs(mentor, 5)
    for pairing, value in zip(made[:4], (6, 7, 8, 9), strict=True):
        give(session, keyring, pairing, value)
    assert publish(session, keyring, program, today=month(0)) == 0
    assert shown(session, mentor) == []

    give(session, keyring, made[4], 8)
    assert publish(session, keyring, program, today=month(1)) == 1
    assert shown(session, mentor) == [(15, 5)], "7.6 is 7.5 in halves"


def test_the_shown_number_stays_until_five_others_answered(
    session: Session, keyring: Keyring, mentor: Enrollment
) -> None:
    program, made = mentor.cohort.program, pairs(mentor, 11)
    for pairing in made[:6]:
        give(session, keyring, pairing, 6)
    publish(session, keyring, program, today=month(0))
    assert shown(session, mentor) == [(12, 5)], "six are said as at least five"
    for later, pairing in enumerate(made[6:10], start=1):
        give(session, keyring, pairing, 1)
        publish(session, keyring, program, today=month(later))
        assert shown(session, mentor) == [(12, 5)]
    give(session, keyring, made[10], 1)
    publish(session, keyring, program, today=month(6))
    assert shown(session, mentor) == [(12, 5), (4, 5)], "of the five newcomers alone; 1 is said as 2 or less"


def test_no_sum_or_difference_of_numbers_is_about_fewer_than_five(
    session: Session, keyring: Keyring, mentor: Enrollment
) -> None:
    """Whatever the order of answers and months: the groups behind two numbers never share a mentee."""
    program, made = mentor.cohort.program, pairs(mentor, 17)
    groups: list[frozenset[int]] = []
    counted: frozenset[int] = frozenset()
    for later, pairing in enumerate(made):
        give(session, keyring, pairing, 1 + later % 10)
        if later % 3 == 2:
            publish(session, keyring, program, today=month(later))
        own = [own_number(session, keyring, one) for one in made]
        now = frozenset(place for place, number in enumerate(own) if number is not None and number.is_counted)
        if now != counted:
            groups.append(now - counted)
            counted = now
    assert len(groups) == len(shown(session, mentor)) == 2
    assert all(len(group) >= 5 for group in groups)
    assert all(not one & other for one, other in combinations(groups, 2))


def test_a_number_of_all_alike_does_not_tell_what_each_answered(
    session: Session, keyring: Keyring, mentor: Enrollment
) -> None:
    for pairing in pairs(mentor, 5):
        give(session, keyring, pairing, 10)
    publish(session, keyring, mentor.cohort.program, today=month(0))
    assert shown(session, mentor) == [(18, 5)], "9 or more"


def test_new_numbers_are_gone_through_once_a_month_only(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    program, made = mentor.cohort.program, pairs(mentor, 5)
    publish(session, keyring, program, today=month(0))
    for pairing in made:
        give(session, keyring, pairing, 7)
    assert publish(session, keyring, program, today=month(0) + timedelta(days=20)) == 0
    assert publish(session, keyring, program, today=month(1)) == 1
    assert publish(session, keyring, program, today=month(1)) == 0


def test_one_mentee_of_two_years_counts_once(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    made = pairs(mentor, 4)
    again = CohortFactory(program=mentor.cohort.program)
    returning = EnrollmentFactory(cohort=again, account=made[0].mentee.account)
    same = EnrollmentFactory(cohort=again, account=mentor.account, role=CohortRole.MENTOR)
    second = PairingFactory(cohort=again, mentor=same, mentee=returning)
    for pairing in (*made, second):
        give(session, keyring, pairing, 7)
    assert publish(session, keyring, mentor.cohort.program, today=month(0)) == 0


def test_it_can_be_changed_and_deleted_until_it_is_counted(
    session: Session, keyring: Keyring, mentor: Enrollment
) -> None:
    made = pairs(mentor, 5)
    for pairing in made:
        give(session, keyring, pairing, 3)
    take_back(session, keyring, made[0])
    assert own_number(session, keyring, made[0]) is None
    give(session, keyring, made[0], 4)
    give(session, keyring, made[0], 5)
    assert own_number(session, keyring, made[0]) == OwnNumber(5, is_counted=False)
    publish(session, keyring, mentor.cohort.program, today=month(0))
    with pytest.raises(InvalidTransition):
        give(session, keyring, made[0], 9)
    with pytest.raises(InvalidTransition):
        take_back(session, keyring, made[0])
    assert own_number(session, keyring, made[0]) == OwnNumber(5, is_counted=True)


@pytest.mark.parametrize("value", [0, 11, -3])
def test_only_one_to_ten_is_a_number(session: Session, keyring: Keyring, mentor: Enrollment, value: int) -> None:
    [pairing] = pairs(mentor, 1)
    with pytest.raises(FieldError):
        give(session, keyring, pairing, value)


def test_the_rows_name_nobody_and_are_all_of_one_size(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    made = pairs(mentor, 2)
    give(session, keyring, made[0], 1)
    give(session, keyring, made[1], 10)
    rows = session.execute(text("SELECT * FROM feedback_answer")).mappings().all()
    assert {frozenset(row) for row in rows} == {frozenset({"slot", "program_id", "sealed"})}
    assert len({len(row["sealed"]) for row in rows}) == 1
    people = [made[0].mentee.id, made[0].mentee.account_id, mentor.id, mentor.account_id, made[0].id]
    assert not any(one.bytes in bytes(row["slot"]) + bytes(row["sealed"]) for row in rows for one in people)


def test_with_the_programs_key_gone_nothing_is_counted(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    made = pairs(mentor, 5)
    for pairing in made:
        give(session, keyring, pairing, 3)
    keyring.destroy(feedback_key_name(mentor.cohort.program_id))
    assert publish(session, keyring, mentor.cohort.program, today=month(0)) == 0
    assert own_number(session, keyring, made[0]) is None
    assert len(session.scalars(select(FeedbackAnswer)).all()) == 5


def test_another_program_counts_for_itself(session: Session, keyring: Keyring, mentor: Enrollment) -> None:
    elsewhere = EnrollmentFactory(account=mentor.account, role=CohortRole.MENTOR)
    for pairing in (*pairs(mentor, 4), *pairs(elsewhere, 4)):
        give(session, keyring, pairing, 7)
    for program in session.scalars(select(Program)).all():
        publish(session, keyring, program, today=month(0))
    assert session.scalars(select(MentorFeedback)).all() == []


def test_somebody_who_mentors_nobody_has_no_number(session: Session, keyring: Keyring) -> None:
    nobody = AccountFactory()
    cohort = CohortFactory(starts_on=datetime.now(UTC).date())
    assert publish(session, keyring, cohort.program, today=month(0)) == 0
    assert numbers_for(session, nobody.id, cohort.program_id) == []
