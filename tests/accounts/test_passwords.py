"""Long passwords that have nothing to do with the person; no other rule."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts.passwords import check_password, set_password
from mentorship_app.accounts.recovery_codes import new_recovery_codes, use_recovery_code
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import SYSTEM
from tests.factories import AccountFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "harbour lantern",
        "violet-kayak-drum-seven",
        "été à la plage",
        "🦦🦊🐢🐙🦉🐝🐞🦋🐌🐛🦀🐳",
        "a" * 60 + "bcdefghi",
        "passwordharbourlantern",
    ],
)
def test_long_password_is_taken_whatever_its_signs(password: str) -> None:
    check_password(password, email="robin@example.org", name="Robin Vale")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevensigns",
        "aaaaaaaaaaaaaa",
        "password1234",
        "Password1234!",
        "robin@example.org",
        "RobinVale2026",
        "123456789012",
        "x" * 201,
    ],
)
def test_short_or_obvious_password_is_refused(password: str) -> None:
    with pytest.raises(FieldError) as refusal:
        check_password(password, email="robin@example.org", name="Robin Vale")
    assert refusal.value.field == "password"


def test_new_password_ends_every_session(session: Session) -> None:
    account = AccountFactory()
    before = account.fs_uniquifier
    set_password(session, account, "hash", by=SYSTEM, now=NOW)
    assert account.fs_uniquifier != before


def test_recovery_code_opens_once_in_any_spelling(session: Session) -> None:
    account = AccountFactory()
    codes = new_recovery_codes(session, account, by=SYSTEM, now=NOW)
    typed = codes[3].upper().replace("-", " ")
    assert [use_recovery_code(session, account, typed, by=SYSTEM, now=NOW) for _ in range(2)] == [True, False]
    assert len(account.mf_recovery_codes or []) == 9


def test_recovery_codes_are_stored_as_digests_and_leave_no_trace_in_the_trail(session: Session) -> None:
    account = AccountFactory()
    codes = new_recovery_codes(session, account, by=SYSTEM, now=NOW)
    session.flush()
    stored = str(account.mf_recovery_codes) + str(session.scalars(select(AuditEvent.details)).all())
    assert [code for code in codes if code in stored or code.replace("-", "") in stored] == []


def test_new_recovery_codes_replace_the_old_ones(session: Session) -> None:
    account = AccountFactory()
    old = new_recovery_codes(session, account, by=SYSTEM, now=NOW)
    new_recovery_codes(session, account, by=SYSTEM, now=NOW)
    assert not use_recovery_code(session, account, old[0], by=SYSTEM, now=NOW)
