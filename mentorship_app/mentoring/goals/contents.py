"""What a mentee wrote of a goal: sealed at rest whether it is shared or not, so that sharing moves no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.privacy.sealing import goals_key_name, seal, unseal
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Question, Questionnaire, Readers, Section

FORM = "goal_plan"
KEPT_APART = frozenset({"progress", "status", "reflection"})
"""Questions of the form that are answered later, each in its own place on the page of the goal."""
BOX = 4096
"""Bytes that a usual goal fits into: no size tells how much was written."""


@dataclass(frozen=True)
class Progress:
    """How far the mentee has come, 0 to 10 in their own eyes, on one day."""

    on: date
    value: int


@dataclass(frozen=True)
class Step:
    """One step towards a goal."""

    text: str
    done: bool


@dataclass(frozen=True)
class GoalContents:
    """Everything written of one goal. ``progress`` is in order of days, one mark a day at most."""

    answers: Mapping[str, Answer]
    done: tuple[str, ...] = ()
    """The steps that are ticked, by their words."""
    progress: tuple[Progress, ...] = ()
    reflection: str = ""
    reflection_shared: bool = False

    @property
    def title(self) -> str:
        """The goal itself, in the mentee's words."""
        return str(self.answers.get("goal", ""))

    @property
    def due_on(self) -> date | None:
        """By when, if that was said."""
        day = self.answers.get("due_on")
        return date.fromisoformat(str(day)) if day else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The first step, then one for each further line; each stands there once."""
        lines = [str(self.answers.get("first_step", "")), *str(self.answers.get("further_steps", "")).splitlines()]
        texts = dict.fromkeys(" ".join(line.split()) for line in lines)
        return tuple(Step(text, text in self.done) for text in texts if text)

    @property
    def next_step(self) -> Step | None:
        """The first one that is not ticked."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def last(self) -> Progress | None:
        """The newest mark of progress."""
        return self.progress[-1] if self.progress else None


def asked(questionnaire: Questionnaire) -> Section:
    """The questions about a goal that is being set, as one page."""
    questions = tuple(question for question in questionnaire.questions() if question.id not in KEPT_APART)
    return Section(id="goal", title=questionnaire.title, intro=None, questions=questions)


def read_by_mentors(goal: Goal, contents: GoalContents) -> tuple[tuple[Question, Answer], ...]:
    """What the mentors of its mentee read of a shared goal, in the order it was asked; the steps stand apart."""
    apart = {"goal", "first_step", "further_steps"}
    return tuple(
        (question, contents.answers[question.id])
        for question in asked(goal.questionnaire).questions
        if question.id in contents.answers and question.id not in apart and question.readers.include(Readers.MATCH)
    )


def sealed(keyring: Keyring, contents: GoalContents, *, program_id: UUID, goal_id: UUID) -> bytes:
    """The contents as a row keeps them: only that row, with the program's key, opens them. Raises KeyringError."""
    plain = {
        "answers": dict(contents.answers),
        "done": list(contents.done),
        "progress": [[mark.on.isoformat(), mark.value] for mark in contents.progress],
        "reflection": contents.reflection,
        "reflection_shared": contents.reflection_shared,
    }
    return seal(keyring.create(goals_key_name(program_id)), plain, name=goal_id.bytes, box=BOX)


def opened(keyring: Keyring, goal: Goal) -> GoalContents:
    """What was written of a goal. Raises SealBroken where it was changed, KeyringError where its key is gone."""
    key = keyring.get(goals_key_name(goal.enrollment.cohort.program_id))
    plain = unseal(key, goal.sealed, name=goal.id.bytes)
    return GoalContents(
        answers=plain["answers"],
        done=tuple(plain["done"]),
        progress=tuple(Progress(date.fromisoformat(day), value) for day, value in plain["progress"]),
        reflection=plain["reflection"],
        reflection_shared=plain["reflection_shared"],
    )


def can_be_opened(keyring: Keyring, program_id: UUID) -> bool:
    """Whether goals of the program can be read: not before the first one, and not once the program has ended."""
    return keyring.has(goals_key_name(program_id))
