"""The year as a to-do list: the template, the rows, what ticks itself, and what refuses."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase, services
from mentorship_app.programs.phases import change_plans
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.done_when import done_when
from mentorship_app.programs.year.queries import Entry, TaskState, next_tasks, year_of
from mentorship_app.programs.year.services import TaskEntry, add_task, change_task, fill, remove_task, set_state
from mentorship_app.programs.year.template import calendar_of, template_tasks
from mentorship_app.web import registrations as _all_features  # noqa: F401  every task that ticks itself
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory, ProgramFactory

BY = Actor(account_id=None, name="Ottoline Marsh")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()
OWN = TaskEntry("Book the hall", "", Phase.ACTIVE, date(2026, 11, 5))


def cohort_from(session: Session, *, month: int = 7, now: datetime = NOW, days: int = 365) -> Cohort:
    program = ProgramFactory(year_starts_in=month)
    HelpLineFactory(program=program, verified_on=date(2025, 1, 1))
    starts_on = date(2026, month, 1)
    ends_on = starts_on + timedelta(days=days - 1)
    return services.create_cohort(session, program, name="A", starts_on=starts_on, ends_on=ends_on, by=BY, now=now)


def entries(session: Session, cohort: Cohort) -> Mapping[str | None, Entry]:
    return {entry.task.key: entry for entry in year_of(session, cohort, today=TODAY)}


# The template


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("days", [90, 303, 365, 366, 730])
def test_every_task_is_due_on_a_workday_and_before_the_year_is_over(month: int, days: int) -> None:
    calendar = calendar_of(month)
    first = date(2026, month, 1)
    last = first + timedelta(days=days - 1)

    due = [calendar.due_on(key, first, last) for key in template_tasks()]

    assert {day.weekday() for day in due} <= {0, 1, 2, 3, 4}
    assert max(due) <= last + timedelta(days=2)


@pytest.mark.parametrize("month", [7, 9])
def test_first_survey_is_over_before_the_match_is_announced(month: int) -> None:
    days = calendar_of(month).days

    order = ["open_call", "decide_applications", "invite_mentees", "open_baseline", "close_baseline", "make_pairs"]
    assert sorted(order, key=lambda key: days[key]) == order
    assert days["hold_orientation"] > days["close_baseline"]


@pytest.mark.parametrize("month", [7, 9])
def test_tasks_of_a_phase_lie_where_the_proposed_phase_does(session: Session, month: int) -> None:
    cohort = cohort_from(session, month=month, days=calendar_of(month).length)
    plans = {plan.phase: plan for plan in cohort.phase_plans}

    outside = [
        task.key
        for task in template_tasks().values()
        if task.phase is not Phase.SETUP
        and not plans[task.phase].starts_on - timedelta(days=5)
        <= calendar_of(month).due_on(task.key, cohort.starts_on, cohort.ends_on)
        <= plans[task.phase].ends_on + timedelta(days=5)
    ]
    assert outside == []


def test_every_task_that_ticks_itself_is_in_the_template() -> None:
    assert set(done_when) <= set(template_tasks())
    assert len(done_when) >= 3


def test_every_page_of_the_template_is_there(app: Flask) -> None:
    pages = {task.page for task in template_tasks().values() if task.page}
    assert pages - set(app.view_functions) == set()


# Filling


def test_new_cohort_has_every_task_once(session: Session) -> None:
    cohort = cohort_from(session)

    assert fill(session, cohort, now=NOW) == 0
    assert set(entries(session, cohort)) == set(template_tasks())


def test_list_made_late_begins_with_nothing_overdue(session: Session) -> None:
    cohort = cohort_from(session, now=datetime(2026, 11, 20, 12, tzinfo=UTC))

    due = [entry.task.due_on for entry in year_of(session, cohort, today=TODAY)]

    assert min(due) == date(2026, 11, 27)
    assert max(due) == date(2027, 6, 28)


def test_cohort_from_before_the_list_can_be_filled(session: Session) -> None:
    cohort = CohortFactory()
    assert year_of(session, cohort, today=TODAY) == ()

    assert fill(session, cohort, now=NOW) == len(template_tasks())


# Ticking


def test_tick_names_who_and_can_be_taken_back(session: Session) -> None:
    cohort = cohort_from(session)
    task = entries(session, cohort)["write_call"].task

    set_state(session, task, TaskState.TICKED, version=1, by=BY, now=NOW)
    assert (task.done_at, task.done_by, task.version) == (NOW, "Ottoline Marsh", 2)
    # Pressed twice.
    set_state(session, task, TaskState.TICKED, version=1, by=BY, now=NOW)
    assert task.version == 2
    set_state(session, task, TaskState.SKIPPED, version=2, by=BY, now=NOW)
    assert (task.done_at, task.done_by, task.skipped) == (None, "", True)
    set_state(session, task, TaskState.OPEN, version=3, by=BY, now=NOW)

    assert entries(session, cohort)["write_call"].is_open
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == task.id)).all()
    assert sorted(actions) == [
        "programs.year_task.reopened",
        "programs.year_task.skipped",
        "programs.year_task.ticked",
    ]


def test_tick_of_a_task_that_changed_meanwhile_is_refused(session: Session) -> None:
    task = entries(session, cohort_from(session))["write_call"].task
    set_state(session, task, TaskState.SKIPPED, version=1, by=BY, now=NOW)

    with pytest.raises(Conflict):
        set_state(session, task, TaskState.TICKED, version=1, by=BY, now=NOW)


def test_app_ticks_what_it_can_see(session: Session) -> None:
    cohort = cohort_from(session)
    before = entries(session, cohort)
    assert {before[key].state for key in ("add_mentees", "check_help_lines", "roll_over")} == {TaskState.OPEN}
    assert before["add_mentees"].ticks_itself
    assert not before["train_mentors"].ticks_itself

    mentee: Enrollment = EnrollmentFactory(cohort=cohort)
    cohort.program.help_lines[0].verified_on = date(2026, 4, 1)
    session.flush()

    after = entries(session, cohort)
    assert (after["add_mentees"].state, after["check_help_lines"].state) == (TaskState.SEEN, TaskState.SEEN)
    mentee.status = EnrollmentStatus.WITHDRAWN
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    assert entries(session, cohort)["add_mentees"].is_open


def test_what_is_to_do_next_comes_longest_overdue_first(session: Session) -> None:
    cohort = cohort_from(session)
    found = year_of(session, cohort, today=TODAY)
    set_state(session, found[0].task, TaskState.SKIPPED, version=1, by=BY, now=NOW)
    set_state(session, found[2].task, TaskState.TICKED, version=1, by=BY, now=NOW)
    EnrollmentFactory(cohort=cohort)

    coming = next_tasks(session, cohort, today=TODAY, limit=5)

    left = [entry.task.key for entry in found[1:] if entry is not found[2] and entry.task.key != "add_mentees"]
    assert [entry.task.key for entry in coming] == left[:5]
    assert [entry.task.due_on for entry in coming] == sorted(entry.task.due_on for entry in coming)


def test_what_a_phase_that_is_over_left_open_is_on_the_whole_list_only(session: Session) -> None:
    cohort = cohort_from(session)
    cohort.phase = Phase.ACTIVE
    behind = {Phase.SETUP, Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING}
    assert any(entry.is_open and entry.task.phase in behind for entry in year_of(session, cohort, today=TODAY))

    coming = next_tasks(session, cohort, today=TODAY, limit=50)

    assert {entry.task.phase for entry in coming} == {Phase.ACTIVE, Phase.CLOSING}


# Own words, own tasks


def test_words_left_as_they_are_stay_the_templates(session: Session) -> None:
    entry = entries(session, cohort_from(session))["write_call"]
    shipped = template_tasks()["write_call"]
    same = TaskEntry(shipped.title.en, shipped.title.fr, Phase.RECRUITMENT, date(2026, 7, 20))

    change_task(session, entry.task, same, version=1, by=BY, now=NOW)

    assert (entry.task.title_en, entry.task.title_fr) == ("", "")
    assert (entry.task.phase, entry.task.due_on, entry.task.version) == (Phase.RECRUITMENT, date(2026, 7, 20), 2)
    assert entry.title("fr") == shipped.title.fr


def test_words_in_one_language_are_shown_in_both(session: Session) -> None:
    cohort = cohort_from(session)
    task = add_task(session, cohort, OWN, by=BY, now=NOW)

    entry = entries(session, cohort)[None]

    assert (entry.title("en"), entry.title("fr"), entry.why("en"), entry.page) == (
        "Book the hall",
        "Book the hall",
        "",
        "",
    )
    assert task.is_own


def test_own_task_can_be_deleted_and_a_shipped_one_skipped(session: Session) -> None:
    cohort = cohort_from(session)
    remove_task(session, add_task(session, cohort, OWN, by=BY, now=NOW), by=BY, now=NOW)
    assert None not in entries(session, cohort)

    with pytest.raises(InvalidTransition):
        remove_task(session, entries(session, cohort)["write_call"].task, by=BY, now=NOW)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (TaskEntry(" ", "", Phase.ACTIVE, date(2026, 11, 5)), "title_en"),
        (TaskEntry("", "x" * 161, Phase.ACTIVE, date(2026, 11, 5)), "title_fr"),
        (TaskEntry("Book", "", Phase.ACTIVE, date(2206, 11, 5)), "due_on"),
    ],
)
def test_wrong_entry_is_named(session: Session, entry: TaskEntry, field: str) -> None:
    cohort = cohort_from(session)

    with pytest.raises(FieldError) as refused:
        add_task(session, cohort, entry, by=BY, now=NOW)

    assert refused.value.field == field
    assert session.scalar(select(YearTask).where(YearTask.key.is_(None))) is None


def test_list_stays_a_page_long(session: Session) -> None:
    cohort = cohort_from(session)
    for _ in range(100 - len(template_tasks())):
        add_task(session, cohort, OWN, by=BY, now=NOW)

    with pytest.raises(FieldError):
        add_task(session, cohort, OWN, by=BY, now=NOW)


# Dates of the phases


def begins(cohort: Cohort) -> dict[Phase, date]:
    return {plan.phase: plan.starts_on for plan in cohort.phase_plans}


def test_phases_are_planned_without_a_gap(session: Session) -> None:
    cohort = cohort_from(session)
    chosen = begins(cohort) | {Phase.RECRUITMENT: date(2026, 5, 1), Phase.SETUP: date(2026, 3, 1)}

    change_plans(session, cohort, chosen, date(2027, 6, 15), version=1, by=BY, now=NOW)

    plans = cohort.phase_plans
    assert begins(cohort) == chosen
    assert [later.starts_on - earlier.ends_on for earlier, later in pairwise(plans)] == [timedelta(days=1)] * 5
    assert (plans[-1].ends_on, cohort.version) == (date(2027, 6, 15), 2)


@pytest.mark.parametrize(
    ("chosen", "ends_on", "field"),
    [
        ({Phase.INTAKE: date(2026, 7, 2)}, date(2027, 6, 30), "intake"),
        ({Phase.SETUP: date(2020, 7, 2)}, date(2027, 6, 30), "setup"),
        ({}, date(2026, 12, 1), "ends_on"),
    ],
)
def test_phases_out_of_order_are_named(session: Session, chosen: dict[Phase, date], ends_on: date, field: str) -> None:
    cohort = cohort_from(session)

    with pytest.raises(FieldError) as refused:
        change_plans(session, cohort, begins(cohort) | chosen, ends_on, version=1, by=BY, now=NOW)

    assert refused.value.field == field


def test_phases_changed_by_two_at_once_are_refused(session: Session) -> None:
    cohort = cohort_from(session)
    chosen = begins(cohort)
    change_plans(session, cohort, chosen, date(2027, 6, 30), version=1, by=BY, now=NOW)

    with pytest.raises(Conflict):
        change_plans(session, cohort, chosen, date(2027, 6, 30), version=1, by=BY, now=NOW)


def test_phases_of_a_cohort_without_plans_can_be_planned(session: Session) -> None:
    cohort = CohortFactory()
    assert list(cohort.phase_plans) == []
    chosen = begins(cohort_from(session))

    change_plans(session, cohort, chosen, date(2027, 6, 30), version=1, by=BY, now=NOW)

    assert begins(cohort) == chosen
