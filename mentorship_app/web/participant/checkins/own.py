"""What one side said at the check-ins about its pair, for that person to take away."""

from typing import Any

from sqlalchemy import select

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.checkins.answers import own_answers
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInWish
from mentorship_app.mentoring.checkins.queries import wish_of
from mentorship_app.mentoring.checkins.services import own_message
from mentorship_app.programs import Enrollment
from mentorship_app.questions.answers import display
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring, unless_destroyed


def check_ins_record(mine: Enrollment, pairing: Pairing, locale: str) -> list[dict[str, Any]]:
    """Each check-in that this side answered, with what it asked of the coordinator. Raises SealBroken."""
    asked = select(CheckIn).where(CheckIn.cohort_id == mine.cohort_id, CheckIn.asked_at.is_not(None))
    found = (
        _record(mine, pairing, check_in, locale)
        for check_in in db.session.scalars(asked.order_by(CheckIn.asked_at, CheckIn.id))
    )
    return [record for record in found if record is not None]


def _record(mine: Enrollment, pairing: Pairing, check_in: CheckIn, locale: str) -> dict[str, Any] | None:
    ring = keyring()
    answers = own_answers(db.session(), ring, check_in, pairing, mine)
    wish = wish_of(db.session(), check_in, pairing, mine)
    if (answers is None and wish is None) or check_in.form_version is None:
        return None
    said = answers or {}
    return {
        "check_in": check_in.kind.value,
        "answers": [
            {
                "question": question.text.in_(locale),
                "answer": display(question, said[question.id], locale),
                "kept_as": {question.id: said[question.id]},
            }
            for question in check_in.form_version.questionnaire.questions()
            if question.id in said
        ],
        "asked_of_the_coordinator": _wish(ring, wish) if wish else None,
    }


def _wish(ring: Keyring, wish: CheckInWish) -> dict[str, Any]:
    return {
        "help": wish.wants_help,
        "change": wish.wants_change,
        "words": unless_destroyed(lambda: own_message(ring, wish)),
        "settled_on": wish.settled_at.date().isoformat() if wish.settled_at else None,
    }
