"""What is asked: a questionnaire of sections of questions, all of it immutable."""

from collections.abc import Iterator
from dataclasses import dataclass

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.conditions import Condition


@dataclass(frozen=True)
class Question:
    """One question. ``config`` is what the question type of that name read from its own entries."""

    id: str
    type: str
    text: LocalizedText
    hint: LocalizedText | None = None
    optional: bool = False
    config: object = None
    show_if: Condition | None = None
    if_blank: LocalizedText | None = None
    """Said when a required answer is missing, instead of the type's general sentence."""


@dataclass(frozen=True)
class Section:
    """One page of a questionnaire."""

    id: str
    title: LocalizedText
    intro: LocalizedText | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One version of a form; answers are bound to the version that was shown. ``minutes`` is an honest estimate."""

    key: str
    version: int
    title: LocalizedText
    sections: tuple[Section, ...]
    minutes: int

    def questions(self) -> Iterator[Question]:
        """All questions in the order they are asked."""
        for section in self.sections:
            yield from section.questions

    def question(self, question_id: str) -> Question:
        """The question of that id; raises KeyError."""
        for question in self.questions():
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def section(self, section_id: str) -> Section:
        """The section of that id; raises KeyError."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def section_of(self, question_id: str) -> Section:
        """The section that asks that question; raises KeyError."""
        for section in self.sections:
            if any(question.id == question_id for question in section.questions):
                return section
        raise KeyError(question_id)
