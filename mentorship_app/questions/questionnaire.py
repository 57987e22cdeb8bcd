"""What is asked: a questionnaire of sections of questions, all of it immutable."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.conditions import Condition


class Readers(StrEnum):
    """Who reads the answer to a question, besides the person who gave it. Each includes those before it."""

    NOBODY = "nobody"
    """Matching alone."""
    STAFF = "staff"
    """The coordinators of the program."""
    MATCH = "match"
    """Also the other side of an active pair."""
    DIRECTORY = "directory"
    """Also mentees who look for a mentor."""

    def include(self, reader: "Readers") -> bool:
        """Whether ``reader`` is among them."""
        return _BY_REACH.index(self) >= _BY_REACH.index(reader)


_BY_REACH = tuple(Readers)


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
    fixed: bool = False
    """Whether the app itself reads the answer: it may be reworded and moved, but not removed, hidden or retyped."""
    readers: Readers = Readers.STAFF


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
    retired: tuple[Question, ...] = ()
    """No longer asked, kept so that an editor can bring them back."""

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
