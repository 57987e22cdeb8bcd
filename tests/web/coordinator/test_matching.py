"""The workbench: proposed pairs, what people decide about them, and two coordinators at once."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import Drafted, drafted
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient, text_of
from tests.web.coordinator.desk import said, sit_down


@dataclass
class Bench:
    """Three mentees of one level with their intakes; Brook with two places, Marsh and Quill with one each."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    juniper: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment

    def url(self, rest: str = "", **arguments: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"kind": "primary", **arguments}.items())
        return f"/p/{self.cohort.program.slug}/matching{rest}?{query}"


def topics(*chosen: str) -> dict[str, object]:
    return {"topics": {"chosen": list(chosen), "own": []}}


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
        return accepted_mentor(cohort, name, call=call, answers=topics(*offered), capacity=capacity)

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


def rows(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(row) for row in client.page.xpath(".//section[@aria-labelledby='proposed']//tbody/tr")]


@pytest.mark.usefixtures("made")
def test_pairs_are_shown_weakest_first_with_why(client: StrictClient, bench: Bench) -> None:
    client.get(bench.url())

    print(said(client))
    print(rows(client))
