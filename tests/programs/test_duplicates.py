"""Who may stand twice in the list is offered; who was told apart is not offered again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs.duplicates import Likeness, address_key, likely_duplicates, name_key
from mentorship_app.programs.merge_people import say_different
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("session")


def person(cohort: Cohort, name: str, email: str) -> None:
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name, email=email))


def offered(session: Session, program: Program) -> list[tuple[str, str, Likeness]]:
    return [(pair.first.email, pair.second.email, pair.likeness) for pair in likely_duplicates(session, program)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dr. Wren Ito", "Ito, Wren"), ("Maëlle O’Brien", "maelle obrien"), ("أحمد العلي", "احمد العلي")],
)
def test_names_are_the_same_without_titles_case_accents_and_order(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("wren.ito+on@example.org", "wrenito@example.org"), ("a-b_c@googlemail.com", "abc+x@gmail.com")],
)
def test_addresses_are_the_same_without_dots_and_additions(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)
    assert address_key(one) != address_key(f"x{one}")


def test_alike_entries_of_all_years_are_offered_once(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    next_year = CohortFactory(program=cohort.program)
    person(cohort, "Wren Ito", "wren@example.org")
    person(next_year, "Dr Wren Ito", "wren.ito@example.org")
    person(cohort, "Somebody", "x.y@example.org")
    person(cohort, "Somebody", "xy+1@example.org")
    person(cohort, "Caspian Rook", "caspian@example.org")
    person(CohortFactory(), "Wren Ito", "wren@elsewhere.org")

    assert offered(session, cohort.program) == [
        ("wren.ito@example.org", "wren@example.org", Likeness.NAME),
        ("x.y@example.org", "xy+1@example.org", Likeness.ADDRESS),
    ]


def test_who_was_told_apart_is_not_offered_again(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    one, other = (EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito")) for _ in range(2))
    assert len(offered(session, cohort.program)) == 1

    say_different(session, cohort.program, other.account, one.account, by=SYSTEM, now=NOW)
    say_different(session, cohort.program, one.account, other.account, by=SYSTEM, now=NOW)

    assert offered(session, cohort.program) == []


def test_many_of_one_name_do_not_make_a_list_without_end(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    for _ in range(40):
        EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Test Person"))

    assert len(offered(session, cohort.program)) == 15
