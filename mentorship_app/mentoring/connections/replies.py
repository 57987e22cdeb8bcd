"""What one side said to staying in touch: sealed with a key of the program, so that a no is nobody else's to find."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import KeyringError
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.connections.models import StayAnswer
from mentorship_app.mentoring.models import Pairing
from mentorship_app.privacy.sealing import connections_key_name, seal, unseal
from mentorship_app.programs.models import Enrollment

BOX_BYTES = 2048
"""Every answer fits into one box, so that no size tells a yes from a no."""


@dataclass(frozen=True)
class StayReply:
    """Yes or no, and how to be reached."""

    stays: bool
    contact: str = ""


def keep_reply(session: Session, keyring: Keyring, pairing: Pairing, person: Enrollment, reply: StayReply) -> None:
    """Keep it in place of what this side said before. Raises KeyringError."""
    row = _row_of(session, pairing, person)
    if row is None:
        row = StayAnswer(id=uuid4(), pairing_id=pairing.id, enrollment_id=person.id, sealed=b"")
        session.add(row)
    _reseal(keyring, pairing, row, reply)
    session.flush()


def reply_of(session: Session, keyring: Keyring, pairing: Pairing, person: Enrollment) -> StayReply | None:
    """What this side said; None where it said nothing, or nothing that still opens. Raises SealBroken."""
    row = _row_of(session, pairing, person)
    return None if row is None else opened(keyring, pairing, row)


def opened(keyring: Keyring, pairing: Pairing, row: StayAnswer) -> StayReply | None:
    """What a row holds; None once the keys of its program were destroyed. Raises SealBroken."""
    name = connections_key_name(pairing.cohort.program_id)
    try:
        key = keyring.get(name)
    except KeyringError:
        keyring.check()
        return None
    kept = unseal(key, row.sealed, name=row.id.bytes)
    return StayReply(kept["stays"], kept["contact"])


def _row_of(session: Session, pairing: Pairing, person: Enrollment) -> StayAnswer | None:
    mine = StayAnswer.pairing_id == pairing.id, StayAnswer.enrollment_id == person.id
    return session.scalar(select(StayAnswer).where(*mine))


def _reseal(keyring: Keyring, pairing: Pairing, row: StayAnswer, reply: StayReply) -> None:
    key = keyring.create(connections_key_name(pairing.cohort.program_id))
    contents = {"stays": reply.stays, "contact": reply.contact if reply.stays else ""}
    row.sealed = seal(key, contents, name=row.id.bytes, box=BOX_BYTES)
