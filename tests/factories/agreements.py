"""Terms of an agreement, and pairs that have one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.agreements import AgreementVersion
from mentorship_app.mentoring.agreements.queries import agreement_of
from mentorship_app.mentoring.agreements.services import BEFORE_THE_FIRST, propose, sign
from mentorship_app.programs import CohortRole

OFF_LIMITS = "My sister’s divorce"


def terms(**changed: Any) -> dict[str, Any]:
    """Answers to the shipped form, complete."""
    said = {
        "frequency": "month",
        "length": 30,
        "channel": ["in_person", "video"],
        "who_books": "mentee",
        "off_limits": OFF_LIMITS,
        "feedback": "each_time",
        "confidentiality": True,
        "no_assessment": True,
        "review_on": date(2099, 1, 15).isoformat(),
        "way_out": True,
    }
    return {key: value for key, value in (said | changed).items() if value is not None}


def proposed(store: Session, pairing: Pairing, side: CohortRole, *, now: datetime, **changed: Any) -> AgreementVersion:
    """A proposal of that side on top of whatever there is."""
    present = agreement_of(store, pairing)
    version = present.version if present else BEFORE_THE_FIRST
    return propose(store, pairing, side, terms(**changed), version=version, now=now)


def signed(store: Session, pairing: Pairing, *, now: datetime, **changed: Any) -> AgreementVersion:
    """An agreement that the mentee proposed and the mentor signed."""
    made = proposed(store, pairing, CohortRole.MENTEE, now=now, **changed)
    return sign(store, pairing, CohortRole.MENTOR, number=made.number, now=now)
