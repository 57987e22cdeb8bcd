"""Setting goals, following them, and what of them is kept from whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, KeyringError, NotFound
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.goals import leaving as _leaving  # noqa: F401  registers what leaving means
from mentorship_app.mentoring.goals import services
from mentorship_app.mentoring.goals.contents import Progress, can_be_opened, opened, read_by_mentors
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import DevelopmentPlan, Goal
from mentorship_app.mentoring.goals.plan import ask_for_plan, plan_for
from mentorship_app.mentoring.goals.queries import (
    count_mentees_with_goal,
    count_open,
    deleted_goals_of,
    find_goal,
    goals_of,
    shared_goals_of,
)
from mentorship_app.privacy.sealing import SealBroken, goals_key_name
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.surveys.keys import lasting_keys
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.goals import PLANNED, planned
from tests.factories.people import MOMENT

DAY = date(2026, 10, 1)


@pytest.fixture
def mentee(store: Session) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=CohortFactory())
    store.flush()
    return made


def test_a_goal_keeps_what_was_written_and_its_steps_in_order(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal = planned(store, keyring, mentee)

    contents = opened(keyring, goal)

    assert (contents.title, contents.due_on) == ("Lead a resuscitation calmly", date(2027, 3, 1))
    assert [step.text for step in contents.steps] == [
        "Watch two debriefings",
        "Run one in simulation",
        "Ask for feedback",
    ]
    assert (goal.status, goal.version, goal.form_version.key) == (GoalStatus.OPEN, 1, "goal_plan")


def test_what_is_written_lies_sealed_in_the_database_also_when_it_is_shared(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal = planned(store, keyring, mentee, shared=True)

    raw = store.scalar(select(Goal.sealed))

    assert raw is not None
    assert opened(keyring, goal).answers["why"] == PLANNED["why"]
    assert b"freeze" not in raw
    assert len(raw) == len(planned(store, keyring, mentee, "Short", why="").sealed)


def test_a_seal_opens_in_its_own_row_alone(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    first, second = planned(store, keyring, mentee), planned(store, keyring, mentee, "Another")
    first.sealed = second.sealed

    with pytest.raises(SealBroken):
        opened(keyring, first)


def test_with_the_program_its_key_goes_and_nobody_reads_goals_any_more(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal, program = planned(store, keyring, mentee), mentee.cohort.program
    assert goals_key_name(program.id) in lasting_keys(program)
    assert can_be_opened(keyring, program.id)

    keyring.destroy(goals_key_name(program.id))

    assert not can_be_opened(keyring, program.id)
    with pytest.raises(KeyringError):
        opened(keyring, goal)


def test_other_words_keep_the_ticks_of_steps_that_stay(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    goal = planned(store, keyring, mentee)
    services.tick(store, keyring, goal, "Watch two debriefings", done=True)
    services.tick(store, keyring, goal, "Ask for feedback", done=True)

    services.rewrite(store, keyring, goal, PLANNED | {"further_steps": "Lead one"}, shared=True, version=1)

    steps = [(step.text, step.done) for step in opened(keyring, goal).steps]
    assert steps == [("Watch two debriefings", True), ("Lead one", False)]


def test_a_stale_rewrite_is_refused_and_ticks_or_progress_make_none_stale(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal = planned(store, keyring, mentee)
    services.tick(store, keyring, goal, "Ask for feedback", done=True)
    services.note_progress(store, keyring, goal, 4, on=DAY)

    services.rewrite(store, keyring, goal, PLANNED, shared=True, version=1)

    with pytest.raises(Conflict):
        services.rewrite(store, keyring, goal, PLANNED | {"goal": "Older"}, shared=True, version=1)
    assert opened(keyring, goal).title == PLANNED["goal"]


def test_progress_is_one_mark_a_day_in_order(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    goal = planned(store, keyring, mentee)
    services.note_progress(store, keyring, goal, 5, on=DAY + timedelta(days=7))
    services.note_progress(store, keyring, goal, 2, on=DAY)
    services.note_progress(store, keyring, goal, 3, on=DAY)

    assert opened(keyring, goal).progress == (Progress(DAY, 3), Progress(DAY + timedelta(days=7), 5))
    for wrong in (-1, 11):
        with pytest.raises(FieldError):
            services.note_progress(store, keyring, goal, wrong, on=DAY)


def test_a_step_that_is_gone_cannot_be_ticked(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    goal = planned(store, keyring, mentee)
    with pytest.raises(NotFound):
        services.tick(store, keyring, goal, "Never written", done=True)


def test_mentors_read_shared_goals_alone_and_reflections_only_when_shared_too(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    shared = planned(store, keyring, mentee)
    private = planned(store, keyring, mentee, "Sleep again", shared=False)
    services.reflect(store, keyring, shared, "I was wrong about it", shared=False, version=1)
    services.reflect(store, keyring, private, "Nobody knows", shared=True, version=1)
    assert {opened(keyring, goal).title for goal in goals_of(store, mentee)} == {PLANNED["goal"], "Sleep again"}

    assert list(shared_goals_of(store, mentee.id)) == [shared]
    told = {question.id: answer for question, answer in read_by_mentors(shared, opened(keyring, shared))}
    assert told == {"why": PLANNED["why"], "due_on": PLANNED["due_on"]}
    plan = plan_for(store, keyring, mentee, "en", with_private=False)
    assert [(goal.title, goal.reflection) for goal in plan.goals] == [(PLANNED["goal"], "")]
    whole = plan_for(store, keyring, mentee, "fr", with_private=True)
    assert {goal.reflection for goal in whole.goals} == {"I was wrong about it", "Nobody knows"}


def test_a_goal_belongs_to_its_mentee_and_is_found_for_nobody_else(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal, other = planned(store, keyring, mentee), EnrollmentFactory(cohort=mentee.cohort)
    store.flush()

    assert find_goal(store, [mentee.id], goal.public_id) is goal
    assert find_goal(store, [other.id], goal.public_id) is None
    assert list(goals_of(store, other)) == []


def test_a_deleted_goal_is_gone_at_once_comes_back_for_minutes_and_then_is_gone_for_good(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    goal = planned(store, keyring, mentee)
    services.delete_goal(store, goal, now=MOMENT)
    assert list(goals_of(store, mentee)) == list(shared_goals_of(store, mentee.id)) == []
    assert list(deleted_goals_of(store, mentee, now=MOMENT)) == [goal]

    services.bring_back(store, goal, now=MOMENT + timedelta(minutes=9))
    assert list(goals_of(store, mentee)) == [goal]

    services.delete_goal(store, goal, now=MOMENT)
    late = MOMENT + services.UNDO
    assert list(deleted_goals_of(store, mentee, now=late)) == []
    with pytest.raises(NotFound):
        services.bring_back(store, goal, now=late)
    assert services.any_to_sweep(store, now=late)
    assert services.sweep(store, now=late) == 1
    assert store.scalar(select(func.count(Goal.id))) == 0


def test_what_was_drawn_goes_with_a_goal_that_is_deleted_or_no_longer_shared(
    store: Session, keyring: Keyring, mentee: Enrollment
) -> None:
    for change in (
        lambda goal: services.delete_goal(store, goal, now=MOMENT),
        lambda goal: services.share(store, goal, shared=False),
    ):
        goal = planned(store, keyring, mentee)
        ask_for_plan(store, mentee, locale="en", with_private=True, now=MOMENT)
        assert store.scalar(select(func.count(DevelopmentPlan.id))) == 1

        change(goal)

        assert store.scalar(select(func.count(DevelopmentPlan.id))) == 0


def test_no_plan_is_drawn_of_nothing(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    with pytest.raises(Conflict):
        ask_for_plan(store, mentee, locale="en", with_private=True, now=MOMENT)
    planned(store, keyring, mentee, shared=False)
    with pytest.raises(Conflict):
        ask_for_plan(store, mentee, locale="en", with_private=False, now=MOMENT)
    assert ask_for_plan(store, mentee, locale="en", with_private=True, now=MOMENT).is_pending


def test_nothing_about_goals_is_written_in_the_log(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    goal = planned(store, keyring, mentee)
    services.share(store, goal, shared=False)
    services.settle(store, goal, GoalStatus.REACHED)
    services.delete_goal(store, goal, now=MOMENT)

    assert goal.status is GoalStatus.REACHED
    assert store.scalar(select(func.count(AuditEvent.id))) == 0


def test_there_is_an_end_to_the_number_of_goals(
    store: Session, keyring: Keyring, mentee: Enrollment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_GOALS", 2)
    first = planned(store, keyring, mentee)
    planned(store, keyring, mentee)
    with pytest.raises(Conflict):
        planned(store, keyring, mentee)

    services.delete_goal(store, first, now=MOMENT)
    planned(store, keyring, mentee)
    assert count_open(store, [mentee.id]) == {mentee.id: 2}


def test_goals_and_plans_go_with_their_mentee(store: Session, keyring: Keyring, mentee: Enrollment) -> None:
    planned(store, keyring, mentee)
    ask_for_plan(store, mentee, locale="en", with_private=True, now=MOMENT)

    withdraw(store, mentee, by=SYSTEM, now=MOMENT)

    assert store.scalar(select(func.count(Goal.id))) == 0
    assert store.scalar(select(func.count(DevelopmentPlan.id))) == 0


@pytest.mark.parametrize(
    ("mentees", "having", "told"),
    [(4, 4, None), (9, 9, None), (10, 4, None), (10, 5, 5), (10, 10, 5), (12, 9, 5), (16, 13, 10), (16, 16, 10)],
)
def test_staff_are_told_a_rounded_number_that_says_nothing_of_anybody(
    store: Session, keyring: Keyring, mentees: int, having: int, told: int | None
) -> None:
    cohort: Cohort = CohortFactory()
    people = [EnrollmentFactory(cohort=cohort) for _ in range(mentees)]
    store.flush()
    for person in people[:having]:
        planned(store, keyring, person)
        planned(store, keyring, person, shared=False)

    counted = count_mentees_with_goal(store, cohort)

    assert (counted.at_least, counted.mentees) == (told, mentees)
