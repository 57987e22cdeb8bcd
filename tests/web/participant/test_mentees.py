"""Whom a mentor would choose: a list of their own, where the coordinator asks for it."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.matching.configuring import save_settings
from mentorship_app.matching.models import MenteeChoice
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring.exclusions import DoNotMatch, ask_not_to_be_matched
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.intake import ProfileFactory
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in
from tests.matching.gathered import BY
from tests.web.coordinator.desk import look, said

PAGE = "/me/mentees"


@dataclass
class Ward:
    """A mentor who is asked, and six mentees by name and public id."""

    mentor: Enrollment
    mentees: dict[str, Enrollment]
    ids: dict[str, str]

    def address(self, name: str, verb: str) -> str:
        return f"{PAGE}/{self.ids[name]}/{verb}"


NAMES = ("Caspian Rook", "Ivy Vale", "Juniper Vale", "Leif Oakenshaw", "Mireille Sablon", "Wren Ito")


@pytest.fixture
def ward(store: Session, client: StrictClient) -> Ward:
    cohort = CohortFactory(phase=Phase.MATCHING)
    level = TrainingLevelFactory(program=cohort.program, code="PGY-2", name_en="Second year", name_fr="Deuxième année")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentees = {
        name: EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name), training_level=level)
        for name in NAMES
    }
    ProfileFactory(enrollment=mentees["Ivy Vale"], sent=True)
    asked = Settings(rules=Rules(mentors_rank=True))
    save_settings(store, cohort, asked, version=0, by=BY, now=MOMENT)
    store.commit()
    sign_in(client, mentor.account)
    made = Ward(mentor, mentees, {name: one.public_id for name, one in mentees.items()})
    store.commit()
    return made


def lists(client: StrictClient) -> tuple[list[str], list[str]]:
    """Names on the own list, and of those to choose from."""
    assert client.page is not None
    found = [client.page.xpath(f".//section[@aria-labelledby='{one}']//h3/bdi") for one in ("chosen", "mentees")]
    return [text_of(name) for name in found[0]], [text_of(name) for name in found[1]]


def choose(client: StrictClient, ward: Ward, *names: str) -> None:
    for name in names:
        client.get(PAGE)
        assert client.submit(action=ward.address(name, "choose")).status_code == 303
    client.get(PAGE)


def test_mentees_are_shown_by_name_and_level_and_nothing_of_their_intake(client: StrictClient, ward: Ward) -> None:
    client.get(PAGE)
    assert lists(client) == ([], list(NAMES))
    words = said(client)
    assert ward.ids
    assert "Second year" in words
    assert "Night shifts" not in words, "which Ivy wrote"


def test_a_list_is_made_ordered_and_shortened(client: StrictClient, store: Session, ward: Ward) -> None:
    choose(client, ward, "Wren Ito", "Ivy Vale", "Caspian Rook")
    assert lists(client) == (
        ["Wren Ito", "Ivy Vale", "Caspian Rook"], ["Juniper Vale", "Leif Oakenshaw", "Mireille Sablon"],
    )  # fmt: skip
    client.submit({"rank": "1"}, action=ward.address("Caspian Rook", "place"))
    client.get(PAGE)
    client.submit(action=ward.address("Ivy Vale", "remove"), follow_redirects=True)
    assert lists(client)[0] == ["Caspian Rook", "Wren Ito"]
    assert "Ivy Vale is off your list." in said(client)
    look(store)
    assert [choice.rank for choice in store.scalars(select(MenteeChoice).order_by(MenteeChoice.rank))] == [1, 2]


def test_five_are_the_most(client: StrictClient, ward: Ward) -> None:
    choose(client, ward, *NAMES[:5])
    assert lists(client) == (list(NAMES[:5]), [NAMES[5]])
    token = client.form(ward.address(NAMES[0], "remove")).find(".//input[@name='csrf_token']").get("value")
    assert "Put on my list" not in said(client)
    answer = client.post(ward.address(NAMES[5], "choose"), data={"csrf_token": token})
    assert answer.status_code == 409
    assert "You have five choices." in said(client)


def test_the_list_is_searched_by_name(client: StrictClient, ward: Ward) -> None:
    client.get(f"{PAGE}?q=VALE")
    assert lists(client)[1] == ["Ivy Vale", "Juniper Vale"]
    assert "1 person found" in client.get(f"{PAGE}?q=wren", headers={"HX-Request": "true"}).text
    client.get(f"{PAGE}?q=nobody")
    assert ward.ids
    assert "Nobody matches" in said(client)


def test_the_page_is_the_same_whoever_would_rather_not(client: StrictClient, store: Session, ward: Ward) -> None:
    choose(client, ward, "Wren Ito")
    client.get(PAGE)
    before = said(client)
    for name in ("Wren Ito", "Ivy Vale"):
        ask_not_to_be_matched(store, ward.mentees[name], other=ward.mentor, now=MOMENT)
    store.commit()
    assert len(store.scalars(select(DoNotMatch)).all()) == 2, "there is something to leak"
    store.rollback()
    client.get(PAGE)
    assert said(client) == before
    choose(client, ward, "Ivy Vale")
    assert lists(client)[0] == ["Wren Ito", "Ivy Vale"]


def test_who_left_stays_on_the_list_and_is_marked(client: StrictClient, store: Session, ward: Ward) -> None:
    choose(client, ward, "Wren Ito")
    ward.mentees["Wren Ito"].status = EnrollmentStatus.WITHDRAWN
    store.commit()
    client.get(PAGE)
    assert "Does not take part any more." in said(client)
    client.submit(action=ward.address("Wren Ito", "remove"), follow_redirects=True)
    assert lists(client)[0] == []


@pytest.mark.parametrize(("phase", "asked"), [(Phase.ACTIVE, True), (Phase.RECRUITMENT, True), (Phase.MATCHING, False)])
def test_mentors_who_are_not_asked_read_and_change_nothing(
    client: StrictClient, store: Session, ward: Ward, phase: Phase, asked: bool
) -> None:
    choose(client, ward, "Wren Ito")
    token = client.form(ward.address("Wren Ito", "remove")).find(".//input[@name='csrf_token']").get("value")
    cohort = store.get_one(Cohort, ward.mentor.cohort_id)
    cohort.phase = phase
    save_settings(store, cohort, Settings(rules=Rules(mentors_rank=asked)), version=1, by=BY, now=MOMENT)
    store.commit()
    client.get(PAGE)
    assert "Mentors are not asked for their choices now." in said(client)
    assert lists(client) == (["Wren Ito"], [])
    for verb in ("remove", "place", "choose"):
        assert client.post(ward.address("Wren Ito", verb), data={"csrf_token": token}).status_code == 409
    client.get("/home")
    assert "Say whom you would choose" not in said(client)
    look(store)
    assert len(store.scalars(select(MenteeChoice)).all()) == 1


def test_home_leads_there_while_mentors_are_asked(client: StrictClient, ward: Ward) -> None:
    client.get("/home")
    assert ward.ids
    assert "Say whom you would choose" in said(client)


def test_mentees_have_no_such_page_and_nobody_of_another_cohort_is_on_it(
    app: Flask, client: StrictClient, store: Session, ward: Ward
) -> None:
    choose(client, ward, "Wren Ito")
    token = client.form(ward.address("Wren Ito", "remove")).find(".//input[@name='csrf_token']").get("value")
    other = EnrollmentFactory().public_id
    store.commit()
    assert client.post(f"{PAGE}/{other}/choose", data={"csrf_token": token}).status_code == 404
    mentee = app.test_client()
    assert isinstance(mentee, StrictClient)
    account = ward.mentees["Wren Ito"].account
    sign_in(mentee, account)
    assert mentee.get(PAGE).status_code == 404
    mentee.get("/home")
    assert "Say whom you would choose" not in said(mentee)


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    app: Flask, client: StrictClient, store: Session, ward: Ward
) -> None:
    def cost() -> int:
        with counted_queries(app) as statements:
            client.get(PAGE)
        return len(statements)

    client.get(PAGE)
    few = cost()
    for number in range(30):
        EnrollmentFactory(cohort=ward.mentor.cohort, account=AccountFactory(name=f"Zoe {number}"))
    store.commit()
    assert cost() == few
    assert len(lists(client)[1]) == 20
