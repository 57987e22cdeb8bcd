"""Calls: written, opened, closed; when one can apply."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import Phase
from mentorship_app.recruitment import CallStatus
from mentorship_app.recruitment.calls import (
    Availability,
    CallText,
    availability,
    change_call,
    close_call,
    create_call,
    open_call,
)
from tests.factories import CohortFactory
from tests.factories.recruitment import CallFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
TEXT = CallText(
    title_en="Become a mentor",
    title_fr="Devenez mentor",
    intro_en="",
    intro_fr="",
    hours_per_month=1.5,
    places_wanted=24,
    opens_on=date(2026, 9, 1),
    closes_on=date(2026, 9, 30),
)


def test_a_new_call_is_a_draft_with_an_address_of_its_own(session: Session) -> None:
    cohort = CohortFactory(program__slug="surgery", name="2026–27")
    first, second = (create_call(session, cohort, TEXT, by=SYSTEM, now=NOW) for _ in range(2))
    assert [(call.slug, call.status) for call in (first, second)] == [
        ("surgery-2026-27", CallStatus.DRAFT),
        ("surgery-2026-27-2", CallStatus.DRAFT),
    ]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title_fr", {"title_fr": " "}),
        ("hours_per_month", {"hours_per_month": 0.0}),
        ("hours_per_month", {"hours_per_month": float("nan")}),
        ("places_wanted", {"places_wanted": 1001}),
        ("closes_on", {"closes_on": date(2026, 8, 31)}),
    ],
)
def test_a_wrong_entry_is_named(session: Session, field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(FieldError) as caught:
        create_call(session, CohortFactory(), replace(TEXT, **wrong), by=SYSTEM, now=NOW)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("status", "opens_on", "closes_on", "phase", "expected"),
    [
        (CallStatus.OPEN, date(2026, 9, 15), date(2026, 9, 15), Phase.RECRUITMENT, Availability.NOW),
        (CallStatus.OPEN, date(2026, 9, 1), date(2026, 9, 30), Phase.INTAKE, Availability.NOW),
        (CallStatus.OPEN, date(2026, 9, 16), date(2026, 9, 30), Phase.RECRUITMENT, Availability.NOT_YET),
        (CallStatus.OPEN, date(2026, 9, 1), date(2026, 9, 14), Phase.RECRUITMENT, Availability.OVER),
        (CallStatus.OPEN, date(2026, 9, 1), date(2026, 9, 30), Phase.ACTIVE, Availability.OVER),
        (CallStatus.CLOSED, date(2026, 9, 1), date(2026, 9, 30), Phase.RECRUITMENT, Availability.OVER),
        (CallStatus.DRAFT, date(2026, 9, 1), date(2026, 9, 30), Phase.RECRUITMENT, Availability.NOT_YET),
    ],
)
def test_when_one_can_apply(
    session: Session, status: CallStatus, opens_on: date, closes_on: date, phase: Phase, expected: Availability
) -> None:
    call = CallFactory(status=status, opens_on=opens_on, closes_on=closes_on, cohort__phase=phase)
    assert session.is_active
    assert availability(call, NOW) is expected


@pytest.mark.usefixtures("session")
def test_the_last_day_ends_at_midnight_where_the_program_is() -> None:
    call = CallFactory(opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 15))
    assert call.cohort.program.timezone == "America/Toronto"
    assert availability(call, datetime(2026, 9, 16, 3, 59, tzinfo=UTC)) is Availability.NOW
    assert availability(call, datetime(2026, 9, 16, 4, 0, tzinfo=UTC)) is Availability.OVER


def test_a_call_opens_and_closes_once_and_can_open_again(session: Session) -> None:
    call = CallFactory(status=CallStatus.DRAFT)
    with pytest.raises(InvalidTransition):
        close_call(session, call, by=SYSTEM, now=NOW)
    for _ in range(2):
        open_call(session, call, by=SYSTEM, now=NOW)
    for _ in range(2):
        close_call(session, call, by=SYSTEM, now=NOW)
    open_call(session, call, by=SYSTEM, now=NOW)
    assert call.status is CallStatus.OPEN
    assert sorted(event.action for event in session.scalars(select(AuditEvent))) == [
        "recruitment.call.closed",
        "recruitment.call.opened",
        "recruitment.call.opened",
    ]


@pytest.mark.parametrize("past", [{"closes_on": date(2026, 9, 14)}, {"cohort__phase": Phase.SETUP}])
def test_a_call_does_not_open_when_nobody_could_apply(session: Session, past: dict[str, object]) -> None:
    call = CallFactory(status=CallStatus.DRAFT, **past)
    with pytest.raises(Conflict):
        open_call(session, call, by=SYSTEM, now=NOW)
    assert call.status is CallStatus.DRAFT


def test_a_call_changed_by_somebody_else_is_not_overwritten(session: Session) -> None:
    call = CallFactory()
    change_call(session, call, replace(TEXT, title_en="First"), version=1, by=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        change_call(session, call, replace(TEXT, title_en="Second"), version=1, by=SYSTEM, now=NOW)
    assert (call.title_en, call.version) == ("First", 2)
