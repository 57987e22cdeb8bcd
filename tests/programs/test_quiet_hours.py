"""No mail at night, where the program is; what somebody waits for leaves all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.messaging import MessageStatus, OutboxMessage, enqueue
from mentorship_app.programs import Program
from mentorship_app.programs.quiet_hours import quiet_in_program, quiet_until
from tests.factories import ProgramFactory
from tests.kit.worker import run_worker

TEN_AT_NIGHT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
"""In Toronto, on 30 September."""
SEVEN = datetime(2026, 10, 1, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 10, 1, 0, 0, tzinfo=UTC), SEVEN),
        (datetime(2026, 9, 30, 23, 59, tzinfo=UTC), None),
        (TEN_AT_NIGHT, SEVEN),
        (datetime(2026, 10, 1, 10, 59, tzinfo=UTC), SEVEN),
        (SEVEN, None),
        # Clocks go back in the night to 1 November: seven is an hour later by UTC.
        (datetime(2026, 11, 1, 2, 0, tzinfo=UTC), datetime(2026, 11, 1, 12, 0, tzinfo=UTC)),
        # And forward in the night to 8 March.
        (datetime(2026, 3, 8, 4, 0, tzinfo=UTC), datetime(2026, 3, 8, 11, 0, tzinfo=UTC)),
    ],
)
def test_night_lasts_from_eight_to_seven_where_the_program_is(now: datetime, until: datetime | None) -> None:
    assert quiet_until("America/Toronto", now=now) == until


def mail(store: Session, program: Program, *, kind: str = "mail_test", private: bool = False) -> OutboxMessage:
    return enqueue(
        store,
        kind,
        to_email="wren@example.org",
        to_name="Wren Ito",
        locale="en",
        context={},
        dedupe=f"{kind}:{private}",
        program_id=program.id,
        now=TEN_AT_NIGHT,
        private=private,
    )


def test_what_staff_do_not_see_waits_as_well(store: Session) -> None:
    program = ProgramFactory(quiet_hours=True)
    message = mail(store, program, kind="agreement_proposed", private=True)
    assert quiet_in_program(store, message, TEN_AT_NIGHT) == SEVEN
    store.commit()


def test_what_can_wait_waits_until_morning_and_what_is_asked_for_does_not(app: Flask, store: Session) -> None:
    program = ProgramFactory(quiet_hours=True)
    urgent, waits = mail(store, program), mail(store, program, kind="people_merged")
    waits.context = {"program": str(program.id), "stays": True}
    ids = (urgent.id, waits.id)
    store.commit()

    run_worker(app, now=TEN_AT_NIGHT + timedelta(minutes=1))
    store.expire_all()
    urgent, waits = (store.get_one(OutboxMessage, key) for key in ids)
    assert urgent.status is not MessageStatus.QUEUED
    assert (waits.status, waits.not_before, waits.attempts) == (MessageStatus.QUEUED, SEVEN, 0)
    store.commit()

    run_worker(app, now=SEVEN)
    store.expire_all()
    assert store.get_one(OutboxMessage, ids[1]).status is MessageStatus.SENT
    store.commit()


@pytest.mark.parametrize("changes", [{"quiet_hours": False}, {"quiet_hours": True, "is_demo": True}])
def test_a_program_may_do_without_and_a_demo_does(app: Flask, store: Session, changes: dict[str, bool]) -> None:
    program = ProgramFactory(**changes)
    mail(store, program, kind="people_merged").context = {"program": str(program.id), "stays": True}
    store.commit()
    run_worker(app, now=TEN_AT_NIGHT)
    store.expire_all()
    assert store.scalars(select(OutboxMessage)).one().status is MessageStatus.SENT
    store.commit()


def test_new_programs_have_quiet_hours(store: Session) -> None:
    assert Program.__table__.c.quiet_hours.default.arg is True
    store.commit()
