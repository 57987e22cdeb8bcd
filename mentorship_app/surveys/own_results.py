"""The program's own questions as things to count: what is a mean, what is a share for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.conditions import given_in
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.types.multiple_choice import MultipleChoiceConfig
from mentorship_app.questions.types.number import HIGHEST, LOWEST, NumberConfig
from mentorship_app.questions.types.scale import ScaleConfig
from mentorship_app.questions.types.single_choice import SingleChoiceConfig
from mentorship_app.questions.types.yes_no import YesNoConfig
from mentorship_app.surveys.datasets import ScaleInfo

MOST_BY_ARM = 8
"""A question with more answers than this is told for everybody only."""

_MOST_COMBINED = 2
"""Of three or more choices no sum of counts describes anybody; of one or two it can."""


@dataclass(frozen=True)
class Choices:
    """A question that is answered by choosing. ``options`` in the order in which they are offered, by code."""

    key: str
    text: LocalizedText
    options: Mapping[str, LocalizedText]
    at_most: int
    """How many may be chosen."""
    asked_after: str | None = None
    """The earlier question whose answer decides whether this one is asked."""

    def together(self) -> tuple[frozenset[str], ...]:
        """Every set of answers that one person can give, where so few may be chosen that counts add up to something."""
        sizes = range(1, min(self.at_most, len(self.options)) + 1)
        return tuple(frozenset(chosen) for size in sizes for chosen in combinations(self.options, size))

    @property
    def adds_up(self) -> bool:
        """Whether the counts of its answers, added and subtracted, can describe a group of people."""
        return min(self.at_most, len(self.options)) <= _MOST_COMBINED


@dataclass(frozen=True)
class Amount:
    """A question that is answered by a number."""

    scale: ScaleInfo
    asked_after: str | None = None

    @property
    def key(self) -> str:
        return self.scale.key


OwnQuestion = Choices | Amount


def countable(questions: Sequence[Question]) -> tuple[OwnQuestion, ...]:
    """Those that can be counted, in the order in which they are asked; what is answered in words is left out."""
    return tuple(found for question in questions if (found := _countable(question)) is not None)


def _countable(question: Question) -> OwnQuestion | None:
    after = question.show_if.question if question.show_if else None
    match question.config:
        case SingleChoiceConfig(options=options):
            return Choices(question.id, question.text, {one.code: one.label for one in options}, 1, after)
        case MultipleChoiceConfig(options=options, at_most=at_most):
            labels = {one.code: one.label for one in options}
            return Choices(question.id, question.text, labels, at_most or len(options), after)
        case YesNoConfig(when_yes=yes, when_no=no):
            return Choices(question.id, question.text, {"True": yes, "False": no}, 1, after)
        case ScaleConfig(points=points) if len(points) == 2:
            return Choices(question.id, question.text, {str(value): label for value, label in points}, 1, after)
        case ScaleConfig(points=points):
            values = [value for value, _label in points]
            return Amount(_scale(question, min(values), max(values)), after)
        case NumberConfig(low=low, high=high):
            has_ends = low != LOWEST and high != HIGHEST
            return Amount(_scale(question, float(low), float(high), has_ends=has_ends), after)
    return None


def _scale(question: Question, low: float, high: float, *, has_ends: bool = True) -> ScaleInfo:
    return ScaleInfo(
        key=question.id,
        name=question.text,
        low=low,
        high=high,
        better="neither",
        validated=False,
        source=None,
        has_ends=has_ends,
    )


def was_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether somebody with these answers saw the question."""
    return question.show_if is None or question.show_if.holds(answers)


def chosen(question: Question, answers: Mapping[str, Any]) -> frozenset[str]:
    """Codes of what was chosen; empty for a question that was not answered."""
    if question.id not in answers or not was_asked(question, answers):
        return frozenset()
    return frozenset(str(code) for code in given_in(answers[question.id]))
