"""Guessing gets slow; nobody is locked out."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import FailedTries
from mentorship_app.accounts.tries import count_failure, forget_failures, must_wait

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SUBJECT = "password:robin@example.org"


def fail(session: Session, times: int, *, now: datetime = NOW) -> None:
    for _ in range(times):
        count_failure(session, SUBJECT, now=now)


def test_four_failures_cost_nothing(session: Session) -> None:
    fail(session, 4)
    assert not must_wait(session, SUBJECT, now=NOW)


def test_fifth_failure_makes_the_next_try_wait_fifteen_seconds(session: Session) -> None:
    fail(session, 5)
    waits = [must_wait(session, SUBJECT, now=NOW + timedelta(seconds=seconds)) for seconds in (0, 14, 15)]
    assert waits == [True, True, False]


def test_wait_never_grows_beyond_two_minutes(session: Session) -> None:
    fail(session, 100)
    assert must_wait(session, SUBJECT, now=NOW + timedelta(seconds=119))
    assert not must_wait(session, SUBJECT, now=NOW + timedelta(minutes=2))


def test_success_starts_the_count_anew(session: Session) -> None:
    fail(session, 5)
    forget_failures(session, SUBJECT)
    fail(session, 4)
    assert not must_wait(session, SUBJECT, now=NOW)


def test_others_do_not_wait(session: Session) -> None:
    fail(session, 5)
    assert not must_wait(session, "password:sam@example.org", now=NOW)


def test_rows_older_than_an_hour_are_swept_up(session: Session) -> None:
    fail(session, 5)
    count_failure(session, "password:sam@example.org", now=NOW + timedelta(minutes=61))
    assert session.scalar(select(func.count()).select_from(FailedTries)) == 1


def test_the_address_itself_is_not_kept(session: Session) -> None:
    fail(session, 1)
    kept = session.scalars(select(FailedTries.subject_digest)).one()
    assert "robin" not in kept
