"""Show a question only when an earlier answer calls for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Scalar = str | int | float | bool
Answer = Scalar | list[str] | dict[str, list[str]]
"""One answer as it is kept: plain JSON."""
Answers = Mapping[str, Answer]
"""Answers by question id; a question without an answer is absent."""


class Comparison(StrEnum):
    """How a condition looks at the earlier answer."""

    IS = "is"
    IS_NOT = "is_not"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Condition:
    """``question`` names an earlier question of the same questionnaire. An unanswered question fulfils no condition."""

    question: str
    test: Comparison
    values: tuple[Scalar, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether the question is to be shown. Where several were chosen, one that fits will do."""
        if self.question not in answers:
            return False
        if self.test is Comparison.ANSWERED:
            return True
        fits = any(same(given, value) for given in given_in(answers[self.question]) for value in self.values)
        return fits is (self.test is Comparison.IS)


def same(one: Scalar, other: Scalar) -> bool:
    """Equal and of one kind: the answer yes (True) is not the scale value 1."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def given_in(answer: Answer) -> list[Scalar]:
    """The single values inside an answer: one, or all that were chosen or added."""
    if isinstance(answer, dict):
        return [value for values in answer.values() for value in values]
    return list(answer) if isinstance(answer, list) else [answer]
