"""Who cannot be paired, on the page of coordinators; and rules about two mentees."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.configuring import add_side_rule
from mentorship_app.matching.constraints import constraints
from mentorship_app.matching.models import MatchSideRule
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import DoNotMatch, ask_not_to_be_matched
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.choices import accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import drafted
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.matching.gathered import BY, conflict
from tests.web.coordinator.desk import look, said, sit_down


@dataclass
class Desk:
    """Two mentees and two mentors: Ivy and Brook have no language in common, Wren is assessed by Marsh."""

    address: str
    cohort: Cohort
    ivy: Enrollment
    wren: Enrollment
    brook: Enrollment
    marsh: Enrollment

    @property
    def exclusions(self) -> str:
        return f"{self.address}/exclusions?kind=primary"

    @property
    def rules(self) -> str:
        return f"{self.address}/rules?kind=primary"


@pytest.fixture
def desk(store: Session, client: StrictClient) -> Desk:
    cohort = sit_down(store, client, phase=Phase.MATCHING)

    def mentee(name: str, language: str) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name))
        ProfileFactory(enrollment=made, sent=True, answers=FULL_INTAKE | {"languages": _chips(language)})
        return made

    def mentor(name: str, *languages: str) -> Enrollment:
        return accepted_mentor(cohort, name, answers={"languages": _chips(*languages), "modality": ["video"]})

    made = Desk(
        f"/p/{cohort.program.slug}/matching",
        cohort,
        mentee("Ivy Vale", "french"),
        mentee("Wren Ito", "english"),
        mentor("Dr. Anselm Brook", "english"),
        mentor("Dr. Ottoline Marsh", "english", "french"),
    )
    store.add(conflict(made.marsh, made.wren, ConflictReason.EVALUATOR, Declarer.MENTEE))
    store.commit()
    return made


def _chips(*chosen: str) -> dict[str, list[str]]:
    return {"chosen": list(chosen), "own": []}


def rows(client: StrictClient) -> list[list[str]]:
    assert client.page is not None
    return [[text_of(cell) for cell in row] for row in client.page.xpath(".//*[@id='found']//tbody/tr")]


def test_every_readable_reason_is_listed_by_name_and_counted(client: StrictClient, desk: Desk) -> None:
    client.get(desk.exclusions)
    assert [row[:2] for row in rows(client)] == [
        ["Ivy Vale Dr. Anselm Brook", "No language in common: the mentee named Français, the mentor English"],
        ["Wren Ito Dr. Ottoline Marsh", "Conflict of interest: One evaluates the other"],
    ]
    counts = client.page.xpath(".//section[@aria-labelledby='counts']//tbody/tr") if client.page is not None else []
    assert [[text_of(cell) for cell in row] for row in counts] == [
        ["Conflict of interest", "1 of 4", "Possible, with reasons"],
        ["No language in common", "1 of 4", "Possible, with reasons"],
    ]
    assert "never listed or counted here" in said(client)


def test_the_list_is_narrowed_by_reason_and_by_person(client: StrictClient, desk: Desk) -> None:
    client.get(f"{desk.exclusions}&constraint=language")
    assert [row[0] for row in rows(client)] == ["Ivy Vale Dr. Anselm Brook"]
    client.get(f"{desk.exclusions}&q=MARSH")
    assert [row[0] for row in rows(client)] == ["Wren Ito Dr. Ottoline Marsh"]
    client.get(f"{desk.exclusions}&q=nobody")
    assert "No pair matches" in said(client)
    answer = client.get(f"{desk.exclusions}&q=ivy", headers={"HX-Request": "true"})
    assert "1 pair found" in answer.text
    assert "<main" not in answer.text


def test_an_exception_is_offered_where_one_is_possible_and_pairs_are_proposed(
    client: StrictClient, store: Session, keyring: Keyring, desk: Desk
) -> None:
    client.get(desk.exclusions)
    assert [row[2] for row in rows(client)] == ["", ""], "without proposed pairs there is nothing to except from"
    store.add(conflict(desk.brook, desk.wren, ConflictReason.FAMILY, Declarer.COORDINATOR))
    drafted(store, keyring, desk.cohort, [])
    store.commit()
    client.get(desk.exclusions)
    assert [row[2] for row in rows(client)] == [
        "Exception for Ivy Vale with Dr. Anselm Brook",
        "",
        "Exception for Wren Ito with Dr. Ottoline Marsh",
    ]
    assert client.page is not None
    link = client.page.xpath(".//*[@id='found']//tbody/tr[1]//a")[0].get("href")
    assert client.get(link).status_code == 200


def test_the_page_is_the_same_with_and_without_what_is_private(
    client: StrictClient, store: Session, keyring: Keyring, desk: Desk
) -> None:
    """Private lists of either side and personal conflicts, alone and beside a readable conflict."""
    drafted(store, keyring, desk.cohort, [])
    store.commit()
    addresses = [
        f"{desk.exclusions}{rest}" for rest in ("", "&constraint=private", "&q=ivy", "&q=marsh", "&constraint=language")
    ]
    before = [(client.get(address), said(client))[1] for address in addresses]
    ask_not_to_be_matched(store, desk.ivy, other=desk.marsh, now=MOMENT)
    ask_not_to_be_matched(store, desk.marsh, other=desk.wren, now=MOMENT)
    store.add(conflict(desk.brook, desk.wren, ConflictReason.PRIOR_COMPLAINT, Declarer.MENTEE))
    store.commit()
    assert len(store.scalars(select(DoNotMatch)).all()) == 2, "there is something to leak"
    store.rollback()
    assert [(client.get(address), said(client))[1] for address in addresses] == before
    assert constraints["private"].name not in "".join(before)


def test_a_list_of_many_costs_as_many_queries_as_one_of_few(
    app: Flask, client: StrictClient, store: Session, desk: Desk
) -> None:
    client.get(desk.exclusions)

    def cost() -> int:
        with counted_queries(app) as statements:
            client.get(desk.exclusions)
        return len(statements)

    few = cost()
    for number in range(60):
        EnrollmentFactory(
            cohort=desk.cohort, role=CohortRole.MENTOR, account=AccountFactory(name=f"Dr. Number {number}")
        )
        mentee = EnrollmentFactory(cohort=desk.cohort)
        ProfileFactory(enrollment=mentee, sent=True, answers=FULL_INTAKE | {"languages": _chips("french")})
    store.commit()
    assert cost() == few
    assert len(rows(client)) == 50
    assert "1 to 50 of 62" in said(client)


def test_an_empty_cohort_says_so(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client, phase=Phase.INTAKE)
    client.get(f"/p/{cohort.program.slug}/matching/exclusions")
    assert "Nobody to pair yet" in said(client)


# Rules about two mentees


def rule(desk: Desk, **changes: str) -> dict[str, str]:
    typed = {
        "one": desk.ivy.public_id,
        "other": desk.wren.public_id,
        "together": "apart",
        "rationale": "They live together.",
    }
    return typed | changes


def test_a_rule_is_added_listed_and_taken_back(client: StrictClient, store: Session, desk: Desk) -> None:
    client.get(desk.rules)
    assert "No rule about two mentees" in said(client)
    assert client.submit(rule(desk), action=desk.rules).location == desk.rules
    client.get(desk.rules)
    words = said(client)
    assert "Noted for" in words
    assert "Never the same mentor" in words
    assert "They live together. Ottoline Marsh" in words
    look(store)
    made = store.scalars(select(MatchSideRule)).one()
    assert ({made.one_id, made.other_id}, made.together) == ({desk.ivy.id, desk.wren.id}, False)
    button = f"{desk.address}/rules/{made.public_id}/remove?kind=primary"
    store.rollback()
    client.submit(action=button, follow_redirects=True)
    assert "No rule about two mentees" in said(client)


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"one": ""}, 422, "Choose a mentee of this cohort."),
        ({"other": "nobody"}, 422, "Choose a mentee of this cohort."),
        ({"other": "same"}, 422, "Choose two different people."),
        ({"rationale": "  "}, 422, "Write why, so that others understand it later."),
        ({"rationale": "x" * 401}, 422, "Use at most 400 characters."),
        ({"together": ""}, 422, "Choose what holds for the two."),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_and_kept(
    client: StrictClient, store: Session, desk: Desk, changes: dict[str, str], status: int, words: str
) -> None:
    if changes.get("other") == "same":
        changes = {"other": desk.ivy.public_id}
    client.get(desk.rules)
    assert client.submit(rule(desk, **changes), action=desk.rules).status_code == status
    assert words in said(client)
    kept = client.form(desk.rules).find(".//textarea[@name='rationale']").text
    assert kept.strip() == (changes.get("rationale") or "They live together.").strip()
    look(store)
    assert store.scalars(select(MatchSideRule)).all() == []


def test_a_mentor_is_nobody_to_make_a_rule_about(client: StrictClient, desk: Desk) -> None:
    client.get(desk.rules)
    assert client.submit(rule(desk, other=desk.marsh.public_id), action=desk.rules).status_code == 422


def test_the_same_rule_twice_is_one_and_the_opposite_is_refused(
    client: StrictClient, store: Session, desk: Desk
) -> None:
    client.get(desk.rules)
    client.submit(rule(desk), action=desk.rules)
    client.get(desk.rules)
    swapped = rule(desk, one=desk.wren.public_id, other=desk.ivy.public_id)
    assert client.submit(swapped, action=desk.rules).status_code == 303
    client.get(desk.rules)
    assert client.submit(swapped | {"together": "together"}, action=desk.rules).status_code == 409
    assert "The opposite was decided about these two." in said(client)
    look(store)
    assert len(store.scalars(select(MatchSideRule)).all()) == 1


def test_a_rule_of_another_cohort_is_not_here(client: StrictClient, store: Session, desk: Desk) -> None:
    elsewhere = CohortFactory()
    two = [EnrollmentFactory(cohort=elsewhere) for _number in range(2)]
    made = add_side_rule(store, elsewhere, *two, together=True, rationale="Theirs.", by=BY, now=MOMENT)
    store.commit()
    client.get(desk.rules)
    token = client.form(desk.rules).find(".//input[@name='csrf_token']").get("value")
    answer = client.post(f"{desk.address}/rules/{made.public_id}/remove", data={"csrf_token": token})
    assert answer.status_code == 404
    look(store)
    assert len(store.scalars(select(MatchSideRule)).all()) == 1
