"""The next cohort from the last one: dates, names, and what comes along."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase, Program, services
from mentorship_app.programs.phases import change_plans
from mentorship_app.programs.rollover import (
    NewYear,
    Shift,
    carriers,
    follower_of,
    foresee,
    labels,
    next_name,
    proposed_year,
    roll_over,
)
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.queries import TaskState
from mentorship_app.programs.year.services import TaskEntry, add_task, change_task, set_state
from mentorship_app.web import registrations as _all_features  # noqa: F401  every carrier
from tests.factories import AccountFactory, EnrollmentFactory, ProgramFactory, TrainingLevelFactory

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2027, 3, 2, 12, tzinfo=UTC)
MINE = frozenset({"programs.dates", "programs.tasks", "programs.mentees"})
pytestmark = pytest.mark.usefixtures("session")


def old_cohort(session: Session, **program: object) -> Cohort:
    return services.create_cohort(
        session,
        ProgramFactory(**program),
        name="2026–27",
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 6, 30),
        by=SYSTEM,
        now=NOW,
    )


def next_year(session: Session, cohort: Cohort, **changes: object) -> Cohort:
    proposed = proposed_year(cohort)
    year = NewYear(**(vars(proposed) | {"carry": MINE} | changes))  # type: ignore[arg-type]  # cases
    made = roll_over(session, cohort, year, by=SYSTEM, now=LATER)
    return session.get_one(Cohort, made.cohort_id)


# Dates


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_shift_takes_the_first_day_to_the_first_day(old: date, new: date) -> None:
    shift = Shift.between(old, new)

    assert shift.exactly(old) == new
    assert abs(shift.days) <= 31


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_moved_workday_is_a_workday_within_two_days_of_the_calendar(day: date, months: int) -> None:
    moved = Shift(months).workday(day)

    assert 0 <= (moved - Shift(months).exactly(day)).days <= 2
    assert moved.weekday() < 5 or day.weekday() >= 5


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 7, 1), date(2027, 7, 1)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_year_on_is_the_same_day_of_the_calendar(day: date, moved: date) -> None:
    assert Shift(12).exactly(day) == moved


def test_friday_that_would_fall_on_saturday_moves_to_monday() -> None:
    assert Shift(12).workday(date(2026, 9, 4)) == date(2027, 9, 6)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "month", "proposed"),
    [
        (date(2026, 7, 1), date(2027, 6, 30), 7, (date(2027, 7, 1), date(2028, 6, 30))),
        (date(2026, 9, 1), date(2027, 6, 30), 9, (date(2027, 9, 1), date(2028, 6, 30))),
        # The 29th of February is not lost.
        (date(2026, 3, 1), date(2027, 2, 28), 3, (date(2027, 3, 1), date(2028, 2, 29))),
        # The program now begins in September.
        (date(2026, 7, 1), date(2027, 6, 30), 9, (date(2027, 9, 1), date(2028, 8, 31))),
        (date(2026, 9, 1), date(2027, 8, 31), 7, (date(2027, 7, 1), date(2028, 6, 30))),
    ],
)
def test_next_year_begins_when_the_program_does(
    session: Session, starts_on: date, ends_on: date, month: int, proposed: tuple[date, date]
) -> None:
    program = ProgramFactory(year_starts_in=month)
    cohort = services.create_cohort(
        session, program, name="A", starts_on=starts_on, ends_on=ends_on, by=SYSTEM, now=NOW
    )

    year = proposed_year(cohort)

    assert (year.starts_on, year.ends_on) == proposed


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("2026–27", "2027–28"),
        ("2026-2027", "2027-2028"),
        ("2026/27, automne", "2027/28, automne"),
        ("Fall 2026", "Fall 2027"),
        ("First cohort", "2027–28"),
        ("1999", "2027–28"),
    ],
)
def test_name_goes_on_as_it_was_written(name: str, following: str) -> None:
    assert next_name(name, date(2027, 7, 1), date(2028, 6, 30)) == following


def test_name_of_a_century_has_two_digits() -> None:
    assert next_name("2098–99", date(2099, 7, 1), date(2100, 6, 30)) == "2099–00"


# Once


def test_second_time_makes_nothing_and_says_what_is_there(session: Session) -> None:
    old = old_cohort(session)
    first = roll_over(session, old, proposed_year(old), by=SYSTEM, now=LATER)

    again = roll_over(session, old, NewYear("Another", date(2030, 1, 1), date(2031, 1, 1), MINE), by=SYSTEM, now=LATER)

    assert (first.is_new, again.is_new) == (True, False)
    assert (again.cohort_id, again.name, again.carried) == (first.cohort_id, "2027–28", {})
    assert session.scalar(select(func.count()).select_from(Cohort)) == 2


def test_taken_name_is_refused(session: Session) -> None:
    old = old_cohort(session)

    with pytest.raises(FieldError) as refused:
        next_year(session, old, name="2026–27")

    assert refused.value.field == "name"
    assert follower_of(session, old) is None


def everything(session: Session) -> dict[str, int]:
    tables = (Cohort, Enrollment, YearTask, AuditEvent)
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_what_is_foreseen_is_what_comes_and_leaves_nothing_behind(session: Session) -> None:
    old = old_cohort(session)
    first, last = TrainingLevelFactory(program=old.program, position=1), TrainingLevelFactory(program=old.program)
    EnrollmentFactory(cohort=old, training_level=first)
    EnrollmentFactory(cohort=old, training_level=last)
    before = everything(session)

    foreseen = foresee(session, old, proposed_year(old), by=SYSTEM, now=LATER)

    assert everything(session) == before
    assert [cohort.name for cohort in old.program.cohorts] == ["2026–27"]
    made = roll_over(session, old, proposed_year(old), by=SYSTEM, now=LATER)
    assert made.carried == foreseen.carried
    assert set(made.carried) >= MINE


def test_nothing_comes_along_that_was_not_wanted(session: Session) -> None:
    old = old_cohort(session)
    EnrollmentFactory(cohort=old)

    new = next_year(session, old, carry=frozenset())

    assert session.scalar(select(func.count()).where(Enrollment.cohort_id == new.id)) == 0
    assert len(new.phase_plans) == 6


def test_every_carrier_can_be_asked_for() -> None:
    assert set(carriers) == set(labels)
    assert set(carriers) >= MINE


# Mentees


def levels(program: Program) -> list[str]:
    made = [
        TrainingLevelFactory(program=program, code=code, position=number)
        for number, code in enumerate(("PGY-1", "PGY-2", "PGY-3"))
    ]
    program.training_levels.sort(key=lambda level: level.position)
    return [level.code for level in made]


def test_mentees_go_up_a_level_and_the_last_level_leaves(session: Session) -> None:
    old = old_cohort(session)
    levels(old.program)
    for level in old.program.training_levels:
        EnrollmentFactory(cohort=old, training_level=level, department="Medicine", site="North")
    EnrollmentFactory(cohort=old, account=AccountFactory(name="No level"))
    EnrollmentFactory(cohort=old, training_level=old.program.training_levels[0], status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory(cohort=old, role=CohortRole.MENTOR)

    new = next_year(session, old)

    found = session.scalars(select(Enrollment).where(Enrollment.cohort_id == new.id)).all()
    came = [(who.training_level.code if who.training_level else "", who.department, who.role) for who in found]
    assert sorted(came) == [
        ("", "", CohortRole.MENTEE),
        ("PGY-2", "Medicine", CohortRole.MENTEE),
        ("PGY-3", "Medicine", CohortRole.MENTEE),
    ]


# Calendar


def test_phases_move_with_the_year_and_leave_no_gap(session: Session) -> None:
    old = old_cohort(session)
    begins = {plan.phase: plan.starts_on for plan in old.phase_plans} | {
        Phase.SETUP: date(2026, 3, 1),
        Phase.RECRUITMENT: date(2026, 5, 15),
    }
    change_plans(session, old, begins, date(2027, 6, 30), version=1, by=SYSTEM, now=NOW)

    plans = next_year(session, old).phase_plans

    assert [plan.starts_on for plan in plans][:2] == [date(2027, 3, 1), date(2027, 5, 15)]
    assert plans[-1].ends_on == date(2028, 6, 30)
    for earlier, later in pairwise(plans):
        assert later.starts_on - earlier.ends_on == timedelta(days=1)


def test_phases_are_proposed_anew_for_a_year_of_another_length(session: Session) -> None:
    new = next_year(session, old_cohort(session), ends_on=date(2027, 12, 31))

    assert (new.phase_plans[0].starts_on, new.phase_plans[-1].ends_on) == (date(2027, 7, 1), date(2027, 12, 31))


def test_tasks_come_along_open_with_own_words_and_moved_dates(session: Session) -> None:
    old = old_cohort(session)
    tasks = {task.key: task for task in session.scalars(select(YearTask).where(YearTask.cohort_id == old.id))}
    set_state(session, tasks["write_call"], TaskState.TICKED, version=1, by=SYSTEM, now=NOW)
    set_state(session, tasks["train_mentors"], TaskState.SKIPPED, version=1, by=SYSTEM, now=NOW)
    entry = TaskEntry("Invite everybody to the dinner", "", Phase.MATCHING, date(2026, 10, 15))
    change_task(session, tasks["hold_orientation"], entry, version=1, by=SYSTEM, now=NOW)
    add_task(session, old, TaskEntry("", "Réserver la salle", Phase.ACTIVE, date(2026, 11, 5)), by=SYSTEM, now=NOW)

    new = next_year(session, old)

    came = {task.key: task for task in session.scalars(select(YearTask).where(YearTask.cohort_id == new.id))}
    assert len(came) == len(tasks) + 1
    assert (came["write_call"].done_at, came["write_call"].due_on) == (None, date(2027, 7, 15))
    assert came["train_mentors"].skipped
    moved = came["hold_orientation"]
    assert (moved.title_en, moved.due_on) == ("Invite everybody to the dinner", date(2027, 10, 15))
    assert (came[None].title_fr, came[None].due_on) == ("Réserver la salle", date(2027, 11, 5))
    # Late when the first list was made, in March, so it lay a week ahead then: that does not come along.
    assert came["agree_resources"].due_on == date(2027, 3, 18)
