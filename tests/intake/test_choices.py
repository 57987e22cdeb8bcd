"""The mentors a mentee would choose: order, limits, and what of it counts."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, InvalidTransition, NotAllowed, NotFound
from mentorship_app.intake import choices
from mentorship_app.intake.choices import RankedMentor
from mentorship_app.intake.waitlists import waiting_for
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched, own_list, take_back
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.choices import ChoiceFactory, WaitlistFactory
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory

NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 9, 10)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    return made


@pytest.fixture
def mentee(cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    return made


def mentor_in(cohort: Cohort, **entry: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, **entry)
    return made


def choose(session: Session, mentee: Enrollment, *mentors: Enrollment, kind: PairingKind = PairingKind.PRIMARY) -> None:
    for mentor in mentors:
        choices.choose(session, mentee, mentor, function=kind, now=NOW, today=TODAY)


def order(session: Session, mentee: Enrollment) -> list[tuple[int, object]]:
    return [(choice.rank, choice.mentor_id) for choice in choices.own_choices(session, mentee)]


def test_ranks_stay_without_a_gap_whatever_is_moved_or_taken_off(
    session: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    a, b, c, d = (mentor_in(cohort) for _number in range(4))
    choose(session, mentee, a, b, c, d)
    choices.place(session, mentee, d, rank=1)
    choices.place(session, mentee, a, rank=99)
    choices.place(session, mentee, c, rank=-3)
    assert order(session, mentee) == [(1, c.id), (2, d.id), (3, b.id), (4, a.id)]
    choices.take_off(session, mentee, d)
    choices.take_off(session, mentee, d)
    assert order(session, mentee) == [(1, c.id), (2, b.id), (3, a.id)]


def test_pressing_move_up_twice_moves_once(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    a, b, c = (mentor_in(cohort) for _number in range(3))
    choose(session, mentee, a, b, c)
    for _press in range(2):
        choices.place(session, mentee, c, rank=2)
    assert order(session, mentee) == [(1, a.id), (2, c.id), (3, b.id)]


def test_choosing_again_only_changes_the_function(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    a, b = mentor_in(cohort), mentor_in(cohort)
    choose(session, mentee, a, b)
    choose(session, mentee, a, kind=PairingKind.RESEARCH)
    found = [(choice.mentor_id, choice.function) for choice in choices.own_choices(session, mentee)]
    assert found == [(a.id, PairingKind.RESEARCH), (b.id, PairingKind.PRIMARY)]


def test_a_sixth_choice_is_refused(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    choose(session, mentee, *(mentor_in(cohort) for _number in range(5)))
    with pytest.raises(Conflict, match="five choices"):
        choose(session, mentee, mentor_in(cohort))


def test_a_mentor_without_room_cannot_be_chosen(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    full = mentor_in(cohort, capacity=1)
    PairingFactory(cohort=cohort, mentor=full)
    with pytest.raises(Conflict, match="no room"):
        choose(session, mentee, full)


def test_a_chosen_mentor_who_fills_up_stays_on_the_list(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    mentor = mentor_in(cohort, capacity=1)
    choose(session, mentee, mentor)
    PairingFactory(cohort=cohort, mentor=mentor)
    choose(session, mentee, mentor, kind=PairingKind.PEER)
    assert order(session, mentee) == [(1, mentor.id)]


def test_only_mentors_of_the_own_cohort_can_be_chosen(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    for other in (mentor_in(CohortFactory(phase=Phase.INTAKE)), EnrollmentFactory(cohort=cohort)):
        with pytest.raises(NotAllowed):
            choose(session, mentee, other)


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.INTAKE])
def test_nothing_can_be_changed_outside_intake(
    session: Session, cohort: Cohort, mentee: Enrollment, phase: Phase
) -> None:
    mentor = mentor_in(cohort)
    choose(session, mentee, mentor)
    cohort.phase = phase
    with pytest.raises(InvalidTransition):
        choose(session, mentee, mentor_in(cohort))
    with pytest.raises(InvalidTransition):
        choices.place(session, mentee, mentor, rank=1)
    with pytest.raises(InvalidTransition):
        choices.set_function(session, mentee, mentor, function=PairingKind.PEER)
    with pytest.raises(InvalidTransition):
        choices.take_off(session, mentee, mentor)


def test_choices_count_once_the_intake_is_sent(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    mentor = mentor_in(cohort)
    choose(session, mentee, mentor, kind=PairingKind.CAREER)
    profile = ProfileFactory(enrollment=mentee)
    assert choices.ranked(session, cohort, today=TODAY) == {}
    assert choices.named_by(session, mentor, today=TODAY) == []
    profile.submitted_at = NOW
    session.flush()
    ranked = (RankedMentor(mentor.id, 1, PairingKind.CAREER),)
    assert choices.ranked(session, cohort, today=TODAY) == {mentee.id: ranked}
    assert choices.ranked_of(session, mentee, today=TODAY) == ranked
    assert [choice.mentee_id for choice in choices.named_by(session, mentor, today=TODAY)] == [mentee.id]


def test_who_would_rather_not_drops_from_matching_and_stays_on_the_own_list(
    session: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    ProfileFactory(enrollment=mentee, sent=True)
    first, second = mentor_in(cohort), mentor_in(cohort)
    choose(session, mentee, first, second)
    before = order(session, mentee)
    ask_not_to_be_matched(session, first, other=mentee, now=NOW)
    assert order(session, mentee) == before
    assert choices.named_by(session, first, today=TODAY) == []
    assert choices.ranked(session, cohort, today=TODAY) == {
        mentee.id: (RankedMentor(second.id, 1, PairingKind.PRIMARY),)
    }, "no gap tells that somebody dropped out"
    take_back(session, first, own_list(session, first)[0].id)
    assert len(choices.ranked(session, cohort, today=TODAY)[mentee.id]) == 2


def test_who_is_barred_cannot_be_chosen_and_no_reason_is_told(
    session: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    mentor = mentor_in(cohort)
    gone = mentor_in(cohort, status=EnrollmentStatus.WITHDRAWN)
    ask_not_to_be_matched(session, mentor, other=mentee, now=NOW)
    refusals = set()
    for other in (mentor, gone):
        with pytest.raises(NotFound) as refusal:
            choose(session, mentee, other)
        refusals.add(str(refusal.value))
    assert refusals == {"This mentor cannot be chosen now."}


def test_who_waits_may_choose_even_if_a_pair_is_impossible_and_waits_no_longer(
    session: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    ProfileFactory(enrollment=mentee, sent=True)
    mentor = mentor_in(cohort)
    WaitlistFactory(mentor=mentor, mentee=mentee)
    ask_not_to_be_matched(session, mentor, other=mentee, now=NOW)
    choose(session, mentee, mentor)
    assert order(session, mentee) == [(1, mentor.id)]
    assert waiting_for(session, mentee) == []
    assert choices.ranked_of(session, mentee, today=TODAY) == ()


def test_people_who_left_do_not_count(session: Session, cohort: Cohort, mentee: Enrollment) -> None:
    ProfileFactory(enrollment=mentee, sent=True)
    staying, leaving = mentor_in(cohort), mentor_in(cohort)
    choose(session, mentee, leaving, staying)
    leaving.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    assert choices.ranked_of(session, mentee, today=TODAY) == (RankedMentor(staying.id, 1, PairingKind.PRIMARY),)
    mentee.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    assert choices.ranked(session, cohort, today=TODAY) == {}


def test_other_cohorts_are_left_out(session: Session, cohort: Cohort) -> None:
    elsewhere = ChoiceFactory()
    ProfileFactory(enrollment=elsewhere.mentee, sent=True)
    assert choices.ranked(session, cohort, today=TODAY) == {}
    assert len(choices.ranked(session, elsewhere.mentee.cohort, today=TODAY)) == 1
