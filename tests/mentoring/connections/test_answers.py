"""Staying in touch: only two yeses make a connection, and a no looks like no answer for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.acceptance import reply_to
from mentorship_app.mentoring.connections import Connection, StayAnswer, services
from mentorship_app.mentoring.connections.queries import count_for_staff, open_pairs, questions_of
from mentorship_app.mentoring.connections.replies import StayReply, reply_of
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.queries import messages
from mentorship_app.privacy.sealing import connections_key_name
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import CohortFactory
from tests.factories.connections import connected, says
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.factories.rematch import rematch_of
from tests.kit.worker import mail_to, run_worker

TODAY = MOMENT.date()


@pytest.fixture
def pairing(store: Session) -> Pairing:
    """Of a year that closes."""
    made: Pairing = PairingFactory(cohort=CohortFactory(phase=Phase.CLOSING))
    store.flush()
    return made


def asked(store: Session, account: Account, today: date = TODAY) -> list[Pairing]:
    return list(open_pairs(store, account.id, today=today))


def connections(store: Session) -> list[Connection]:
    return list(store.scalars(select(Connection)))


def test_two_yeses_make_a_connection_and_a_mail_to_both_that_staff_do_not_see(
    store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    assert says(store, keyring, pairing, pairing.mentee, contact="  at  home ") is None
    assert (connections(store), store.scalars(select(OutboxMessage)).all()) == ([], [])
    made = says(store, keyring, pairing, pairing.mentor, contact="mentor@example.org")
    assert made is not None
    assert made.contact_of(pairing.mentee.account_id) == "at home"
    assert made.contact_of(pairing.mentor.account_id) == "mentor@example.org"
    mails = store.scalars(select(OutboxMessage)).all()
    assert {mail.to_email for mail in mails} == {pairing.mentor.account.email, pairing.mentee.account.email}
    assert {mail.not_before for mail in mails} == {MOMENT + timedelta(minutes=10)}
    assert store.scalars(messages(pairing.cohort.program_id, with_installation=True)).all() == []
    assert store.scalars(select(AuditEvent)).all() == []


def test_saying_it_again_changes_nothing_but_how_to_be_reached(
    store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    first = connected(store, keyring, pairing)
    again = says(store, keyring, pairing, pairing.mentee, contact="new@example.org")
    assert again is not None
    assert (again.id, again.contact_of(pairing.mentee.account_id)) == (first.id, "new@example.org")
    assert len(store.scalars(select(OutboxMessage)).all()) == 2


def test_a_no_and_no_answer_are_the_same_to_the_other(store: Session, keyring: Keyring, pairing: Pairing) -> None:
    def seen_by_mentor() -> object:
        (question,) = questions_of(store, keyring, pairing.mentor.account_id)
        return (question.reply, [one.id for one in asked(store, pairing.mentor.account)], connections(store))

    before = seen_by_mentor()
    assert says(store, keyring, pairing, pairing.mentee, stays=False, contact="not kept") is None
    assert reply_of(store, keyring, pairing, pairing.mentee) == StayReply(stays=False)
    assert seen_by_mentor() == before
    assert says(store, keyring, pairing, pairing.mentor) is None
    assert store.scalars(select(OutboxMessage)).all() == []
    assert says(store, keyring, pairing, pairing.mentee) is not None


def test_the_database_tells_no_yes_from_a_no(store: Session, keyring: Keyring, pairing: Pairing) -> None:
    says(store, keyring, pairing, pairing.mentee, stays=False)
    says(store, keyring, pairing, pairing.mentor, contact="mentor@example.org")
    rows = store.scalars(select(StayAnswer)).all()
    assert len({len(row.sealed) for row in rows}) == 1
    assert not any(b"mentor@example.org" in row.sealed or b"stays" in row.sealed for row in rows)


def test_both_press_yes_at_the_same_moment(app: Flask, store: Session, keyring: Keyring, pairing: Pairing) -> None:
    store.commit()
    people = (pairing.mentor.account_id, pairing.mentee.account_id)
    pairing_id, start = pairing.id, Barrier(2)
    store.commit()

    def press(account_id: object) -> None:
        start.wait(timeout=30)
        with writing(app.extensions["write_engine"]).begin() as session:
            services.answer(
                session,
                keyring,
                session.get_one(Pairing, pairing_id),
                session.get_one(Account, account_id),
                StayReply(stays=True),
                now=MOMENT,
            )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, people))
    store.expire_all()
    assert len(connections(store)) == 1
    assert len(store.scalars(select(OutboxMessage)).all()) == 2


def test_ending_leaves_nothing_and_tells_nobody(app: Flask, store: Session, keyring: Keyring, pairing: Pairing) -> None:
    services.end(store, keyring, connected(store, keyring, pairing), pairing.mentee.account_id)
    assert connections(store) == []
    # The other one's yes still stands, and makes no new connection by being said again.
    assert says(store, keyring, pairing, pairing.mentor) is None
    store.commit()
    run_worker(app, now=MOMENT + timedelta(hours=1))
    assert mail_to(store, pairing.mentor.account.email) == []


def test_the_mail_says_how_to_reach_the_other(app: Flask, store: Session, keyring: Keyring, pairing: Pairing) -> None:
    pairing.mentee.account.locale = "fr"
    connected(store, keyring, pairing)
    store.commit()
    run_worker(app, now=MOMENT + timedelta(hours=1))
    (mail,) = mail_to(store, pairing.mentor.account.email)
    (french,) = mail_to(store, pairing.mentee.account.email)
    assert "mentee@example.org" in mail.body
    assert "mentor@example.org" in french.body
    assert "souhaite" in french.body


@pytest.mark.parametrize("phase", [Phase.MATCHING, Phase.ACTIVE])
def test_nobody_is_asked_while_the_pair_runs(store: Session, keyring: Keyring, pairing: Pairing, phase: Phase) -> None:
    assert asked(store, pairing.mentee.account) == [pairing]
    pairing.cohort.phase = phase
    store.flush()
    assert asked(store, pairing.mentee.account) == []
    with pytest.raises(InvalidTransition):
        says(store, keyring, pairing, pairing.mentee)


@pytest.mark.parametrize(("days", "is_asked"), [(59, False), (60, True)])
def test_a_pair_that_ended_is_asked_if_it_lasted(store: Session, pairing: Pairing, days: int, is_asked: bool) -> None:
    pairing.cohort.phase = Phase.ACTIVE
    end_pairing(store, pairing, version=1, by=SYSTEM, now=MOMENT)
    pairing.started_on = pairing.ended_on - timedelta(days=days) if pairing.ended_on else pairing.started_on
    store.flush()
    assert bool(asked(store, pairing.mentee.account)) is is_asked


def test_after_half_a_year_the_question_only_waits(store: Session, keyring: Keyring, pairing: Pairing) -> None:
    ends_on = pairing.cohort.ends_on
    assert asked(store, pairing.mentee.account, ends_on + timedelta(days=180)) == [pairing]
    assert asked(store, pairing.mentee.account, ends_on + timedelta(days=181)) == []
    assert len(questions_of(store, keyring, pairing.mentee.account_id)) == 1


@pytest.mark.parametrize("breach", ["rematch", "in the way", "private list"])
def test_who_wanted_out_is_not_asked_and_the_other_learns_nothing_of_it(
    store: Session, keyring: Keyring, pairing: Pairing, breach: str
) -> None:
    if breach == "rematch":
        rematch_of(store, keyring, pairing.mentee)
    elif breach == "in the way":
        pairing.accept_by = pairing.cohort.ends_on
        store.flush()
        reply_to(store, pairing, CohortRole.MENTEE, PairingReply.DECLINED, now=MOMENT)
    else:
        ask_not_to_be_matched(store, pairing.mentee, other=pairing.mentor, now=MOMENT)
    assert asked(store, pairing.mentee.account) == []
    assert asked(store, pairing.mentor.account) == [pairing]


def test_who_leaves_takes_the_answer_along_and_keeps_the_connections(
    store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    connected(store, keyring, pairing)
    withdraw(store, pairing.mentee, by=SYSTEM, now=MOMENT)
    assert len(connections(store)) == 1
    assert [row.enrollment_id for row in store.scalars(select(StayAnswer))] == [pairing.mentor_id]
    assert asked(store, pairing.mentor.account) == []


def test_an_account_that_is_deleted_takes_its_connections_along(
    store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    connected(store, keyring, pairing)
    store.execute(Account.__table__.delete().where(Account.id == pairing.mentee.account_id))
    store.expire_all()
    assert connections(store) == []


def test_connections_outlive_the_keys_of_the_program(store: Session, keyring: Keyring, pairing: Pairing) -> None:
    made = connected(store, keyring, pairing)
    keyring.destroy(connections_key_name(pairing.cohort.program_id))
    assert questions_of(store, keyring, pairing.mentee.account_id) == []
    services.change_contact(store, made, pairing.mentee.account_id, "later@example.org")
    services.end(store, keyring, made, pairing.mentee.account_id)
    assert connections(store) == []


def test_what_is_too_long_is_refused(store: Session, keyring: Keyring, pairing: Pairing) -> None:
    with pytest.raises(FieldError):
        says(store, keyring, pairing, pairing.mentee, contact="x" * 301)
    assert store.scalars(select(StayAnswer)).all() == []


@pytest.mark.parametrize(("kept", "pairs", "shown"), [(4, 20, 0), (5, 20, 5), (11, 20, 10), (10, 10, 5), (6, 9, 0)])
def test_staff_read_a_multiple_of_five_that_never_holds_for_everybody(
    store: Session, keyring: Keyring, kept: int, pairs: int, shown: int
) -> None:
    cohort = CohortFactory(phase=Phase.CLOSED)
    made = PairingFactory.create_batch(pairs, cohort=cohort)
    store.flush()
    for pairing in made[:kept]:
        connected(store, keyring, pairing)
    assert count_for_staff(store, cohort) == shown
