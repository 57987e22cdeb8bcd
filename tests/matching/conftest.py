"""A small round of matching with a draft, for the tests of decisions."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.matching import Drafted, drafted
from tests.matching.rounds import Round


@pytest.fixture
def people(session: Session) -> Round:
    cohort = CohortFactory(phase=Phase.MATCHING)

    def person(name: str, role: CohortRole = CohortRole.MENTEE, capacity: int = 0) -> Enrollment:
        made: Enrollment = EnrollmentFactory(
            cohort=cohort, role=role, capacity=capacity, account=AccountFactory(name=name)
        )
        return made

    made = Round(
        cohort,
        person("Priya Lanternwala"),
        person("Wren Ito"),
        person("Juniper Vale"),
        person("Anselm Brook", CohortRole.MENTOR, 2),
        person("Ottoline Marsh", CohortRole.MENTOR, 1),
        person("Thaddeus Quill", CohortRole.MENTOR, 1),
    )
    session.flush()
    return made


@pytest.fixture
def made(session: Session, keyring: Keyring, people: Round) -> Drafted:
    """Priya and Juniper with Brook, Wren with Marsh; Quill has a place left."""
    return drafted(
        session,
        keyring,
        people.cohort,
        [(people.priya, people.brook), (people.juniper, people.brook), (people.wren, people.marsh)],
    )
