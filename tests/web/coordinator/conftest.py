"""The matching workbench with three mentees and three mentors, for the tests of its pages."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Enrollment, Phase
from tests.factories import AccountFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import Drafted, drafted
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient
from tests.web.coordinator.desk import sit_down
from tests.web.coordinator.workbench import Bench, topics


@pytest.fixture
def bench(store: Session, client: StrictClient) -> Bench:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    level = TrainingLevelFactory(program=cohort.program, code="PGY-2")
    call = CallFactory(cohort=cohort)

    def mentee(name: str, *chosen: str) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, training_level=level, account=AccountFactory(name=name))
        ProfileFactory(enrollment=made, sent=True, answers=FULL_INTAKE | topics(*chosen))
        return made

    def mentor(name: str, capacity: int, *offered: str) -> Enrollment:
        said = topics(*offered) | {"modality": ["video", "in_person"]}
        return accepted_mentor(cohort, name, call=call, answers=said, capacity=capacity)

    made = Bench(
        cohort,
        mentee("Priya Lanternwala", "rural", "career"),
        mentee("Wren Ito", "rural", "research"),
        mentee("Juniper Vale", "career"),
        mentor("Dr. Anselm Brook", 2, "rural", "research"),
        mentor("Dr. Ottoline Marsh", 1, "rural", "career"),
        mentor("Dr. Thaddeus Quill", 1, "career"),
    )
    ChoiceFactory(mentee=made.priya, mentor=made.marsh)
    store.commit()
    return made


@pytest.fixture
def made(store: Session, keyring: Keyring, bench: Bench) -> Drafted:
    """Priya with Brook, Wren with Marsh; Juniper is not placed; Brook and Quill have a place left each."""
    found = drafted(store, keyring, bench.cohort, [(bench.priya, bench.brook), (bench.wren, bench.marsh)])
    store.commit()
    return found
