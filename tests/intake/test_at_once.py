"""One mentee with two phones presses everything at once: the list stays a list of five, without a gap."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError
from mentorship_app.db.engine import writing
from mentorship_app.intake import MentorChoice, choices
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import CohortRole, Enrollment, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT

AT_A_TIME = 8


def test_ranks_stay_without_a_gap_when_everything_is_pressed_at_once(app: Flask, store: Session) -> None:
    cohort = CohortFactory(phase=Phase.INTAKE)
    mentee = EnrollmentFactory(cohort=cohort)
    mentors = EnrollmentFactory.create_batch(AT_A_TIME, cohort=cohort, role=CohortRole.MENTOR)
    store.commit()
    ids, mentee_id = [mentor.id for mentor in mentors], mentee.id
    engine: Engine = app.extensions["write_engine"]
    start = Barrier(AT_A_TIME)

    def press(number: int) -> None:
        start.wait(timeout=30)
        for step in range(4):
            with writing(engine)() as session:
                here = session.get_one(Enrollment, mentee_id)
                mentor = session.get_one(Enrollment, ids[number])
                try:
                    if step == 0:
                        choices.choose(
                            session, here, mentor, function=PairingKind.PEER, now=MOMENT, today=MOMENT.date()
                        )
                    elif step == 3 and number % 3 == 0:
                        choices.take_off(session, here, mentor)
                    else:
                        choices.place(session, here, mentor, rank=1 + (number + step) % 5)
                except AppError:
                    session.rollback()
                else:
                    session.commit()

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        list(pool.map(press, range(AT_A_TIME)))

    ranks = store.scalars(
        select(MentorChoice.rank).where(MentorChoice.mentee_id == mentee_id).order_by(MentorChoice.rank)
    ).all()
    assert ranks, "some of them were kept"
    assert list(ranks) == list(range(1, len(ranks) + 1))
    assert len(ranks) <= choices.MOST
