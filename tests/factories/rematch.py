"""Requests for another pair, and what was asked at a check-in."""

from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.checkins import services as check_ins
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInKind, CheckInWish
from mentorship_app.mentoring.checkins.planning import OPEN_FOR, plan
from mentorship_app.mentoring.rematch.confidence import FORM
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.services import ask
from mentorship_app.programs import Cohort, Enrollment


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


def open_check_in(store: Session, cohort: Cohort) -> CheckIn:
    """One that asks everybody now."""
    now = datetime.now(UTC)
    today = clock.local_date(now, cohort.program.timezone)
    made = plan(store, cohort, CheckInKind.THREE_MONTHS, opens_on=today, closes_on=today + OPEN_FOR, version=0, now=now)
    check_ins.ask_everybody(store, made, version=made.version, by=SYSTEM, now=now)
    return made


def wish_of(store: Session, keyring: Keyring, person: Enrollment) -> CheckInWish:
    """What somebody asked of the coordinator, about their first pair."""
    mine = or_(Pairing.mentor_id == person.id, Pairing.mentee_id == person.id)
    pairing = store.scalars(select(Pairing).where(mine).order_by(Pairing.created_at)).first()
    assert pairing
    answers = {"met": True, "fit": 3, "want_help": True, "want_change": False, "message": "Please call me"}
    check_in = open_check_in(store, person.cohort)
    check_ins.answer(store, keyring, check_in, pairing, person, answers, now=datetime.now(UTC))
    return store.scalars(select(CheckInWish).where(CheckInWish.check_in_id == check_in.id)).one()
