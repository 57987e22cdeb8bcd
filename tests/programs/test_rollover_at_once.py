"""Ten coordinators press for next year's cohort at the same moment: it is made once, whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.programs import Cohort
from mentorship_app.programs.rollover import proposed_year, roll_over
from mentorship_app.programs.year import YearTask
from tests.factories import CohortFactory

AT_A_TIME = 10
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_next_cohort_is_made_once_by_ten_at_once(app: Flask, store: Session) -> None:
    old_id = CohortFactory().id
    store.commit()
    engine: Engine = app.extensions["write_engine"]
    start = Barrier(AT_A_TIME)

    def attempt(_number: int) -> bool:
        start.wait(timeout=30)
        with writing(engine)() as session:
            old = session.get_one(Cohort, old_id)
            made = roll_over(session, old, proposed_year(old), by=SYSTEM, now=NOW)
            session.commit()
            return made.is_new

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = list(pool.map(attempt, range(AT_A_TIME)))

    assert outcomes.count(True) == 1
    assert store.scalar(select(func.count()).select_from(Cohort)) == 2
    assert store.scalar(select(func.count(func.distinct(YearTask.cohort_id)))) == 1
