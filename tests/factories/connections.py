"""Pairs of a closing year that stay in touch, and the answers of each side."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.connections import Connection, services
from mentorship_app.mentoring.connections.replies import StayReply
from mentorship_app.programs import Enrollment
from tests.factories.people import MOMENT


def says(
    store: Session,
    keyring: Keyring,
    pairing: Pairing,
    person: Enrollment,
    *,
    stays: bool = True,
    contact: str = "",
    now: datetime = MOMENT,
) -> Connection | None:
    """One side answers."""
    return services.answer(store, keyring, pairing, person.account, StayReply(stays, contact), now=now)


def connected(store: Session, keyring: Keyring, pairing: Pairing, *, now: datetime = MOMENT) -> Connection:
    """Both say yes."""
    says(store, keyring, pairing, pairing.mentee, contact="mentee@example.org", now=now)
    made = says(store, keyring, pairing, pairing.mentor, contact="mentor@example.org", now=now)
    assert made is not None
    return made
