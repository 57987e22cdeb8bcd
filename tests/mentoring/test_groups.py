"""Groups begin whole or not at all, tell everybody after ten minutes, and can be taken back until then."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.groups.queries import groups_of, my_groups
from mentorship_app.mentoring.groups.services import NewGroup, begin_groups, end_group, take_back
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT


@pytest.fixture
def cohort(store: Session) -> Cohort:
    """In the phase in which groups may begin."""
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    store.flush()
    return made


def people(cohort: Cohort, role: CohortRole, count: int) -> list[Enrollment]:
    made: list[Enrollment] = EnrollmentFactory.create_batch(count, cohort=cohort, role=role)
    return made


def new_group(cohort: Cohort, name: str = "Harbour") -> NewGroup:
    return NewGroup(name, people(cohort, CohortRole.MENTOR, 2), people(cohort, CohortRole.MENTEE, 3))


def begin(store: Session, cohort: Cohort, *groups: NewGroup) -> tuple[MentoringGroup, ...]:
    return begin_groups(store, cohort, groups, by=SYSTEM, now=MOMENT)


def test_everybody_in_a_group_is_written_to_after_ten_minutes(store: Session, cohort: Cohort) -> None:
    wanted = new_group(cohort)
    (group,) = begin(store, cohort, wanted)
    mails = store.scalars(select(OutboxMessage)).all()
    assert {mail.to_email for mail in mails} == {one.account.email for one in (*wanted.leaders, *wanted.mentees)}
    assert {mail.not_before for mail in mails} == {MOMENT + timedelta(minutes=10)}
    assert [one.role for one in group.present] == [CohortRole.MENTOR] * 2 + [CohortRole.MENTEE] * 3
    assert [one.id for one in my_groups(store, wanted.mentees[0])] == [group.id]


def test_taken_back_groups_were_never_there(store: Session, cohort: Cohort) -> None:
    wanted = new_group(cohort)
    take_back(store, begin(store, cohort, wanted), by=SYSTEM, now=MOMENT)
    assert groups_of(store, cohort) == []
    assert store.scalars(select(GroupMember)).all() == []
    assert {mail.status for mail in store.scalars(select(OutboxMessage))} == {MessageStatus.CANCELLED}
    assert len(begin(store, cohort, wanted)) == 1


def test_nothing_is_taken_back_once_somebody_was_told(store: Session, cohort: Cohort) -> None:
    begun = begin(store, cohort, new_group(cohort))
    store.scalars(select(OutboxMessage)).all()[0].status = MessageStatus.SENT
    with pytest.raises(Conflict, match="first mails have left"):
        take_back(store, begun, by=SYSTEM, now=MOMENT)
    assert len(groups_of(store, cohort)) == 1


def test_two_who_must_not_meet_are_in_no_group_whatever_the_reason(store: Session, cohort: Cohort) -> None:
    wanted = new_group(cohort)
    ask_not_to_be_matched(store, wanted.mentees[0], other=wanted.leaders[0], now=MOMENT)
    with pytest.raises(Conflict) as refusal:
        begin(store, cohort, wanted)
    assert refusal.value.message == "%(name)s cannot be in this group. Choose another group."


@pytest.mark.parametrize("breach", ["twice", "seated", "left", "no leader", "mentee leads", "other cohort", "phase"])
def test_a_wrong_group_is_refused(store: Session, cohort: Cohort, breach: str) -> None:
    wanted = new_group(cohort)
    several = [wanted]
    if breach == "twice":
        several.append(NewGroup("Twice", people(cohort, CohortRole.MENTOR, 1), wanted.mentees[:1]))
    elif breach == "seated":
        begin(store, cohort, NewGroup("First", people(cohort, CohortRole.MENTOR, 1), wanted.mentees[:1]))
    elif breach == "left":
        withdraw(store, wanted.mentees[0], by=SYSTEM, now=MOMENT)
    elif breach == "no leader":
        several = [NewGroup("Nobody", [], wanted.mentees)]
    elif breach == "mentee leads":
        several = [NewGroup("Upside down", wanted.mentees[:1], wanted.mentees[1:])]
    elif breach == "other cohort":
        several = [NewGroup("Elsewhere", wanted.leaders, [EnrollmentFactory()])]
    else:
        cohort.phase = Phase.INTAKE
    with pytest.raises((AppError, InvalidTransition)):
        begin(store, cohort, *several)


def test_who_leaves_the_program_leaves_the_group_and_the_others_go_on(store: Session, cohort: Cohort) -> None:
    wanted = new_group(cohort)
    (group,) = begin(store, cohort, wanted)
    withdraw(store, wanted.mentees[0], by=SYSTEM, now=MOMENT)
    store.expire_all()
    assert len(group.mentees) == 2
    assert group.ended_on is None


def test_an_ended_group_is_on_no_page_and_its_people_are_free(store: Session, cohort: Cohort) -> None:
    wanted = new_group(cohort)
    (group,) = begin(store, cohort, wanted)
    end_group(store, group, version=group.version, by=SYSTEM, now=MOMENT)
    end_group(store, group, version=99, by=SYSTEM, now=MOMENT)
    assert groups_of(store, cohort) == []
    assert my_groups(store, wanted.leaders[0]) == []
    assert len(begin(store, cohort, wanted)) == 1


def test_two_who_end_one_group_at_once_are_told(store: Session, cohort: Cohort) -> None:
    (group,) = begin(store, cohort, new_group(cohort))
    with pytest.raises(Conflict, match="Somebody else changed this"):
        end_group(store, group, version=group.version + 1, by=SYSTEM, now=MOMENT)
