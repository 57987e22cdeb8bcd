"""Two entries that are one person: their connections and answers come along, and none is there twice."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.connections import Connection, StayAnswer
from mentorship_app.mentoring.connections.replies import StayReply, reply_of
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.mentoring.team.services import ask
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.merge_people import merge_people, plan
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.connections import connected, says
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def cohort(store: Session) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.CLOSED)
    store.flush()
    return made


def mentee(cohort: Cohort, name: str = "Wren Ito") -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name))
    return made


def merge(store: Session, kept: Enrollment, gone: Enrollment) -> None:
    store.flush()
    planned = plan(store, kept.cohort.program, kept.account, gone.account, now=NOW)
    merge_people(store, planned, name="Wren Ito", by=SYSTEM)


def people_of(store: Session) -> list[set[str]]:
    return [{one.first.name, one.second.name} for one in store.scalars(select(Connection))]


def test_connections_come_along_with_how_to_be_reached(store: Session, keyring: Keyring, cohort: Cohort) -> None:
    for _again in range(4):
        # Whichever of the two ids is the smaller one.
        kept, gone = mentee(cohort), mentee(cohort, "W. Ito")
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
        connected(store, keyring, PairingFactory(cohort=cohort, mentor=mentor, mentee=gone), now=MOMENT)
        merge(store, kept, gone)
        rows = store.scalars(select(Connection)).all()
        found = next(one for one in rows if mentor.account_id in {one.first_id, one.second_id})
        assert found.other_than(mentor.account_id).id == kept.account_id
        assert found.contact_of(kept.account_id) == "mentee@example.org"
        assert found.contact_of(mentor.account_id) == "mentor@example.org"


def test_a_connection_that_both_entries_have_is_there_once(store: Session, keyring: Keyring, cohort: Cohort) -> None:
    later = CohortFactory(program=cohort.program, phase=Phase.CLOSED)
    account = AccountFactory(name="Ottoline Marsh")
    kept, gone = mentee(cohort), mentee(later, "W. Ito")
    for person in (kept, gone):
        mentor = EnrollmentFactory(cohort=person.cohort, role=CohortRole.MENTOR, account=account)
        connected(store, keyring, PairingFactory(cohort=person.cohort, mentor=mentor, mentee=person), now=MOMENT)
    assert len(people_of(store)) == 2
    merge(store, kept, gone)
    assert people_of(store) == [{"Wren Ito", "Ottoline Marsh"}]


def test_answers_and_wishes_of_a_twin_come_along_and_still_open(
    store: Session, keyring: Keyring, cohort: Cohort
) -> None:
    kept, gone = mentee(cohort), mentee(cohort, "W. Ito")
    pairing = PairingFactory(cohort=cohort, mentee=gone)
    store.flush()
    says(store, keyring, pairing, gone, contact="at home")
    cohort.phase = Phase.ACTIVE
    ask(store, gone, pairing.kind, now=MOMENT)
    ask(store, kept, pairing.kind, now=MOMENT)
    merge(store, kept, gone)
    assert store.scalars(select(StayAnswer)).one().enrollment_id == kept.id
    assert reply_of(store, keyring, pairing, kept) == StayReply(stays=True, contact="at home")
    assert [row.enrollment_id for row in store.scalars(select(TeamWish))] == [kept.id]
