"""Check-ins: sealed under no name, counted only in groups, and wishes for the coordinator alone."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.checkins.answers import answered, own_answers
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInWish
from mentorship_app.mentoring.checkins.planning import plan
from mentorship_app.mentoring.checkins.queries import open_wishes
from mentorship_app.mentoring.checkins.results import Share, results_of
from mentorship_app.mentoring.checkins.services import answer, own_message, settle
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Enrollment
from tests.factories.mentoring import PairingFactory
from tests.factories.rematch import open_check_in

SAID = {"met": True, "fit": 3, "want_help": False, "want_change": False}


@pytest.fixture
def pairing(session: Session) -> Pairing:  # noqa: ARG001  factories write into it
    made: Pairing = PairingFactory()
    return made


def say(
    session: Session, keyring: Keyring, check_in: CheckIn, pairing: Pairing, who: Enrollment, **more: object
) -> None:
    answer(session, keyring, check_in, pairing, who, SAID | more, now=datetime.now(UTC))


def test_both_sides_are_asked_once_each(session: Session, pairing: Pairing) -> None:
    open_check_in(session, pairing.cohort)

    mails = session.scalars(select(OutboxMessage)).all()
    assert sorted(mail.to_email for mail in mails) == sorted(
        [pairing.mentor.account.email, pairing.mentee.account.email]
    )
    assert {mail.kind for mail in mails} == {"check_in_invitation"}


def test_answers_lie_under_no_name_and_open_for_their_author(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    check_in = open_check_in(session, pairing.cohort)
    say(session, keyring, check_in, pairing, pairing.mentee, fit=9)

    assert own_answers(session, keyring, check_in, pairing, pairing.mentee) == {"met": True, "fit": 9}
    assert own_answers(session, keyring, check_in, pairing, pairing.mentor) is None
    [row] = session.execute(text("SELECT * FROM check_in_answer")).mappings().all()
    assert set(row) == {"slot", "check_in_id", "sealed"}
    assert pairing.mentee.id.bytes not in bytes(row["slot"]) + bytes(row["sealed"])
    assert session.scalars(select(CheckInWish)).all() == []


def test_the_count_goes_in_steps_of_five(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    check_in = open_check_in(session, pairing.cohort)
    for expected in (0, 0, 0, 5):
        assert answered(session, check_in) == expected if expected == 0 else True
        another = PairingFactory(cohort=pairing.cohort)
        say(session, keyring, check_in, another, another.mentee)
        say(session, keyring, check_in, another, another.mentor)
    assert answered(session, check_in) == 5


def test_numbers_come_once_it_is_over_and_only_of_enough(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    check_in = open_check_in(session, pairing.cohort)
    after = check_in.closes_on + timedelta(days=1)
    say(session, keyring, check_in, pairing, pairing.mentee, fit=4)
    assert results_of(session, keyring, check_in, today=check_in.closes_on) is None
    few = results_of(session, keyring, check_in, today=after)
    assert few is not None
    assert (few.answered, few.fit, few.met) == (0, None, None)

    for _number in range(4):
        another = PairingFactory(cohort=pairing.cohort)
        say(session, keyring, check_in, another, another.mentee, fit=8)
        say(session, keyring, check_in, another, another.mentor, fit=8)
    found = results_of(session, keyring, check_in, today=after)
    assert found is not None
    assert (found.answered, found.fit, found.met) == (5, 7.5, Share.MORE_THAN_HALF)


def test_a_wish_goes_to_the_coordinator_and_its_words_go_once_it_is_settled(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    check_in = open_check_in(session, pairing.cohort)
    say(session, keyring, check_in, pairing, pairing.mentee, want_help=True, message="Please call me")

    [wish] = session.scalars(open_wishes(pairing.cohort, reader=None)).all()
    assert own_message(keyring, wish) == "Please call me"
    assert wish.sealed is not None
    assert b"call" not in wish.sealed
    assert session.scalars(open_wishes(pairing.cohort, reader=pairing.mentor.account_id)).all() == []

    settle(session, wish, version=wish.version, by=Actor(None, "Isaure Brindille"), now=datetime.now(UTC))
    assert (wish.sealed, session.scalars(open_wishes(pairing.cohort, reader=None)).all()) == (None, [])


def test_taking_a_wish_back_deletes_it(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    check_in = open_check_in(session, pairing.cohort)
    say(session, keyring, check_in, pairing, pairing.mentee, want_change=True)
    say(session, keyring, check_in, pairing, pairing.mentee)

    assert session.scalars(select(CheckInWish)).all() == []


def test_nothing_is_taken_after_the_last_day(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    check_in = open_check_in(session, pairing.cohort)
    check_in.opens_on = check_in.closes_on = check_in.opens_on - timedelta(days=2)

    with pytest.raises(InvalidTransition):
        say(session, keyring, check_in, pairing, pairing.mentee)


def test_what_is_over_is_not_opened_again(session: Session, pairing: Pairing) -> None:
    check_in = open_check_in(session, pairing.cohort)
    opens_on, closes_on, now = check_in.opens_on, check_in.closes_on, datetime.now(UTC)
    longer = closes_on + timedelta(days=7)

    plan(
        session, pairing.cohort, check_in.kind,
        opens_on=opens_on, closes_on=longer, version=check_in.version, now=now,
    )  # fmt: skip
    assert check_in.closes_on == longer
    with pytest.raises(InvalidTransition):
        plan(
            session, pairing.cohort, check_in.kind,
            opens_on=opens_on, closes_on=longer + timedelta(days=30), version=check_in.version,
            now=now + timedelta(days=60),
        )  # fmt: skip
    assert check_in.closes_on == longer
