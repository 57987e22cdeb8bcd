"""Going through a module: the bookmark, the answers, the end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Enrollment
from mentorship_app.training.definition import DONE, Module, Question
from mentorship_app.training.models import TrainingProgress


def progress_of(session: Session, enrollment: Enrollment, module: Module) -> TrainingProgress | None:
    """How far this person is; None before they began."""
    mine = TrainingProgress.enrollment_id == enrollment.id
    return session.scalar(select(TrainingProgress).where(mine, TrainingProgress.module_key == module.key))


def begin(session: Session, enrollment: Enrollment, module: Module, *, now: datetime) -> TrainingProgress:
    """The person's place in the module; made on its first page if there is none."""
    present = progress_of(session, enrollment, module)
    if present is not None:
        return present
    made = TrainingProgress(
        enrollment_id=enrollment.id,
        module_key=module.key,
        module_version=module.version,
        step=module.steps[0],
        answers={},
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def go_on(session: Session, enrollment: Enrollment, module: Module, step: str, *, now: datetime) -> str:
    """Set the bookmark behind ``step`` and say which page comes next.

    The page behind the last completes the module, if every question is answered; else the first open one comes next.
    Raises NotFound for a page that is not there, FieldError for a question that is not answered.
    """
    if step not in module.steps:
        raise NotFound(N_("There is no such page in this module."))
    place = begin(session, enrollment, module, now=now)
    if module.question(step) is not None and step not in place.answers:
        raise FieldError("choice", N_("Choose an answer."))
    following = module.after(step)
    if following == DONE:
        unanswered = [question.key for question in module.questions if question.key not in place.answers]
        following = unanswered[0] if unanswered else DONE
    if following == DONE and place.completed_at is None:
        place.completed_at, place.minutes = now, module.minutes(enrollment.account.locale)
        place.module_version = module.version
    place.step = following
    session.flush()
    return following


def answer(
    session: Session, enrollment: Enrollment, module: Module, question: Question, chosen: str, *, now: datetime
) -> None:
    """Keep which choice was taken; another one later takes its place. Raises FieldError for one that is not there."""
    if not chosen.isascii() or not chosen.isdecimal() or int(chosen) >= len(question.choices):
        raise FieldError("choice", N_("Choose an answer."))
    place = begin(session, enrollment, module, now=now)
    place.answers = {**place.answers, question.key: int(chosen)}
    if place.completed_at is None:
        place.step = question.key
    session.flush()
