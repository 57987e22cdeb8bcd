"""The list of those who came too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.messaging import MailScope, OutboxMessage
from mentorship_app.messaging.render import render
from mentorship_app.recruitment import Call, CallStatus
from mentorship_app.recruitment.next_year import FutureInterest, find_interest, leave, note_interest
from tests.factories.recruitment import CallFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
BASE = "https://mentorship.example.org"


def note(session: Session, call: Call, *, email: str = "ada@example.org", now: datetime = NOW) -> FutureInterest:
    return note_interest(session, call, email=email, name="ليلى حداد", department="", locale="en", now=now)


def test_a_mail_says_so_and_its_link_leads_off_the_list(session: Session) -> None:
    call = CallFactory(status=CallStatus.CLOSED)
    interest = note(session, call, email=" Ada@Example.org")
    (message,) = session.scalars(select(OutboxMessage)).all()
    mail = render(MailScope(session=session, message=message, base_url=BASE, now=NOW, preview=False))
    token = mail.body.partition(f"{BASE}/next-year/")[2].split()[0]
    assert find_interest(session, token) is interest
    assert token not in str(interest.token_digest)
    leave(session, interest)
    assert find_interest(session, token) is None
    shown = render(MailScope(session=session, message=message, base_url=BASE, now=NOW, preview=True))
    assert "/next-year/…" in shown.body, "a mail can be looked at after the entry is gone"


def test_asking_twice_is_one_entry_and_no_flood_of_mail(session: Session) -> None:
    call = CallFactory(closes_on=date(2026, 9, 1))
    for _again in range(3):
        note(session, call)
    assert len(session.scalars(select(FutureInterest)).all()) == 1
    assert len(session.scalars(select(OutboxMessage)).all()) == 1
    note(session, call, now=NOW + timedelta(hours=1))
    assert len(session.scalars(select(OutboxMessage)).all()) == 2


def test_an_open_call_wants_applications_instead(session: Session) -> None:
    with pytest.raises(Conflict):
        note(session, CallFactory())


@pytest.mark.parametrize(
    ("email", "name"), [("nobody", "Ada"), ("ada@example.org", " "), ("ada@example.org", "x" * 200)]
)
def test_a_wrong_entry_is_refused(session: Session, email: str, name: str) -> None:
    with pytest.raises(FieldError):
        note_interest(
            session,
            CallFactory(status=CallStatus.CLOSED),
            email=email,
            name=name,
            department="",
            locale="en",
            now=NOW,
        )
