"""The private list: it keeps people apart and says nothing to anybody."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.paths import PROJECT
from mentorship_app.mentoring import PairingKind, services
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer, declare
from mentorship_app.mentoring.exclusions import (
    LONGEST_NAME,
    MOST_ENTRIES,
    DoNotMatch,
    ask_not_to_be_matched,
    barred_pairs,
    is_barred,
    own_list,
    take_back,
)
from mentorship_app.mentoring.names import means
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED, ExceptionAsked
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT

TODAY = date(2026, 9, 1)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def mentor_in(cohort: Cohort, name: str = "Dr. Ottoline Marsh", **more: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=name, **more)
    )
    return made


def mentee_in(cohort: Cohort, name: str = "Juniper Vale") -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name))
    return made


def pair(session: Session, mentor: Enrollment, mentee: Enrollment, exception: ExceptionAsked | None = None) -> None:
    services.pair(
        session,
        mentor.cohort,
        mentor,
        mentee,
        kind=PairingKind.PRIMARY,
        by=SYSTEM,
        now=MOMENT,
        exception=exception,
    )


@pytest.mark.parametrize("owner_is", list(CohortRole))
def test_either_side_keeps_the_two_apart(session: Session, cohort: Cohort, owner_is: CohortRole) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    owner, other = (mentor, mentee) if owner_is is CohortRole.MENTOR else (mentee, mentor)
    assert not is_barred(session, mentor, mentee, today=TODAY)

    ask_not_to_be_matched(session, owner, other=other, now=MOMENT)

    assert is_barred(session, mentor, mentee, today=TODAY)
    assert barred_pairs(session, cohort, today=TODAY) == {(mentor.id, mentee.id)}


def test_the_refusal_is_the_same_word_for_word_as_for_a_conflict(session: Session, cohort: Cohort) -> None:
    mentor, mentee, other = mentor_in(cohort), mentee_in(cohort), mentee_in(cohort, "Wren Ito")
    ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)
    declare(
        session,
        cohort.program,
        mentor=mentor.account,
        mentee=other.account,
        reason=ConflictReason.FAMILY,
        declared_by=Declarer.MENTEE,
        by=SYSTEM,
        now=MOMENT,
    )

    refusals = []
    for one in (mentee, other):
        with pytest.raises(Conflict) as refusal:
            pair(session, mentor, one)
        refusals.append((refusal.value.message, dict(refusal.value.values)))

    assert refusals == [(MUST_NOT_BE_PAIRED, {})] * 2


def test_no_exception_overrules_the_private_list(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)

    with pytest.raises(Conflict, match="cannot be paired"):
        pair(session, mentor, mentee, ExceptionAsked("It has to be.", agreed=True))


def test_nothing_but_the_row_is_left_behind(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)

    entry = ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)
    ask_not_to_be_matched(session, mentee, typed_name="Somebody Else", now=MOMENT)
    assert session.scalar(select(func.count(DoNotMatch.id))) == 2, "there is something to leak"
    with pytest.raises(Conflict):
        pair(session, mentor, mentee)
    take_back(session, mentee, entry.id)

    assert session.scalars(select(AuditEvent)).all() == []
    assert session.scalars(select(OutboxMessage)).all() == []
    assert (mentor.version, mentee.version) == (1, 1), "not even that something was changed"


@pytest.mark.parametrize(
    "typed",
    [
        "Ottoline Marsh",
        "  dr ottoline   MARSH ",
        "Marsh, Ottoline",
        "Dre. Ottoline Jane Marsh",
        "OTTOLINE@example.org",
    ],
)
def test_a_typed_name_means_who_enrolls_later(session: Session, cohort: Cohort, typed: str) -> None:
    mentee = mentee_in(cohort)
    ask_not_to_be_matched(session, mentee, typed_name=typed, now=MOMENT)
    assert barred_pairs(session, cohort, today=TODAY) == frozenset()

    mentor = mentor_in(cohort, email="ottoline@example.org")
    mentor_in(cohort, "Dr. Perrin Marsh")

    assert barred_pairs(session, cohort, today=TODAY) == {(mentor.id, mentee.id)}
    assert is_barred(session, mentor, mentee, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [
        ("Siobhan OBrien", "Siobhán O’Brien", True),
        ("Maelle Saint-Amand", "Dre Maëlle Saint Amand", True),
        ("אורית כהן", "ד״ר אורית כהן", True),
        ("ليلى حداد", "ليلى حداد", True),
        ("李雷", "李雷", True),
        ("Ana", "Ana Souza", False),
        ("Ana", "Ana", True),
        ("Dr", "Dr Ana Souza", False),
        ("Ana Souza", "Ana Sousa", False),
        ("<b>", "b", True),
        ("''", "Ana Souza", False),
        ("@", "Ana Souza", False),
    ],
)
def test_names_are_compared_as_people_read_them(typed: str, name: str, is_meant: bool) -> None:
    assert means(typed, name=name, email="person@example.org") is is_meant


def test_asking_twice_changes_nothing(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)

    assert ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT) is ask_not_to_be_matched(
        session, mentee, other=mentor, now=MOMENT
    )
    ask_not_to_be_matched(session, mentee, typed_name="Perrin Marsh", now=MOMENT)
    ask_not_to_be_matched(session, mentee, typed_name="perrin  marsh", now=MOMENT)

    assert sorted(entry.typed_name for entry in own_list(session, mentee)) == ["", "Perrin Marsh"]


def test_a_list_is_its_owners_alone(session: Session, cohort: Cohort) -> None:
    mentor, mentee, stranger = mentor_in(cohort), mentee_in(cohort), mentee_in(cohort, "Wren Ito")
    entry = ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)

    assert own_list(session, mentee) == [entry]
    assert list(own_list(session, mentor)) == list(own_list(session, stranger)) == []
    for other in (mentor, stranger):
        with pytest.raises(NotFound):
            take_back(session, other, entry.id)


def test_taking_back_lets_the_two_be_paired(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    take_back(session, mentee, ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT).id)

    pair(session, mentor, mentee)

    assert not is_barred(session, mentor, mentee, today=TODAY)


def test_what_was_asked_for_last_year_holds_this_year(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)
    following = CohortFactory(program=cohort.program)
    later_mentor = EnrollmentFactory(cohort=following, account=mentor.account, role=CohortRole.MENTOR)
    later_mentee = EnrollmentFactory(cohort=following, account=mentee.account)

    assert barred_pairs(session, following, today=TODAY) == {(later_mentor.id, later_mentee.id)}
    assert len(own_list(session, later_mentee)) == 1


def test_another_program_knows_nothing_of_it(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)
    elsewhere = CohortFactory()
    EnrollmentFactory(cohort=elsewhere, account=mentor.account, role=CohortRole.MENTOR)
    there = EnrollmentFactory(cohort=elsewhere, account=mentee.account)

    assert barred_pairs(session, elsewhere, today=TODAY) == frozenset()
    assert list(own_list(session, there)) == []


@pytest.mark.parametrize("typed", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_name_is_neither_empty_nor_endless(session: Session, cohort: Cohort, typed: str) -> None:
    with pytest.raises(FieldError) as refusal:
        ask_not_to_be_matched(session, mentee_in(cohort), typed_name=typed, now=MOMENT)
    assert refusal.value.field == "typed_name"


def test_only_people_of_the_other_side_of_this_cohort_can_be_chosen(session: Session, cohort: Cohort) -> None:
    mentee = mentee_in(cohort)
    for other in (mentee, mentee_in(cohort, "Wren Ito"), mentor_in(CohortFactory())):
        with pytest.raises(FieldError):
            ask_not_to_be_matched(session, mentee, other=other, now=MOMENT)


def test_a_list_has_an_end(session: Session, cohort: Cohort) -> None:
    mentee = mentee_in(cohort)
    for number in range(MOST_ENTRIES):
        ask_not_to_be_matched(session, mentee, typed_name=f"Person Number{number}", now=MOMENT)

    with pytest.raises(Conflict):
        ask_not_to_be_matched(session, mentee, typed_name="One More", now=MOMENT)


def test_conflicts_and_private_entries_come_as_one(session: Session, cohort: Cohort) -> None:
    mentor, mentee, other = mentor_in(cohort), mentee_in(cohort), mentee_in(cohort, "Wren Ito")
    ask_not_to_be_matched(session, mentor, other=mentee, now=MOMENT)
    declare(
        session,
        cohort.program,
        mentor=mentor.account,
        mentee=other.account,
        reason=ConflictReason.SUPERVISOR_THIS_BLOCK,
        declared_by=Declarer.COORDINATOR,
        by=SYSTEM,
        now=MOMENT,
        until=TODAY,
    )

    assert barred_pairs(session, cohort, today=TODAY) == {(mentor.id, mentee.id), (mentor.id, other.id)}
    assert barred_pairs(session, cohort, today=TODAY + timedelta(days=1)) == {(mentor.id, mentee.id)}


@pytest.mark.parametrize("number", [1, 40])
def test_a_whole_cohort_costs_three_queries(session: Session, cohort: Cohort, number: int) -> None:
    for index in range(number):
        mentor, mentee = mentor_in(cohort, f"Mentor Number{index}"), mentee_in(cohort, f"Mentee Number{index}")
        ask_not_to_be_matched(session, mentee, other=mentor, now=MOMENT)
        ask_not_to_be_matched(session, mentor, typed_name=f"Somebody Number{index}", now=MOMENT)
    statements: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: statements.append(given[2]))

    found = barred_pairs(session, cohort, today=TODAY)

    assert (len(found), len(statements)) == (number, 3)


MAY_READ = {
    "mentoring/exclusions.py",
    "mentoring/leaving.py",
    "mentoring/merging.py",
    "mentoring/models.py",
    "web/participant/conflicts/routes.py",
    "web/participant/conflicts/own.py",
    "web/participant/me/own_record.py",
}
"""Who may touch a row: the feature (also when its owner leaves or is merged), its owner's pages and own record."""


def test_no_other_module_can_read_a_row() -> None:
    package = PROJECT / "mentorship_app"
    readers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\b(DoNotMatch|do_not_match|own_list)\b", path.read_text(encoding="utf-8"))
    }
    assert "mentoring/exclusions.py" in readers, "the search finds what there is"
    assert sorted(readers - MAY_READ) == []


def test_no_other_table_leads_to_a_row() -> None:
    """No relationship of another model, by which an export of that model could come upon the list."""
    mapper = inspect(DoNotMatch)
    leads = [
        f"{other.class_.__name__}.{link.key}"
        for other in mapper.registry.mappers
        for link in other.relationships
        if link.mapper is mapper
    ]
    assert leads == []
