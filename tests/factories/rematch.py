"""Requests for another pair."""

from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.rematch.confidence import FORM
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.services import ask
from mentorship_app.programs import Enrollment


def rematch_of(store: Session, keyring: Keyring, person: Enrollment, **answers: object) -> RematchRequest:
    """What somebody asked about their first pair, with words that nobody else may read."""
    mine = or_(Pairing.mentor_id == person.id, Pairing.mentee_id == person.id)
    pairing = store.scalars(select(Pairing).where(mine).order_by(Pairing.created_at)).first()
    assert pairing
    now = datetime.now(UTC)
    version = pin(store, person.cohort.program, FORM, now=now)
    told = bool(answers.pop("told", True))
    words = {"reason": "fit", "change": "Somebody who answers"} | answers
    return ask(store, keyring, pairing, person, words, form_version=version, reason_is_told=told, now=now)
