"""Answers from a form: what to keep, what to complain about, and what the page did not show yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mentorship_app.questions.conditions import Answer, Answers, Scalar
from mentorship_app.questions.errors import AnswerError, BlankAnswer
from mentorship_app.questions.question_type import Column, Raw
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.text import harmless
from mentorship_app.questions.types import question_types

SHOWN = "-shown"
"""Suffix of the hidden field that tells that a conditional question stood on the page."""


class Form(Protocol):
    """A submitted form, as Werkzeug's MultiDict is one."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class ParsedAnswers:
    """One section as submitted."""

    values: dict[str, Answer]
    """Answers to keep, by question id; JSON only."""
    errors: dict[str, AnswerError]
    """In the order of the page. ``error.text(locale)`` is what to say."""
    raw: dict[str, tuple[str, ...]]
    """Everything typed, by form field, without what a page cannot hold: to be shown again."""
    revealed: list[str]
    """Questions that these answers call for and that were not on the page: show the page again."""
    asked: tuple[str, ...]
    """Ids of all questions of the section, shown or not."""

    @property
    def complete(self) -> bool:
        """Whether one may go on to the next section."""
        return not self.errors and not self.revealed

    @property
    def unjudged(self) -> "ParsedAnswers":
        """The same without a word about what is wrong: the person has not said that they are done."""
        return replace(self, errors={})

    def merged_into(self, answers: Answers) -> dict[str, Answer]:
        """``answers`` with those of this section replaced; what was emptied, hidden or wrong is gone."""
        return {key: value for key, value in answers.items() if key not in self.asked} | self.values


def parse_section(
    section: Section, form: Form, *, answers: Answers | None = None, required: bool = True
) -> ParsedAnswers:
    """Read a submitted section. ``answers`` holds what is kept so far, for show-if conditions.

    With ``required=False`` (autosave, save and leave) a blank answer is no error.
    """
    before = answers or {}
    asked = tuple(question.id for question in section.questions)
    known = {key: value for key, value in before.items() if key not in asked}
    parsed = ParsedAnswers(values={}, errors={}, raw={}, revealed=[], asked=asked)
    for question in section.questions:
        if question.show_if and not question.show_if.holds(known):
            continue
        if question.show_if and not form.getlist(question.id + SHOWN):
            parsed.revealed.append(question.id)
            if question.id in before:
                parsed.values[question.id] = known[question.id] = before[question.id]
            continue
        raw = _raw(question, form)
        parsed.raw.update({name: tuple(map(harmless, typed)) for name, typed in raw.items()})
        try:
            answer = parse_answer(question, raw, required=required)
        except AnswerError as error:
            parsed.errors[question.id] = error
            continue
        if answer is not None:
            parsed.values[question.id] = known[question.id] = answer
    return parsed


def parse_answer(question: Question, raw: Raw, *, required: bool = True) -> Answer | None:
    """One answer, None if left blank. Raises AnswerError; BlankAnswer where an answer is required."""
    kind = question_types[question.type]
    answer: Answer | None = kind.parse(kind.gather(question.id, raw), question.config)
    if answer is None and required and not question.optional:
        raise BlankAnswer(kind.blank, question.if_blank)
    return answer


def pressed_in(section: Section, form: Form) -> str | None:
    """The id of the question one of whose own buttons sent the form, such as Up in a ranking."""
    for question in section.questions:
        if any(form.getlist(question.id + button) for button in question_types[question.type].buttons):
            return question.id
    return None


def visible(questions: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """The questions to show, given ``answers`` (of other sections too)."""
    return tuple(question for question in questions if question.show_if is None or question.show_if.holds(answers))


def kept(questionnaire: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The answers to questions that are asked and not hidden by another answer that is itself kept."""
    result: dict[str, Answer] = {}
    for question in questionnaire.questions():
        if question.id in answers and (question.show_if is None or question.show_if.holds(result)):
            result[question.id] = answers[question.id]
    return result


def missing(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Required questions that are shown and have no answer, in order."""
    present = kept(questionnaire, answers)
    shown = visible(tuple(questionnaire.questions()), present)
    return tuple(question for question in shown if not question.optional and question.id not in present)


def display(question: Question, answer: Answer, locale: str) -> str:
    """The answer in words; a newline separates lines."""
    return question_types[question.type].display(answer, question.config, locale)


def columns(question: Question) -> tuple[Column, ...]:
    """The columns of an export that hold the answers to ``question``."""
    return question_types[question.type].columns(question, question.config)


def cells(question: Question, answer: Answer | None) -> tuple[Scalar | None, ...]:
    """One value for each of :func:`columns`; all None where there is no answer."""
    if answer is None:
        return (None,) * len(columns(question))
    return question_types[question.type].cells(answer, question.config)


def _raw(question: Question, form: Form) -> dict[str, list[str]]:
    names = [question.id + part for part in question_types[question.type].parts]
    return {name: form.getlist(name) for name in names}
