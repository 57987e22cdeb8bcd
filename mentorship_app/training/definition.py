"""What a module is made of: sections to read, cases to decide, checks, one question to think about."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.programs.enums import CohortRole

WORDS_A_MINUTE: Mapping[str, int] = {"en": 200, "fr": 190}
"""Reading speed of adults, in words a minute."""
MINUTES_A_QUESTION = 1 / 3
"""To decide before a case or a check is answered."""

REFLECTION = "reflection"
DONE = "done"


@dataclass(frozen=True)
class Section:
    """A heading and the Markdown below it."""

    heading: str
    text: str


@dataclass(frozen=True)
class Choice:
    """One way to act or to answer, and what is said to whoever chooses it."""

    words: LocalizedText
    feedback: LocalizedText
    good: bool


@dataclass(frozen=True)
class Question:
    """A case or a check. ``key`` names it in addresses and among the answers."""

    key: str
    words: LocalizedText
    choices: tuple[Choice, ...]
    is_case: bool


@dataclass(frozen=True)
class Module:
    """One module in both languages. ``version`` goes up with what it teaches, not with its spelling."""

    key: str
    version: int
    roles: frozenset[CohortRole]
    title: LocalizedText
    summary: LocalizedText
    sections: Mapping[str, tuple[Section, ...]]
    questions: tuple[Question, ...]
    reflection: LocalizedText
    sources: tuple[str, ...] = ()
    is_own: bool = False
    """Written by a coordinator."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages in their order, by the names they have in addresses."""
        count = min(len(sections) for sections in self.sections.values())
        read = tuple(f"section-{number}" for number in range(1, count + 1))
        return (*read, *(question.key for question in self.questions), REFLECTION)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def section(self, step: str, locale: str) -> Section | None:
        """The section on the page ``step``; None where the page is something else."""
        number = step.removeprefix("section-")
        if number == step or not number.isdecimal() or step not in self.steps:
            return None
        return self.sections[locale][int(number) - 1]

    def after(self, step: str) -> str:
        """The page after ``step``; ``done`` after the last. Raises ValueError for a page that is not there."""
        following = self.steps.index(step) + 1
        return self.steps[following] if following < len(self.steps) else DONE

    def words(self, locale: str) -> int:
        """How many words somebody reads who opens every page and every feedback."""
        texts = [f"{section.heading} {section.text}" for section in self.sections[locale]]
        texts += [self.reflection.in_(locale)]
        for question in self.questions:
            texts.append(question.words.in_(locale))
            texts += [f"{one.words.in_(locale)} {one.feedback.in_(locale)}" for one in question.choices]
        return sum(len(text.split()) for text in texts)

    def minutes(self, locale: str) -> int:
        """Time to read and to decide, in whole minutes, rounded up; at least 1."""
        reading = self.words(locale) / WORDS_A_MINUTE[locale]
        return max(1, math.ceil(reading + MINUTES_A_QUESTION * len(self.questions)))
