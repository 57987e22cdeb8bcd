"""Fifty coordinators press for the last places of one mentor at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.mentoring import Pairing, PairingKind, services
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, Enrollment, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT

ATTEMPTS = 50
AT_A_TIME = 10
CAPACITY = 3


def test_capacity_holds_against_fifty_simultaneous_attempts(app: Flask, store: Session) -> None:
    cohort = CohortFactory(phase=Phase.MATCHING)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=CAPACITY)
    mentees = EnrollmentFactory.create_batch(ATTEMPTS, cohort=cohort)
    store.commit()
    engine: Engine = app.extensions["write_engine"]
    start = Barrier(AT_A_TIME)

    def attempt(mentee_id: UUID) -> bool:
        start.wait(timeout=30)
        with writing(engine)() as session:
            try:
                here = session.get_one(Enrollment, mentor.id)
                mentee = session.get_one(Enrollment, mentee_id)
                services.pair(session, here.cohort, here, mentee, kind=PairingKind.PRIMARY, by=SYSTEM, now=MOMENT)
            except Conflict:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = list(pool.map(attempt, [mentee.id for mentee in mentees]))

    store.expire_all()
    assert outcomes.count(True) == CAPACITY
    assert len(store.scalars(select(Pairing)).all()) == CAPACITY
    assert len(store.scalars(select(OutboxMessage)).all()) == 2 * CAPACITY
