"""The requests for another pair of one person, for that person to take away."""

from typing import Any

from sqlalchemy import select

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.rematch.confidence import own_words
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.programs import Enrollment
from mentorship_app.questions.answers import display
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring, unless_destroyed


def rematch_record(mine: Enrollment, pairing: Pairing, locale: str) -> list[dict[str, Any]]:
    """What this side asked about the pair; the words are gone once a request is closed. Raises SealBroken."""
    asked = select(RematchRequest).where(
        RematchRequest.pairing_id == pairing.id, RematchRequest.enrollment_id == mine.id
    )
    found = db.session.scalars(asked.order_by(RematchRequest.created_at, RematchRequest.id))
    return [_record(request, locale) for request in found]


def _record(request: RematchRequest, locale: str) -> dict[str, Any]:
    words = unless_destroyed(lambda: own_words(keyring(), request)) or {}
    return {
        "asked_on": request.created_at.date().isoformat(),
        "status": request.status.value,
        "urgent": request.urgent,
        "coordinator_may_read_why": request.reason_is_told,
        "answers": [
            {
                "question": question.text.in_(locale),
                "answer": display(question, words[question.id], locale),
                "kept_as": {question.id: words[question.id]},
            }
            for question in request.form_version.questionnaire.questions()
            if question.id in words
        ],
    }
