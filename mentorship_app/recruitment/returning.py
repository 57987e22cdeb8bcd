"""Mentors who come back: last year's answers, as far as they are still asked and still fit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from mentorship_app.programs import Cohort
from mentorship_app.questions.answers import kept, missing, parse_answer
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.questionnaire import Question, Questionnaire
from mentorship_app.questions.types import question_types
from mentorship_app.recruitment.enums import ApplicationStatus
from mentorship_app.recruitment.models import Call, MentorApplication

CONSENT = "consent"
AGREED = "yes"
"""What the box of a consent sends."""


def last_accepted(session: Session, call: Call, email: str) -> MentorApplication | None:
    """The newest application of this address that was accepted in an earlier cohort of the call's program.

    None also for somebody who left and whose answers were deleted with that.
    """
    found = session.scalar(
        select(MentorApplication)
        .join(MentorApplication.call)
        .join(Call.cohort)
        .options(contains_eager(MentorApplication.call).contains_eager(Call.cohort))
        .where(
            MentorApplication.email == email,
            MentorApplication.status == ApplicationStatus.APPROVED,
            Cohort.program_id == call.cohort.program_id,
            Cohort.starts_on < call.cohort.starts_on,
        )
        .order_by(Cohort.starts_on.desc(), MentorApplication.submitted_at.desc(), MentorApplication.id)
        .limit(1)
    )
    return found if found is not None and found.answers else None


def carried_answers(earlier: MentorApplication, questionnaire: Questionnaire, locale: str) -> dict[str, Answer]:
    """The earlier answers that the new form still takes. What is consented to is always asked anew.

    An answer is taken only if the same question is asked with the same type and reads the same in it again; options
    may stand in another order since.
    """
    before = {question.id: question.type for question in earlier.questionnaire.questions()}
    taken: dict[str, Answer] = {}
    for question in questionnaire.questions():
        answer = earlier.answers.get(question.id)
        if answer is None or question.type == CONSENT or before.get(question.id) != question.type:
            continue
        if (read := _read_again(question, answer, locale)) is not None:
            taken[question.id] = read
    return kept(questionnaire, taken)


def _read_again(question: Question, answer: Any, locale: str) -> Answer | None:
    kind = question_types[question.type]
    try:
        given = kind.refill(answer, question.config, locale)
        raw = {question.id + part: tuple(strings) for part, strings in given.items()}
        read = parse_answer(question, raw, required=False)
    except (AnswerError, KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        # Kept by another version of the question: whatever does not read is asked again.
        return None
    # An option that is gone could be read as somebody's own words.
    return read if _unordered(read) == _unordered(answer) else None


def _unordered(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {key: _unordered(value) for key, value in answer.items()}
    return sorted(answer, key=repr) if isinstance(answer, list) else answer


def open_consents(questionnaire: Questionnaire, draft: Mapping[str, Answer]) -> tuple[Question, ...]:
    """What a returning mentor still has to agree to before the application can go."""
    return tuple(question for question in missing(questionnaire, draft) if question.type == CONSENT)


def is_ready(application: MentorApplication) -> bool:
    """Whether an application begun from last year's answers lacks nothing but consent."""
    if application.carried_from_id is None or application.status is not ApplicationStatus.DRAFT:
        return False
    left = missing(application.questionnaire, application.draft)
    return all(question.type == CONSENT for question in left)


def with_consent(application: MentorApplication) -> dict[str, Answer]:
    """The draft with everything agreed to that it lacks consent for: the button that was pressed says so."""
    draft = dict(application.draft)
    for question in open_consents(application.questionnaire, draft):
        answer = parse_answer(question, {question.id: (AGREED,)})
        if answer is not None:
            draft[question.id] = answer
    return draft
