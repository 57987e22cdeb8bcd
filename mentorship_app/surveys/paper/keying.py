"""A sheet of paper under somebody's fingers: figures for boxes, words for lines, everything on one screen.

Boxes on paper are counted from 1 in each question, and so are they typed. What comes out is what the same answers
would be on a screen: the types of questions read it, conditions hide what was not to be asked, nothing is required.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.questions.answers import Form, ParsedAnswers, parse_section
from mentorship_app.questions.conditions import Answer, Answers
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.presentation import FieldView, field_view
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.text import harmless
from mentorship_app.questions.types import question_types
from mentorship_app.surveys.contents import IN_WORDS, Contents
from mentorship_app.surveys.questionnaire import sections_of

_ONE_BOX = frozenset({"scale", "single_choice", "yes_no", "consent"})
_SHOWN = "-shown"
_LONGEST_FIGURES = 200


@dataclass(frozen=True)
class NumberedSection:
    """One page of the survey, its questions with the numbers that they have on paper."""

    section: Section
    questions: tuple[tuple[int, Question], ...]


@dataclass(frozen=True)
class Line:
    """One question on the screen of whoever types. ``typed`` is what stands in its box for figures, if it has one."""

    number: int
    view: FieldView
    typed: str
    error: str | None

    @property
    def anchor(self) -> str:
        """Id of its first box."""
        return self.view.id if self.view.controls.options else self.view.controls.inputs[0].id

    @property
    def takes_several(self) -> bool:
        return self.view.type not in _ONE_BOX


@dataclass(frozen=True)
class KeyedPage:
    """One page of the survey as typed."""

    section: Section
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class KeyedSheet:
    """A whole sheet as typed."""

    pages: tuple[KeyedPage, ...]
    answers: dict[str, Answer]
    blanks: tuple[Line, ...]
    """What is asked of these answers and has none, except questions in words."""
    not_asked: tuple[int, ...]
    """Numbers of questions that were answered though these answers do not lead to them; they are left out."""

    names: frozenset[str]
    """All fields of a form that may hold something typed."""

    @property
    def errors(self) -> tuple[Line, ...]:
        return tuple(line for page in self.pages for line in page.lines if line.error)


def numbered(contents: Contents) -> tuple[NumberedSection, ...]:
    """All pages, their questions counted through from 1: so they stand on paper."""
    pages: list[NumberedSection] = []
    before = 0
    for section in sections_of(contents):
        questions = tuple(enumerate(section.questions, start=before + 1))
        before += len(questions)
        pages.append(NumberedSection(section, questions))
    return tuple(pages)


def read_sheet(contents: Contents, form: Form, locale: str) -> KeyedSheet:
    """What was typed, page by page, in the words of ``locale``; an empty form is an empty sheet."""
    answers: dict[str, Answer] = {}
    pages: list[KeyedPage] = []
    not_asked: list[int] = []
    blanks: list[Line] = []
    for page in numbered(contents):
        keyed = _Figures(page.section, form)
        parsed = parse_section(page.section, keyed, answers=answers, required=False)
        answers = parsed.merged_into(answers)
        lines = tuple(_line(number, question, keyed, parsed, locale) for number, question in page.questions)
        pages.append(KeyedPage(page.section, lines))
        for line, question in zip(lines, page.section.questions, strict=True):
            if not _is_asked(question, answers):
                not_asked += [line.number] if keyed.has(question) else []
            elif question.id not in answers and question.type not in IN_WORDS and not line.error:
                blanks.append(line)
    names = frozenset(name for page in pages for question in page.section.questions for name in _names(question))
    return KeyedSheet(tuple(pages), answers, tuple(blanks), tuple(not_asked), names)


def _is_asked(question: Question, answers: Answers) -> bool:
    return question.show_if is None or question.show_if.holds(answers)


def _line(number: int, question: Question, keyed: "_Figures", parsed: ParsedAnswers, locale: str) -> Line:
    error = keyed.errors.get(question.id) or parsed.errors.get(question.id)
    view = field_view(question, locale, raw=keyed.lines_of(question))
    return Line(number, view, keyed.typed(question.id), error.text(locale) if error else None)


class _Figures:
    """A form in which the boxes of a question are typed as figures, read as if they had been ticked."""

    def __init__(self, section: Section, form: Form) -> None:
        self._form = form
        self._boxes = {question.id: _boxes(question) for question in section.questions}
        self._several = {question.id for question in section.questions if question.type not in _ONE_BOX}
        self.errors: dict[str, AnswerError] = {}
        self._ticked = {question: self._read(question, boxes) for question, boxes in self._boxes.items() if boxes}

    def getlist(self, key: str, /) -> list[str]:
        """As ``Form`` has it; every condition counts as shown, for on paper everything is."""
        if key.endswith(_SHOWN):
            return ["1"]
        return self._ticked[key] if key in self._ticked else self._form.getlist(key)

    def typed(self, question: str) -> str:
        return harmless(" ".join(self._form.getlist(question))) if self._boxes[question] else ""

    def has(self, question: Question) -> bool:
        """Whether anything was typed for it."""
        return any(text.strip() for name in _names(question) for text in self._form.getlist(name))

    def lines_of(self, question: Question) -> dict[str, list[str]]:
        """What was typed into its lines, to be shown again."""
        lines = [name for name in _names(question) if name not in self._ticked]
        return {name: [harmless(text) for text in self._form.getlist(name)] for name in lines}

    def _read(self, question: str, boxes: Sequence[str]) -> list[str]:
        typed = unicodedata.normalize("NFKC", " ".join(self._form.getlist(question))[:_LONGEST_FIGURES])
        figures = _figures(typed, len(boxes))
        is_one_too_many = question not in self._several and len(figures) > 1
        if is_one_too_many or not all(1 <= figure <= len(boxes) for figure in figures):
            self.errors[question] = AnswerError(N_("Type the number of a box, from 1 to %(most)s."), most=len(boxes))
            return []
        return [boxes[figure - 1] for figure in figures]


def _figures(typed: str, most: int) -> list[int]:
    """``1 3``, ``1,3`` and, with fewer than ten boxes, ``13``; a 0 for whatever is no figure."""
    words = re.split(r"[\s,;.+/]+", typed.strip())
    if most <= 9:
        words = [sign for word in words for sign in word]
    return [int(word) if word.isdecimal() and len(word) <= 3 else 0 for word in words if word]


def _names(question: Question) -> list[str]:
    return [question.id + part for part in question_types[question.type].parts]


def _boxes(question: Question) -> tuple[str, ...]:
    """The values of its boxes in the order in which they stand on paper; empty where it has lines alone."""
    controls = question_types[question.type].controls(question.id, question.config, {}, "en")
    return tuple(option.value for option in controls.options)
