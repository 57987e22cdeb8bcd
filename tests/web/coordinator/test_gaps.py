"""The gap board as the coordinator reads it."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort, Phase
from mentorship_app.recruitment.targets import CallTarget, Dimension
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.choices import WaitlistFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=made.program_id)
    store.commit()
    staff_sign_in(client, boss)
    return made


def mentee(cohort: Cohort, *topics: str) -> None:
    said = FULL_INTAKE | {"topics": {"chosen": list(topics), "own": []}}
    ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True, answers=said)


def read(client: StrictClient, cohort: Cohort, path: str = "/gaps") -> str:
    assert client.get(f"/p/{cohort.program.slug}{path}").status_code == 200
    assert client.page is not None
    return text_of(client.page.find(".//main"))


def test_a_new_cohort_says_how_the_board_fills(client: StrictClient, cohort: Cohort) -> None:
    assert "Nothing is known of needs yet" in read(client, cohort)


def test_the_shortfall_stands_in_words_on_the_board_and_on_today(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    for _number in range(5):
        mentee(cohort, "research")
    accepted_mentor(cohort, capacity=1, answers={"topics": {"chosen": ["research"], "own": []}})
    store.commit()
    text = read(client, cohort)
    assert "4 more mentors needed for Research" in text
    assert "1 of 5 can have a mentor for one of their topics, all at the same time." in text
    assert "4 more mentors needed for Research" in read(client, cohort, "/")


def test_targets_of_a_department_are_said_as_in_the_call(client: StrictClient, store: Session, cohort: Cohort) -> None:
    call = CallFactory(cohort=cohort)
    store.add(CallTarget(call_id=call.id, dimension=Dimension.DEPARTMENT, value="surgery", places_wanted=4))
    store.commit()
    assert "4 more mentors needed in surgery" in read(client, cohort)
    assert client.page is not None
    links = {link.get("href") for link in client.page.iter("a") if text_of(link).startswith("Invite for this")}
    assert links == {f"/p/{cohort.program.slug}/calls/{call.slug}/invitations/add"}


def test_the_length_of_a_waitlist_is_shown_not_who_waits(client: StrictClient, store: Session, cohort: Cohort) -> None:
    mentor = accepted_mentor(cohort, "Ful Ler", capacity=0)
    for name in ("Wren Ito", "Juniper Vale"):
        WaitlistFactory(mentor=mentor, mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name)))
    store.commit()
    text = read(client, cohort)
    assert "Ful Ler 0 of 0 2" in text
    assert "Wren Ito" not in text


def test_three_and_forty_people_take_as_many_queries(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    def fill(number: int) -> None:
        for _one in range(number):
            mentee(cohort, "research")
            accepted_mentor(cohort)
        store.commit()

    fill(3)
    read(client, cohort)
    with counted_queries(app) as few:
        read(client, cohort)
    fill(37)
    with counted_queries(app) as many:
        read(client, cohort)
    assert len(many) == len(few)
