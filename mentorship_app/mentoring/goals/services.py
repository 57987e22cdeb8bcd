"""Verbs of goals. They leave no trace in the log of what was done: that somebody has a goal is theirs to tell."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import pin
from mentorship_app.mentoring.goals.contents import FORM, GoalContents, Progress, opened, sealed
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import DevelopmentPlan, Goal
from mentorship_app.programs import Enrollment
from mentorship_app.programs.versions import claim
from mentorship_app.questions.conditions import Answers

MOST_GOALS = 40
"""Open and closed ones together: more than anybody follows, and still one page."""
LONGEST_REFLECTION = 600
FULL = 10
UNDO = timedelta(minutes=10)
"""For so long a deleted goal can be brought back; then it is gone for good."""


def set_goal(
    session: Session, keyring: Keyring, mentee: Enrollment, answers: Answers, *, shared: bool, now: datetime
) -> Goal:
    """A new goal, bound to the newest version of the program's goal plan. Raises Conflict beyond ``MOST_GOALS``."""
    mine = select(func.count()).where(Goal.enrollment_id == mentee.id, Goal.deleted_at.is_(None))
    if (session.scalar(mine) or 0) >= MOST_GOALS:
        raise Conflict(N_("You have %(most)s goals. Delete one that is over before you set another."), most=MOST_GOALS)
    goal = Goal(
        id=uuid4(),
        enrollment=mentee,
        form_version=pin(session, mentee.cohort.program, FORM, now=now),
        shared=shared,
        sealed=b"",
        created_at=now,
    )
    goal.sealed = _seal(keyring, goal, GoalContents(answers=dict(answers)))
    session.add(goal)
    session.flush()
    return goal


def rewrite(session: Session, keyring: Keyring, goal: Goal, answers: Answers, *, shared: bool, version: int) -> None:
    """Other words for a goal; ticks stay on steps that keep theirs. Raises Conflict when ``version`` is stale."""
    claim(session, goal, version)
    contents = replace(opened(keyring, goal), answers=dict(answers))
    steps = {step.text for step in contents.steps}
    goal.sealed = _seal(keyring, goal, replace(contents, done=tuple(text for text in contents.done if text in steps)))
    _set_shared(session, goal, shared=shared)
    session.flush()


def share(session: Session, goal: Goal, *, shared: bool) -> None:
    """Let all mentors of the mentee read it, or none of them."""
    _lock(session, goal)
    _set_shared(session, goal, shared=shared)
    session.flush()


def _set_shared(session: Session, goal: Goal, *, shared: bool) -> None:
    if goal.shared != shared:
        goal.shared = shared
        forget_plans(session, goal.enrollment)


def note_progress(session: Session, keyring: Keyring, goal: Goal, value: int, *, on: date) -> None:
    """How far one has come, 0 to 10; a second mark on the same day replaces the first. Raises FieldError."""
    if not 0 <= value <= FULL:
        raise FieldError("progress", N_("Choose a number from 0 to 10."))
    _lock(session, goal)
    contents = opened(keyring, goal)
    marks = [mark for mark in contents.progress if mark.on != on] + [Progress(on, value)]
    marks.sort(key=lambda mark: mark.on)
    goal.sealed = _seal(keyring, goal, replace(contents, progress=tuple(marks)))
    session.flush()


def tick(session: Session, keyring: Keyring, goal: Goal, text: str, *, done: bool) -> None:
    """Tick a step, named by its words, or take the tick away. Raises NotFound for a step that is not there now."""
    _lock(session, goal)
    contents = opened(keyring, goal)
    if text not in {step.text for step in contents.steps}:
        raise NotFound(N_("This step is not there any more."))
    others = tuple(one for one in contents.done if one != text)
    goal.sealed = _seal(keyring, goal, replace(contents, done=(*others, text) if done else others))
    session.flush()


def reflect(session: Session, keyring: Keyring, goal: Goal, text: str, *, shared: bool, version: int) -> None:
    """Keep what one takes from it; mentors read it only if ``shared``, and only while the goal itself is shared.

    Raises FieldError when it is too long, Conflict when ``version`` is stale.
    """
    text = text.strip()
    if len(text) > LONGEST_REFLECTION:
        raise FieldError("reflection", N_("Please keep this to %(most)s characters."), most=LONGEST_REFLECTION)
    claim(session, goal, version)
    contents = replace(opened(keyring, goal), reflection=text, reflection_shared=shared and bool(text))
    goal.sealed = _seal(keyring, goal, contents)
    session.flush()


def settle(session: Session, goal: Goal, status: GoalStatus) -> None:
    """Say where it stands; any status may follow any other."""
    _lock(session, goal)
    goal.status = status
    session.flush()


def delete_goal(session: Session, goal: Goal, *, now: datetime) -> None:
    """Take it from everybody's eyes at once, and from the database after ``UNDO``; what was drawn of it goes now."""
    _lock(session, goal)
    goal.deleted_at = goal.deleted_at or now
    forget_plans(session, goal.enrollment)
    session.flush()


def bring_back(session: Session, goal: Goal, *, now: datetime) -> None:
    """Undo a deletion; raises NotFound once its time is over."""
    _lock(session, goal)
    if goal.deleted_at is not None and goal.deleted_at <= now - UNDO:
        raise NotFound(N_("This goal is deleted for good."))
    goal.deleted_at = None
    session.flush()


def any_to_sweep(session: Session, *, now: datetime) -> bool:
    """Whether :func:`sweep` has something to do; the writers' lock is not taken for nothing."""
    return session.scalar(select(Goal.id).where(Goal.deleted_at <= now - UNDO).limit(1)) is not None


def sweep(session: Session, *, now: datetime) -> int:
    """Delete for good what was deleted longer than ``UNDO`` ago; how many those were."""
    gone = session.execute(delete(Goal).where(Goal.deleted_at <= now - UNDO).returning(Goal.id)).all()
    session.flush()
    return len(gone)


def forget_plans(session: Session, mentee: Enrollment) -> None:
    """Delete what was drawn of somebody's goals: it shows what no longer holds."""
    session.execute(delete(DevelopmentPlan).where(DevelopmentPlan.enrollment_id == mentee.id))


def _lock(session: Session, goal: Goal) -> None:
    # Two devices of one person: the second press reads what the first one wrote.
    session.refresh(goal, with_for_update={"of": Goal})


def _seal(keyring: Keyring, goal: Goal, contents: GoalContents) -> bytes:
    return sealed(keyring, contents, program_id=goal.enrollment.cohort.program_id, goal_id=goal.id)
