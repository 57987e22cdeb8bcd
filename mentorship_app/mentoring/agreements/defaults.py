"""What the first proposal of a pair begins with, so that most need to change nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mentorship_app.mentoring.agreements.wording import Wording, fitting
from mentorship_app.questions.questionnaire import Questionnaire, Readers
from mentorship_app.questions.types.single_choice import SingleChoiceConfig

FORM = "agreement"
REVIEW_AFTER = timedelta(days=91)
"""About three months, and the same day of the week."""
MINUTES = 30
_ALWAYS: Mapping[str, Any] = {"length": MINUTES, "who_books": "mentee", "feedback": "each_time"}
_FREQUENCY, _CHANNEL, _SAID_CHANNEL = "frequency", "channel", "modality"


def suggested(
    questionnaire: Questionnaire, *, mentor: Wording | None, mentee: Wording | None, today: date
) -> dict[str, Any]:
    """First answers, from what each said of themselves where the other may read it. Nobody's consent is among them.

    ``mentor``: their application, ``mentee``: their intake; None where there is none.
    """
    begun: dict[str, Any] = {**_ALWAYS, "review_on": (today + REVIEW_AFTER).isoformat()}
    often = _rarer(questionnaire, _read(mentor, _FREQUENCY), _read(mentee, _FREQUENCY))
    begun |= {_FREQUENCY: often} if often else {}
    channels = _both(_read(mentor, _SAID_CHANNEL), _read(mentee, _SAID_CHANNEL))
    begun |= {_CHANNEL: channels} if channels else {}
    return fitting(questionnaire, begun)


def _read(said: Wording | None, question_id: str) -> Any:
    """The answer, if the other side of the pair may read it."""
    if said is None:
        return None
    open_to_both = {
        question.id for question in said.questionnaire.questions() if question.readers.include(Readers.MATCH)
    }
    return said.terms.get(question_id) if question_id in open_to_both else None


def _rarer(questionnaire: Questionnaire, mentor: Any, mentee: Any) -> str:
    """Of two wishes the one that asks less of both; once a month where nobody said anything."""
    asked = next((question.config for question in questionnaire.questions() if question.id == _FREQUENCY), None)
    codes = [option.code for option in asked.options] if isinstance(asked, SingleChoiceConfig) else []
    wished = [codes.index(said) for said in (mentor, mentee) if said in codes]
    return codes[max(wished)] if wished else "month"


def _both(mentor: Any, mentee: Any) -> list[str]:
    """The ways that suit both; else those of the mentee, whose time is harder to find; else in person."""
    of_mentor, of_mentee = (list(said) if isinstance(said, list) else [] for said in (mentor, mentee))
    common = [way for way in of_mentee if way in of_mentor]
    return common or of_mentee or of_mentor or ["in_person"]
