"""Asking for another pair: sealed, told to the coordinator alone, and gone once it is closed."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.rematch import services
from mentorship_app.mentoring.rematch.confidence import FORM, own_words, told_to_coordinator
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.mentoring.rematch.queries import closed, find_request, pending
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.messaging import UNDO, OutboxMessage
from mentorship_app.programs import Enrollment
from mentorship_app.programs.withdrawal import withdraw
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.worker import run_worker

WHY = "They never answer my messages"
WRITTEN = {"reason": "fit", "change": WHY}
BY = Actor(None, "Isaure Brindille")


@pytest.fixture
def pairing(session: Session) -> Pairing:  # noqa: ARG001  factories write into it
    made: Pairing = PairingFactory()
    return made


def ask(
    session: Session, keyring: Keyring, pairing: Pairing, who: Enrollment | None = None, **more: object
) -> RematchRequest:
    version = pin(session, pairing.cohort.program, FORM, now=MOMENT)
    answers = {**WRITTEN, **{key: value for key, value in more.items() if key != "told"}}
    return services.ask(
        session,
        keyring,
        pairing,
        who or pairing.mentee,
        answers,
        form_version=version,
        reason_is_told=bool(more.get("told", True)),
        now=MOMENT,
    )


def mails(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.kind, OutboxMessage.to_email)))


def test_what_is_written_is_sealed_and_opens_for_its_author(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    request = ask(session, keyring, pairing, urgent=True)

    assert own_words(keyring, request) == {**WRITTEN, "urgent": True}
    assert request.urgent
    stored = session.execute(text("SELECT sealed FROM rematch_request")).scalar_one()
    assert WHY.encode() not in bytes(stored)
    assert b"fit" not in bytes(stored)


def test_a_reason_kept_back_stays_so_and_what_would_help_does_not(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    open_one = ask(session, keyring, pairing)
    hidden = ask(session, keyring, pairing, pairing.mentor, told=False)

    assert told_to_coordinator(keyring, open_one) == WRITTEN
    assert own_words(keyring, hidden) == WRITTEN
    assert told_to_coordinator(keyring, hidden) == {"change": WHY}


def test_a_matter_of_safety_is_kept_nowhere(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    with pytest.raises(services.BelongsElsewhere):
        ask(session, keyring, pairing, reason="safety")

    assert session.scalars(select(RematchRequest)).all() == []
    assert session.scalars(select(AuditEvent)).all() == []


def test_asking_twice_asks_once_and_writes_no_mail_and_no_trail(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    assert ask(session, keyring, pairing) is ask(session, keyring, pairing)

    assert mails(session) == []
    assert session.scalars(select(AuditEvent)).all() == []


def test_taking_back_deletes_what_was_written_and_leaves_room_to_ask_again(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    request = ask(session, keyring, pairing)

    services.take_back(session, request, now=MOMENT)

    assert (request.status, request.sealed, own_words(keyring, request)) == (RematchStatus.WITHDRAWN, None, {})
    assert ask(session, keyring, pairing) is not request


def test_urgent_ones_come_first(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    other = PairingFactory(cohort=pairing.cohort)
    calm, urgent = ask(session, keyring, pairing), ask(session, keyring, other, urgent=True)

    assert session.scalars(pending(pairing.cohort, reader=None)).all() == [urgent, calm]


def test_a_coordinator_never_reads_what_is_asked_about_their_own_pair(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    request = ask(session, keyring, pairing)
    themselves, another = pairing.mentor.account_id, PairingFactory(cohort=pairing.cohort).mentor.account_id

    assert session.scalars(pending(pairing.cohort, reader=another)).all() == [request]
    assert find_request(session, pairing.cohort, request.public_id, reader=another) is request
    assert session.scalars(pending(pairing.cohort, reader=themselves)).all() == []
    assert session.scalars(closed(pairing.cohort, reader=themselves)).all() == []
    assert find_request(session, pairing.cohort, request.public_id, reader=themselves) is None


def test_ending_the_pair_tells_both_in_the_same_words_and_forgets_why(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    request, from_the_other = ask(session, keyring, pairing), ask(session, keyring, pairing, pairing.mentor)

    services.end_pair(session, request, version=request.version, by=BY, now=MOMENT)

    assert pairing.status is PairingStatus.ENDED
    assert {one.status for one in (request, from_the_other)} == {RematchStatus.ENDED}
    assert [one.sealed for one in (request, from_the_other)] == [None, None]
    written = mails(session)
    assert {mail.kind for mail in written} == {"rematch_ended"}
    assert {mail.to_email for mail in written} == {pairing.mentor.account.email, pairing.mentee.account.email}
    assert all(mail.not_before == MOMENT + UNDO for mail in written)
    assert WHY not in json.dumps([mail.context for mail in written])


def test_closing_tells_the_person_who_asked_alone(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    request = ask(session, keyring, pairing)

    services.keep_pair(session, request, version=request.version, by=BY, now=MOMENT)

    assert (request.status, request.sealed, request.handled_by) == (RematchStatus.KEPT, None, BY.name)
    assert [(mail.kind, mail.to_email) for mail in mails(session)] == [("rematch_kept", pairing.mentee.account.email)]
    assert all(mail.private for mail in mails(session)), "the other person of the pair may read the outbox"
    assert pairing.status is PairingStatus.ACTIVE


def test_the_trail_says_that_something_was_closed_and_not_whose(
    session: Session, keyring: Keyring, pairing: Pairing
) -> None:
    request = ask(session, keyring, pairing)
    services.keep_pair(session, request, version=request.version, by=BY, now=MOMENT)

    [event] = session.scalars(select(AuditEvent)).all()
    assert (event.action, event.details) == ("mentoring.rematch.closed", {})
    assert event.subject_id == pairing.cohort_id


def test_two_coordinators_do_not_settle_it_twice(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    request = ask(session, keyring, pairing)
    read = request.version
    services.mark_seen(session, request, version=read, by=BY, now=MOMENT)

    with pytest.raises(Conflict):
        services.end_pair(session, request, version=read, by=BY, now=MOMENT)
    services.keep_pair(session, request, version=request.version, by=BY, now=MOMENT)
    with pytest.raises(InvalidTransition):
        services.mark_seen(session, request, version=request.version, by=BY, now=MOMENT)


def test_leaving_deletes_what_one_asked(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    ask(session, keyring, pairing)
    kept = ask(session, keyring, pairing, pairing.mentor)

    withdraw(session, pairing.mentee, by=BY, now=MOMENT)

    assert session.scalars(select(RematchRequest)).all() == [kept]


@pytest.mark.parametrize(("days", "status"), [(0, RematchStatus.OPEN), (3, RematchStatus.ENDED)])
def test_the_worker_closes_what_is_about_a_pair_that_ended(
    app: Flask, store: Session, keyring: Keyring, days: int, status: RematchStatus
) -> None:
    pairing = PairingFactory()
    request = ask(store, keyring, pairing)
    end_pairing(store, pairing, version=pairing.version, by=BY, now=MOMENT)
    store.commit()

    run_worker(app, now=MOMENT + timedelta(days=days))

    store.expire_all()
    assert request.status is status
    assert (request.sealed is None) is (status is RematchStatus.ENDED)
    store.commit()
