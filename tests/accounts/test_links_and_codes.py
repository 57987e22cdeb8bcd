"""Links and codes: short-lived, once, and only as digests."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose, SignInCode, SignInLink
from mentorship_app.accounts.models import SpentLink
from mentorship_app.accounts.services import find_link, find_spent_link, new_link, new_sign_in_code, use_code, use_link
from mentorship_app.core.errors import InvalidTransition
from tests.factories import AccountFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_link_is_found_until_it_is_used(session: Session) -> None:
    token = new_link(session, AccountFactory(), LinkPurpose.SIGN_IN, now=NOW)
    link = find_link(session, token, now=NOW)
    assert link is not None
    use_link(session, link, token=token, now=NOW)
    assert find_link(session, token, now=NOW) is None


@pytest.mark.parametrize(
    ("purpose", "life"),
    [
        (LinkPurpose.SIGN_IN, timedelta(minutes=30)),
        (LinkPurpose.PASSWORD_RESET, timedelta(hours=1)),
        (LinkPurpose.STAFF_INVITATION, timedelta(days=7)),
    ],
)
def test_link_ends_with_its_life(session: Session, purpose: LinkPurpose, life: timedelta) -> None:
    token = new_link(session, AccountFactory(), purpose, now=NOW)
    assert find_link(session, token, now=NOW + life - timedelta(seconds=1)) is not None
    assert find_link(session, token, now=NOW + life) is None


def test_a_used_link_changes_no_row_that_names_somebody(session: Session) -> None:
    token = new_link(session, AccountFactory(), LinkPurpose.SIGN_IN, now=NOW)
    link = find_link(session, token, now=NOW)
    assert link is not None
    before = [getattr(link, column.key) for column in SignInLink.__table__.columns]
    use_link(session, link, token=token, now=NOW)
    session.expire(link)
    assert [getattr(link, column.key) for column in SignInLink.__table__.columns] == before
    spent = session.scalars(select(SpentLink)).one()
    assert spent.spent_digest != link.token_digest, "the row leads to no link"
    assert (find_link(session, token, now=NOW), find_spent_link(session, token)) == (None, link)


def test_survey_link_can_be_used_again(session: Session) -> None:
    token = new_link(session, AccountFactory(), LinkPurpose.WAVE, now=NOW)
    for day in (0, 1, 20):
        link = find_link(session, token, now=NOW + timedelta(days=day))
        assert link is not None
        use_link(session, link, token=token, now=NOW)


def test_link_of_a_deactivated_account_is_not_found(session: Session) -> None:
    account = AccountFactory()
    token = new_link(session, account, LinkPurpose.SIGN_IN, now=NOW)
    account.active = False
    assert find_link(session, token, now=NOW) is None


def test_neither_token_nor_code_is_stored(session: Session) -> None:
    account = AccountFactory()
    token, code = new_link(session, account, LinkPurpose.SIGN_IN, now=NOW), new_sign_in_code(session, account, now=NOW)
    assert token not in session.scalars(select(SignInLink.token_digest)).one()
    assert code not in session.scalars(select(SignInCode.code_digest)).one()


def test_code_signs_in_once_however_it_is_spaced(session: Session) -> None:
    account = AccountFactory()
    code = new_sign_in_code(session, account, now=NOW)
    spaced = f" {code[:3]} {code[3:]} "
    found = [use_code(session, account.email.upper(), spaced, now=NOW) for _ in range(2)]
    assert found == [account, None]


def test_code_ends_after_ten_minutes(session: Session) -> None:
    account = AccountFactory()
    code = new_sign_in_code(session, account, now=NOW)
    assert use_code(session, account.email, code, now=NOW + timedelta(minutes=10)) is None


def test_newer_code_ends_the_older_one(session: Session) -> None:
    account = AccountFactory()
    older = new_sign_in_code(session, account, now=NOW)
    newer = new_sign_in_code(session, account, now=NOW + timedelta(seconds=30))
    later = NOW + timedelta(minutes=1)
    assert older == newer or use_code(session, account.email, older, now=later) is None
    assert use_code(session, account.email, newer, now=later) == account


def test_sixth_try_fails_even_with_the_right_code(session: Session) -> None:
    account = AccountFactory()
    code = new_sign_in_code(session, account, now=NOW)
    wrong = "000000" if code != "000000" else "000001"
    assert [use_code(session, account.email, wrong, now=NOW) for _ in range(5)] == [None] * 5
    assert use_code(session, account.email, code, now=NOW) is None


def test_code_of_somebody_else_is_refused(session: Session) -> None:
    code = new_sign_in_code(session, AccountFactory(), now=NOW)
    assert use_code(session, AccountFactory().email, code, now=NOW) is None


def test_of_two_presses_at_once_one_counts(session: Session) -> None:
    token = new_link(session, AccountFactory(), LinkPurpose.SIGN_IN, now=NOW)
    first, second = find_link(session, token, now=NOW), find_link(session, token, now=NOW)
    assert first is not None
    assert second is not None
    use_link(session, first, token=token, now=NOW)
    with pytest.raises(InvalidTransition):
        use_link(session, second, token=token, now=NOW)
