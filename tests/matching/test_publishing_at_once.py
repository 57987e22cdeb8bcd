"""Two coordinators publish at the same moment; a server dies while it publishes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.db.engine import writing
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.models import MatchDraft, MatchPublication
from mentorship_app.matching.publishing import publish
from mentorship_app.mentoring import Pairing
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT
from tests.factories.publishing import propose

PAIRS = 6
AT_ONCE = 4


def proposal(store: Session) -> Facts:
    cohort = CohortFactory(phase=Phase.MATCHING)
    mentors = EnrollmentFactory.create_batch(PAIRS, cohort=cohort, role=CohortRole.MENTOR)
    mentees = EnrollmentFactory.create_batch(PAIRS, cohort=cohort)
    made = propose(store, cohort, list(zip(mentees, mentors, strict=True)))
    store.commit()
    return made.known


def test_four_coordinators_at_once_publish_once(app: Flask, store: Session) -> None:
    known, engine, start = proposal(store), app.extensions["write_engine"], Barrier(AT_ONCE)

    def attempt(name: str) -> str:
        start.wait(timeout=30)
        with writing(engine).begin() as session:
            draft = session.scalars(select(MatchDraft)).one()
            return publish(session, draft, version=1, days=7, known=known, by=Actor(None, name), now=MOMENT).public_id

    with ThreadPoolExecutor(AT_ONCE) as pool:
        published = set(pool.map(attempt, [f"Coordinator {n}" for n in range(AT_ONCE)]))

    store.expire_all()
    assert published == {store.scalars(select(MatchPublication)).one().public_id}
    assert len(store.scalars(select(Pairing)).all()) == PAIRS
    assert len(store.scalars(select(OutboxMessage)).all()) == 2 * PAIRS


def test_a_server_that_dies_before_the_commit_has_published_nothing(app: Flask, store: Session) -> None:
    known = proposal(store)
    engine: Engine = app.extensions["write_engine"]
    dying = writing(engine)()
    draft = dying.scalars(select(MatchDraft)).one()
    publish(dying, draft, version=1, days=7, known=known, by=Actor(None, "Somebody"), now=MOMENT)
    assert len(dying.scalars(select(Pairing)).all()) == PAIRS

    dying.connection().invalidate()
    dying.close()

    store.expire_all()
    assert store.scalars(select(Pairing)).all() == []
    assert store.scalars(select(MatchPublication)).all() == []
    assert store.scalars(select(OutboxMessage)).all() == []
    assert store.scalars(select(MatchDraft)).one().version == 1
