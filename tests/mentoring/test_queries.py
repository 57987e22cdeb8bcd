"""Who is paired, who waits, who has room."""

from sqlalchemy.orm import Session

from mentorship_app.mentoring import PairingKind, PairingStatus, place_guard
from mentorship_app.mentoring.queries import (
    Places,
    count_mentees,
    count_unpaired,
    mentees_of,
    pairs_of,
    places,
    rooms,
    team_of,
    unpaired_mentees,
)
from mentorship_app.programs import CohortRole, EnrollmentStatus
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory


def test_a_mentee_without_a_primary_mentor_waits(session: Session) -> None:
    cohort = CohortFactory()
    PairingFactory(cohort=cohort)
    waiting = PairingFactory(cohort=cohort, kind=PairingKind.RESEARCH).mentee
    left_alone = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, status=EnrollmentStatus.WITHDRAWN),
    ).mentee
    ended = PairingFactory(cohort=cohort, status=PairingStatus.ENDED, ended_on=cohort.starts_on).mentee
    EnrollmentFactory(cohort=cohort, status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory()

    assert set(session.scalars(unpaired_mentees(cohort))) == {waiting, left_alone, ended}
    assert (count_unpaired(session, cohort), count_mentees(session, cohort)) == (3, 4)


def test_the_team_begins_with_the_primary_mentor(session: Session) -> None:
    research = PairingFactory(kind=PairingKind.RESEARCH)
    primary = PairingFactory(cohort=research.cohort, mentee=research.mentee)

    assert team_of(session, research.mentee) == [primary, research]


def test_people_who_left_are_in_no_team(session: Session) -> None:
    pairing = PairingFactory()
    assert team_of(session, pairing.mentee) == [pairing]
    assert mentees_of(session, pairing.mentor) == [pairing]

    pairing.mentor.status = EnrollmentStatus.WITHDRAWN
    session.flush()

    assert team_of(session, pairing.mentee) == []


def test_pairs_are_listed_by_mentee(session: Session) -> None:
    cohort = CohortFactory()
    second = PairingFactory(cohort=cohort, mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren")))
    first = PairingFactory(cohort=cohort, mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Leif")))
    PairingFactory()

    assert session.scalars(pairs_of(cohort)).all() == [first, second]


def test_rooms_count_what_is_taken(session: Session) -> None:
    cohort = CohortFactory()
    mentor = PairingFactory(cohort=cohort).mentor
    other = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=3)

    found = rooms(session, cohort)

    assert {(room.mentor.id, room.taken, room.left) for room in found} == {(mentor.id, 1, 1), (other.id, 0, 3)}
    assert places(found) == Places(offered=5, left=4)


def test_a_load_from_before_the_guard_leaves_no_negative_room(session: Session) -> None:
    pairing = PairingFactory()
    place_guard.remove(session.connection())
    pairing.mentor.capacity = 0
    session.flush()

    assert [room.left for room in rooms(session, pairing.cohort)] == [0]
