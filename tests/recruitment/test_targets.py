"""What a call looks for, and how much of it was found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import CohortRole, EnrollmentStatus
from mentorship_app.recruitment import ApplicationStatus, Call
from mentorship_app.recruitment.targets import (
    Dimension,
    TargetEntry,
    progress_of,
    set_targets,
    targets_of,
    targets_of_call,
)
from tests.factories import EnrollmentFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory, CallTargetFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)


def said(session: Session, call: Call) -> list[tuple[str, str, int]]:
    return [(target.dimension.value, target.value, target.places_wanted) for target in targets_of_call(session, call)]


def put(session: Session, call: Call, *entries: tuple[Dimension, str, int]) -> None:
    wanted = [TargetEntry(*entry) for entry in entries]
    set_targets(session, call, wanted, version=call.version, by=SYSTEM, now=NOW)


def test_targets_are_replaced_as_a_whole(session: Session) -> None:
    call = CallFactory()
    put(session, call, (Dimension.SITE, "North", 2), (Dimension.DEPARTMENT, " Surgery  ward ", 3))
    put(session, call, (Dimension.SITE, "North", 5), (Dimension.TOPIC, "research", 1))
    assert said(session, call) == [("site", "North", 5), ("topic", "research", 1)]
    assert [target.value for target in targets_of(session, call.cohort)] == ["North", "research"]


def test_two_spellings_of_one_value_are_one_target(session: Session) -> None:
    call = CallFactory()
    put(session, call, (Dimension.DEPARTMENT, "Surgery", 1), (Dimension.DEPARTMENT, "surgery", 2))
    assert said(session, call) == [("department", "Surgery", 3)]


@pytest.mark.parametrize("entry", [("Surgery", 0), ("Surgery", 1001), ("", 2), ("x" * 121, 2)])
def test_a_wrong_entry_changes_nothing(session: Session, entry: tuple[str, int]) -> None:
    call = CallFactory()
    with pytest.raises(FieldError):
        put(session, call, (Dimension.SITE, "North", 1), (Dimension.DEPARTMENT, *entry))
    assert said(session, call) == []


def test_a_stale_write_is_refused(session: Session) -> None:
    call = CallFactory()
    with pytest.raises(Conflict):
        set_targets(session, call, [], version=call.version + 1, by=SYSTEM, now=NOW)


def test_accepted_mentors_who_take_part_count_with_their_places(session: Session) -> None:
    call = CallFactory()
    for dimension, value in (
        (Dimension.DEPARTMENT, "internal medicine"),
        (Dimension.SITE, "North Hospital"),
        (Dimension.TOPIC, "doubt"),
        (Dimension.TOPIC, "Night Shifts"),
        (Dimension.TOPIC, "research"),
        (Dimension.LANGUAGE, "french"),
        (Dimension.IDENTITY, "first in the family to study"),
    ):
        CallTargetFactory(call=call, dimension=dimension, value=value)
    for capacity, status in (
        (2, EnrollmentStatus.ACTIVE),
        (1, EnrollmentStatus.ACTIVE),
        (3, EnrollmentStatus.WITHDRAWN),
    ):
        ApplicationFactory(
            call=call,
            sent=True,
            status=ApplicationStatus.APPROVED,
            answers=dict(FULL_ANSWERS),
            enrollment=EnrollmentFactory(cohort=call.cohort, role=CohortRole.MENTOR, capacity=capacity, status=status),
        )
    ApplicationFactory(call=call, sent=True)
    found = {progress.target.value: progress.places for progress in progress_of(session, call)}
    assert found == {
        "internal medicine": 3,
        "North Hospital": 3,
        "doubt": 3,
        "Night Shifts": 3,
        "research": 0,
        "french": 3,
        "first in the family to study": None,
    }
