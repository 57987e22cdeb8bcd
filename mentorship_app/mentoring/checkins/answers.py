"""What each side says: sealed under a name that only the program's key can give."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInAnswer
from mentorship_app.mentoring.models import Pairing
from mentorship_app.privacy.sealing import check_in_key_name, seal, slot, unseal
from mentorship_app.programs import CohortRole, Enrollment

FORM = "midpoint_checkin"
HELP, CHANGE, MESSAGE = "want_help", "want_change", "message"
BY_NAME = frozenset({HELP, CHANGE, MESSAGE})
"""What goes to the coordinator under the person's name, and so is not kept with the answers."""
ROLE = "_role"
STEP = 5


def keep(
    session: Session,
    keyring: Keyring,
    check_in: CheckIn,
    pairing: Pairing,
    enrollment: Enrollment,
    answers: Mapping[str, Any],
) -> None:
    """Keep one side's answers; later ones replace them. Raises KeyringError."""
    key = keyring.create(check_in_key_name(check_in.cohort.program_id))
    name = _slot(key, check_in, pairing.id, enrollment.id)
    kept = {question: answer for question, answer in answers.items() if question not in BY_NAME}
    row = session.get(CheckInAnswer, name)
    if row is None:
        row = CheckInAnswer(slot=name, check_in_id=check_in.id, sealed=b"")
        session.add(row)
    row.sealed = seal(key, kept | {ROLE: enrollment.role.value}, name=name)
    session.flush()


def own_answers(
    session: Session, keyring: Keyring, check_in: CheckIn, pairing: Pairing, enrollment: Enrollment
) -> dict[str, Any] | None:
    """What this side answered; None while it has not. Raises SealBroken, KeyringError."""
    name = check_in_key_name(check_in.cohort.program_id)
    if not keyring.has(name):
        return None
    key = keyring.get(name)
    row = session.get(CheckInAnswer, _slot(key, check_in, pairing.id, enrollment.id))
    if row is None:
        return None
    return {question: answer for question, answer in unseal(key, row.sealed, name=row.slot).items() if question != ROLE}


def answered(session: Session, check_in: CheckIn) -> int:
    """How many sides answered, rounded down to steps of five: nobody can watch one person's answer arrive."""
    found = select(func.count()).select_from(CheckInAnswer).where(CheckInAnswer.check_in_id == check_in.id)
    return (session.scalar(found) or 0) // STEP * STEP


def all_answers(session: Session, keyring: Keyring, check_in: CheckIn) -> list[tuple[CohortRole, dict[str, Any]]]:
    """Every side's answers without a name, in the order of their keyed names. For counting alone."""
    name = check_in_key_name(check_in.cohort.program_id)
    if not keyring.has(name):
        return []
    key = keyring.get(name)
    rows = session.scalars(
        select(CheckInAnswer).where(CheckInAnswer.check_in_id == check_in.id).order_by(CheckInAnswer.slot)
    )
    opened = [unseal(key, row.sealed, name=row.slot) for row in rows]
    return [(CohortRole(found.pop(ROLE)), found) for found in opened]


def _slot(key: bytes, check_in: CheckIn, pairing_id: UUID, enrollment_id: UUID) -> bytes:
    return slot(key, uuid5(check_in.id, f"{pairing_id}|{enrollment_id}"))
