"""The gap board: needs against offers, in places."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mentorship_app.intake.queries import IntakeCount
from mentorship_app.matching.gaps import Basis, Board, FacetBoard, board
from mentorship_app.matching.sides import Facet
from mentorship_app.programs import Cohort, CohortRole, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.recruitment.targets import CallTarget, Dimension
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.choices import accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import CallFactory

TODAY = date(2026, 9, 10)
NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    return made


def mentee(cohort: Cohort, *topics: str, site: str = "", department: str = "", **answers: Any) -> None:
    enrollment = EnrollmentFactory(cohort=cohort, site=site, department=department)
    said = FULL_INTAKE | {"topics": {"chosen": list(topics), "own": []}} | answers
    ProfileFactory(enrollment=enrollment, sent=True, answers=said, draft=said)


def mentor(
    cohort: Cohort, *topics: str, capacity: int = 1, answers: dict[str, Any] | None = None, **entry: Any
) -> None:
    said = {"topics": {"chosen": list(topics), "own": []}} | (answers or {})
    accepted_mentor(cohort, answers=said, capacity=capacity, **entry)


def facet(found: Board, which: Facet) -> FacetBoard:
    return next(one for one in found.facets if one.facet is which)


def rows(found: Board, which: Facet) -> list[tuple[str, int, int | None, int]]:
    return [(gap.name.en, gap.needed, gap.offered, gap.mentors_missing) for gap in facet(found, which).gaps]


def test_topics_are_counted_in_places_and_the_largest_gap_comes_first(session: Session, cohort: Cohort) -> None:
    for _number in range(5):
        mentee(cohort, "research", "career")
    mentor(cohort, "career", capacity=3)
    mentor(cohort, "career", "research", capacity=2)
    found = board(session, cohort, today=TODAY)
    # Three places for research are missing; a mentor here takes 2.5 people (the median of 3 and 2): two mentors.
    assert rows(found, Facet.TOPIC) == [("Research", 5, 2, 2), ("Career choices", 5, 5, 0)]
    assert (facet(found, Facet.TOPIC).asking, facet(found, Facet.TOPIC).served) == (5, 5)
    assert (found.shortest.name.en, found.short) == ("Research", 1)  # type: ignore[union-attr]


def test_overlapping_topics_do_not_count_a_place_twice(session: Session, cohort: Cohort) -> None:
    """Every topic alone has places enough, yet three people cannot share two places."""
    for topic in ("research", "career", "teaching"):
        mentee(cohort, topic)
    mentor(cohort, "research", "career", "teaching", capacity=2)
    found = facet(board(session, cohort, today=TODAY), Facet.TOPIC)
    assert [gap.missing for gap in found.gaps] == [0, 0, 0]
    assert (found.asking, found.served) == (3, 2)


def test_targets_stand_in_until_intakes_say_something(session: Session, cohort: Cohort) -> None:
    call = CallFactory(cohort=cohort)
    for dimension, value, places in (
        (Dimension.DEPARTMENT, "Surgery", 5),
        (Dimension.TOPIC, "research", 4),
        (Dimension.IDENTITY, "First generation", 2),
    ):
        session.add(CallTarget(call_id=call.id, dimension=dimension, value=value, places_wanted=places))
    mentor(cohort, "research", capacity=1, department="surgery")
    session.flush()
    found = board(session, cohort, today=TODAY)
    assert rows(found, Facet.DEPARTMENT) == [("Surgery", 5, 1, 4)]
    assert rows(found, Facet.TOPIC) == [("Research", 4, 1, 3)]
    assert rows(found, Facet.IDENTITY) == [("First generation", 2, None, 0)]
    assert {one.basis for one in found.facets} == {Basis.TARGETS}
    assert {one.served for one in found.facets} == {None}
    mentee(cohort, "teaching")
    found = board(session, cohort, today=TODAY)
    assert facet(found, Facet.TOPIC).basis is Basis.INTAKES
    assert rows(found, Facet.TOPIC) == [("Teaching", 1, 0, 1)]
    assert facet(found, Facet.DEPARTMENT).basis is Basis.TARGETS


def test_the_site_counts_for_who_meets_in_person_the_department_where_the_field_matters(
    session: Session, cohort: Cohort
) -> None:
    mentee(cohort, "career", site="North", department="Surgery", modality=["in_person"], matters_most="career")
    mentee(cohort, "career", site="North", department="Surgery", modality=["video"])
    mentor(cohort, "career", site="north", department="Pediatrics")
    found = board(session, cohort, today=TODAY)
    assert rows(found, Facet.SITE) == [("North", 1, 1, 0)]
    assert rows(found, Facet.DEPARTMENT) == [("Surgery", 1, 0, 1)]


def test_fewer_than_five_who_look_for_shared_identity_are_not_shown(session: Session, cohort: Cohort) -> None:
    for _number in range(4):
        mentee(cohort, "career", functions=["identity", "research"])
    hidden = facet(board(session, cohort, today=TODAY), Facet.FUNCTION)
    assert [gap.key for gap in hidden.gaps] == ["research"]
    assert hidden.some_hidden
    mentee(cohort, "career", functions=["identity"])
    shown = facet(board(session, cohort, today=TODAY), Facet.FUNCTION)
    assert [(gap.key, gap.needed, gap.offered) for gap in shown.gaps] == [("research", 4, 0), ("identity", 5, None)]
    assert shown.asking == hidden.asking == 4, "and no sum tells how many"


def test_functions_are_read_from_what_mentors_say(session: Session, cohort: Cohort) -> None:
    mentee(cohort, "career", functions=["research", "peer", "wellness"])
    mentor(cohort, "teaching", capacity=2, answers={"areas": ["research"], "rank": "fellow"})
    found = board(session, cohort, today=TODAY)
    assert {gap.key: gap.offered for gap in facet(found, Facet.FUNCTION).gaps} == {
        "wellness": 0,
        "research": 2,
        "peer": 2,
    }


def test_who_pauses_offers_nothing_and_who_was_never_asked_is_named(session: Session, cohort: Cohort) -> None:
    paused = accepted_mentor(cohort, capacity=3)
    session.add(Absence(enrollment=paused, kind=AbsenceKind.PAUSE, starts_on=TODAY, ends_on=None))
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=2)
    mentor(cohort, "career", capacity=1)
    found = board(session, cohort, today=TODAY)
    assert (found.mentors, found.places, found.unknown) == (2, 3, 1)


def test_nothing_at_all_is_an_empty_board(session: Session, cohort: Cohort) -> None:
    assert board(session, cohort, today=TODAY) == Board((), IntakeCount(0, 0), 0, 0, 0)
    assert board(session, cohort, today=TODAY).shortest is None
