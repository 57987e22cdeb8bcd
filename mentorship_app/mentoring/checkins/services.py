"""Verbs of check-ins: ask everybody, answer, settle what somebody asked for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import pin
from mentorship_app.mentoring.checkins import notifications
from mentorship_app.mentoring.checkins.answers import CHANGE, FORM, HELP, MESSAGE, keep
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInWish
from mentorship_app.mentoring.checkins.queries import is_open, people_asked, wish_of
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.privacy.sealing import check_in_key_name, seal, unseal
from mentorship_app.programs import Enrollment
from mentorship_app.programs.absences import away_on
from mentorship_app.programs.versions import claim


def ask_everybody(session: Session, check_in: CheckIn, *, version: int, by: Actor, now: datetime) -> int:
    """Ask both sides of every running pair, each alone; gives the number of mails, which wait ten minutes.

    Who is away gets no mail and may answer all the same. Asking twice asks once. Raises InvalidTransition once its
    last day is over, Conflict when it was changed since ``version``.
    """
    if check_in.asked_at is not None:
        return 0
    claim(session, check_in, version)
    today = _today(check_in, now)
    if check_in.closes_on < today:
        raise InvalidTransition(N_("Its last day is over. Choose a later one first."))
    program = check_in.cohort.program
    check_in.form_version = pin(session, program, FORM, now=now)
    check_in.asked_at, check_in.opens_on = now, today
    written = write_to_all(session, check_in, notifications.INVITATION, today=today, now=now)
    audit.record(
        session, "mentoring.check_in.asked", by=by, subject=check_in, at=now, program_id=program.id, kind=check_in.kind
    )
    session.flush()
    return written


def write_to_all(session: Session, check_in: CheckIn, kind: str, *, today: date, now: datetime) -> int:
    """Write to all who are asked and not away, answered or not: no row of the outbox may tell who has."""
    people = people_asked(session, check_in.cohort)
    away = away_on(session, [person.id for person in people], today)
    asked = [person for person in people if person.id not in away]
    for person in asked:
        notifications.write(session, check_in, person, kind, now=now)
    return len(asked)


def answer(
    session: Session,
    keyring: Keyring,
    check_in: CheckIn,
    pairing: Pairing,
    enrollment: Enrollment,
    answers: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Keep what one side says: sealed, except for what it asks of the coordinator. May be done again while it is open.

    Raises InvalidTransition when it is not open, or the pair has ended; KeyringError.
    """
    if not is_open(check_in, now=now) or pairing.status is PairingStatus.ENDED:
        raise InvalidTransition(N_("This check-in is not open any more."))
    keep(session, keyring, check_in, pairing, enrollment, answers)
    _keep_wish(session, keyring, check_in, pairing, enrollment, answers, now=now)
    session.flush()


def _keep_wish(
    session: Session,
    keyring: Keyring,
    check_in: CheckIn,
    pairing: Pairing,
    enrollment: Enrollment,
    answers: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    wants_help, wants_change = answers.get(HELP) is True, answers.get(CHANGE) is True
    message = str(answers.get(MESSAGE) or "").strip()
    wish = wish_of(session, check_in, pairing, enrollment)
    if not (wants_help or wants_change or message):
        if wish is not None:
            session.delete(wish)
        return
    if wish is None:
        wish = CheckInWish(
            id=uuid4(), check_in=check_in, pairing=pairing, enrollment=enrollment, created_at=now, sealed=None,
            wants_help=wants_help, wants_change=wants_change,
        )  # fmt: skip
        session.add(wish)
    said = own_message(keyring, wish)
    if (wish.wants_help, wish.wants_change, said) != (wants_help, wants_change, message):
        # What is asked anew is to be read anew.
        wish.settled_at, wish.settled_by, wish.version = None, "", (wish.version or 0) + 1
    wish.wants_help, wish.wants_change = wants_help, wants_change
    key = keyring.create(check_in_key_name(check_in.cohort.program_id))
    wish.sealed = seal(key, {MESSAGE: message}, name=wish.id.bytes) if message else None


def own_message(keyring: Keyring, wish: CheckInWish) -> str:
    """The words to the coordinator; empty where there are none. Raises SealBroken, KeyringError."""
    if wish.sealed is None:
        return ""
    key = keyring.get(check_in_key_name(wish.check_in.cohort.program_id))
    return str(unseal(key, wish.sealed, name=wish.id.bytes)[MESSAGE])


def settle(session: Session, wish: CheckInWish, *, version: int, by: Actor, now: datetime) -> None:
    """Note that a coordinator has seen to it; the words are deleted. Raises Conflict when it changed since then."""
    if wish.settled_at is not None:
        return
    claim(session, wish, version)
    wish.settled_at, wish.settled_by, wish.sealed = now, by.name, None
    session.flush()


def _today(check_in: CheckIn, now: datetime) -> date:
    return clock.local_date(now, check_in.cohort.program.timezone)
