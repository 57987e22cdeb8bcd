"""What programs themselves carry into the next cohort: its dates, its to-do list, and the mentees who stay."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment, PhasePlan, Program, TrainingLevel
from mentorship_app.programs.rollover import Carried, Shift, carries
from mentorship_app.programs.support import carry_plan
from mentorship_app.programs.year.models import YearTask
from mentorship_app.programs.year.services import not_before
from mentorship_app.programs.year.template import calendar_of

_ONE_DAY = timedelta(days=1)


@carries(
    "programs.dates",
    title=N_("Dates of the phases"),
    hint=N_("Moved with the year. Otherwise they are proposed anew from the first and the last day."),
)
def dates(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:  # noqa: ARG001  a carrier's signature
    """The phases as they were planned; None, and the proposal stays, where they would not fit the new days."""
    moved = _moved_plans(old, new, shift)
    if not moved:
        return None
    present = {plan.phase: plan for plan in new.phase_plans}
    for plan in moved:
        present[plan.phase].starts_on, present[plan.phase].ends_on = plan.starts_on, plan.ends_on
    return Carried(N_("Phases with moved dates: %(number)s."), {"number": len(moved)})


def _moved_plans(old: Cohort, new: Cohort, shift: Shift) -> list[PhasePlan]:
    plans = [
        PhasePlan(
            phase=plan.phase,
            starts_on=shift.exactly(plan.starts_on),
            # By the day after, so that no gap opens where February is longer.
            ends_on=shift.exactly(plan.ends_on + _ONE_DAY) - _ONE_DAY,
        )
        for plan in old.phase_plans
    ]
    if {plan.phase for plan in plans} != {plan.phase for plan in new.phase_plans}:
        return []
    lasted, lasts = (cohort.ends_on - cohort.starts_on for cohort in (old, new))
    # A shorter or longer year needs its phases in proportion, which is what the proposal is.
    return plans if abs(lasts - lasted) <= timedelta(days=2) else []


@carries(
    "programs.tasks",
    title=N_("The to-do list of the year"),
    hint=N_(
        "Your own tasks and your words, with owners, notes and the dates you moved. What you skipped stays skipped."
    ),
)
def tasks(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:  # noqa: ARG001  a carrier's signature
    """Each task, open again; a date that nobody moved comes from the template, so that it cannot drift over years."""
    found = session.scalars(select(YearTask).where(YearTask.cohort_id == old.id).order_by(YearTask.due_on)).all()
    if not found:
        return None
    fresh = {task.key: task for task in session.scalars(select(YearTask).where(YearTask.cohort_id == new.id))}
    for task in found:
        copy = fresh.get(task.key) if task.key is not None else None
        if copy is None:
            copy = YearTask(cohort=new, key=task.key, position=task.position, due_on=task.due_on, created_at=now)
            session.add(copy)
        if not _has_template_date(task, old):
            copy.due_on = not_before(shift.workday(task.due_on), new, now=now)
        copy.title_en, copy.title_fr = task.title_en, task.title_fr
        copy.phase, copy.skipped = task.phase, task.skipped
        copy.owner_id, copy.note = task.owner_id, task.note
    own = sum(task.is_own for task in found)
    return Carried(N_("Tasks: %(number)s, of which your own: %(own)s."), {"number": len(found), "own": own})


def _has_template_date(task: YearTask, cohort: Cohort) -> bool:
    calendar = calendar_of(cohort.program.year_starts_in)
    if task.key is None or task.key not in calendar.days:
        return False
    due_on = calendar.due_on(task.key, cohort.starts_on, cohort.ends_on)
    return task.due_on in {due_on, not_before(due_on, cohort, now=task.created_at)}


@carries(
    "programs.support",
    title=N_("The support plan"),
    hint=N_("With last year’s words and numbers, nothing agreed and not signed: it is promised anew every year."),
)
def support(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> str | None:  # noqa: ARG001  a carrier's signature
    """The plan as words to start from."""
    return (
        N_("The support plan came along; it has to be signed anew.") if carry_plan(session, old, new, now=now) else None
    )


@carries(
    "programs.mentees",
    title=N_("Mentees who stay"),
    hint=N_("Each goes up one training level; the last level leaves. Nobody is told, and each can still be taken out."),
)
def mentees(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:  # noqa: ARG001  a carrier's signature
    """Active mentees, in the level after theirs; without a level they come along as they are."""
    following = next_levels(old.program)
    found = session.scalars(
        select(Enrollment)
        .where(
            Enrollment.cohort_id == old.id,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
        .order_by(Enrollment.created_at, Enrollment.id)
    ).all()
    staying = [mentee for mentee in found if mentee.training_level_id is None or following[mentee.training_level_id]]
    _enroll_all(session, new, [(who, _level_after(who, following)) for who in staying], by=by, now=now)
    if not found:
        return None
    return Carried(
        N_("Mentees who stay: %(staying)s. In the last level, so they leave: %(leaving)s."),
        {"staying": len(staying), "leaving": len(found) - len(staying)},
    )


def _level_after(mentee: Enrollment, following: Mapping[UUID, TrainingLevel | None]) -> TrainingLevel | None:
    return following[mentee.training_level_id] if mentee.training_level_id is not None else None


def _enroll_all(
    session: Session,
    new: Cohort,
    mentees: Sequence[tuple[Enrollment, TrainingLevel | None]],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """All at once, not one by one through enroll(): the cohort was just made, so there is nobody to look for in it."""
    coming = [
        Enrollment(
            cohort=new,
            account=mentee.account,
            role=CohortRole.MENTEE,
            training_level=level,
            department=mentee.department,
            site=mentee.site,
            created_at=now,
        )
        for mentee, level in mentees
    ]
    session.add_all(coming)
    session.flush()
    for who in coming:
        audit.record(
            session,
            "programs.enrollment.added",
            by=by,
            subject=who,
            at=now,
            program_id=new.program_id,
            person=who.account.name,
            role=CohortRole.MENTEE,
        )


def next_levels(program: Program) -> Mapping[UUID, TrainingLevel | None]:
    """For each training level the one after it; None after the last."""
    levels = list(program.training_levels)
    return MappingProxyType(
        {level.id: following for level, following in zip_longest(levels, levels[1:]) if level is not None}
    )
