"""Programs, cohorts, phases, enrollments and help lines: what changes them, and what refuses."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotAllowed
from mentorship_app.core.identity import SYSTEM, StaffRole
from mentorship_app.jobs import Job
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase, Program, services
from mentorship_app.programs.help_lines import HelpLineEntry, confirm_help_line, remove_help_line
from mentorship_app.programs.phases import ALLOWED, ORDER, Opening, is_open, move_to, next_phase, proposed_plans, step
from mentorship_app.programs.queries import PeopleCounts, count_people, help_lines_to_check
from mentorship_app.programs.services import TrainingLevelEntry
from mentorship_app.programs.settings import ProgramSettings
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import (
    AccountFactory,
    CohortFactory,
    EnrollmentFactory,
    HelpLineFactory,
    ProgramFactory,
    StaffGrantFactory,
)

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LINE = HelpLineEntry(label_en="Crisis line", label_fr="Ligne de crise", number="9-8-8")
pytestmark = pytest.mark.usefixtures("session")


def create_program(session: Session, **changes: object) -> Program:
    given: dict[str, object] = {
        "name": "Médecine interne",
        "organization": "Northmere",
        "locale": "fr",
        "timezone": "America/Toronto",
        "contact_email": "Casey@Example.org",
        "help_lines": [LINE],
    }
    return services.create_program(session, by=SYSTEM, now=NOW, **(given | changes))  # type: ignore[arg-type]  # cases


def test_program_gets_a_free_slug_and_its_help_lines(session: Session) -> None:
    first, second = create_program(session), create_program(session)

    assert (first.slug, second.slug) == ("medecine-interne", "medecine-interne-2")
    assert first.contact_email == "casey@example.org"
    assert [(line.number, line.verified_on) for line in first.help_lines] == [("9-8-8", date(2026, 9, 1))]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"organization": ""}, "organization"),
        ({"locale": "de"}, "locale"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"contact_email": "casey"}, "contact_email"),
        ({"help_lines": []}, "help_lines"),
        ({"help_lines": [HelpLineEntry("Line", "", "9")]}, "label_fr"),
    ],
)
def test_wrong_program_names_its_entry(session: Session, changes: dict[str, object], field: str) -> None:
    with pytest.raises(FieldError) as refusal:
        create_program(session, **changes)

    assert refusal.value.field == field


def test_stale_settings_are_refused(session: Session) -> None:
    program = create_program(session)
    settings = ProgramSettings("Surgery", "Northmere", "en", "America/Toronto", "casey@example.org")
    services.change_program(session, program, settings, version=1, by=SYSTEM, now=NOW)

    with pytest.raises(Conflict):
        services.change_program(session, program, settings, version=1, by=SYSTEM, now=NOW)
    assert (program.name, program.slug, program.version) == ("Surgery", "medecine-interne", 2)


@pytest.mark.parametrize("days", [30, 45, 90, 180, 365, 400])
def test_proposed_phases_fill_the_cohort_without_a_gap(days: int) -> None:
    first = date(2026, 7, 1)
    plans = proposed_plans(first, first + timedelta(days=days - 1))

    assert [plan.phase for plan in plans] == list(ORDER[:-1])
    assert (plans[0].starts_on, plans[-1].ends_on) == (first, first + timedelta(days=days - 1))
    assert all(later.starts_on - earlier.ends_on == timedelta(days=1) for earlier, later in pairwise(plans))
    assert all(plan.starts_on <= plan.ends_on for plan in plans)


def test_cohort_is_made_in_setup_and_its_name_is_its_own(session: Session) -> None:
    program = create_program(session)
    given = {"starts_on": date(2026, 7, 1), "ends_on": date(2027, 6, 30), "by": SYSTEM, "now": NOW}
    cohort = services.create_cohort(session, program, name="2026–27", **given)  # type: ignore[arg-type]  # shared words

    assert (cohort.slug, cohort.phase, len(cohort.phase_plans)) == ("2026-27", Phase.SETUP, 6)
    with pytest.raises(FieldError):
        services.create_cohort(session, program, name="2026-27", **given)  # type: ignore[arg-type]  # shared words


@pytest.mark.parametrize("start", list(Phase))
@pytest.mark.parametrize("end", list(Phase))
def test_only_allowed_moves_are_made_and_logged(session: Session, start: Phase, end: Phase) -> None:
    cohort: Cohort = CohortFactory(phase=start)

    if end is start or end in ALLOWED[start]:
        move_to(session, cohort, end, by=SYSTEM, now=NOW)
        assert cohort.phase is end
    else:
        with pytest.raises(InvalidTransition):
            move_to(session, cohort, end, by=SYSTEM, now=NOW)
        assert cohort.phase is start
    moves = session.scalars(select(AuditEvent.details)).all()
    assert len(moves) == (1 if end in ALLOWED[start] else 0)


def test_every_phase_leads_on_until_the_last() -> None:
    cohort: Cohort = CohortFactory(phase=Phase.SETUP)
    seen = [cohort.phase]
    while (phase := next_phase(cohort)) is not None:
        cohort.phase = phase
        seen.append(phase)

    assert seen == list(Phase)
    assert not any(is_open(cohort, opening) for opening in Opening)


def test_step_says_what_it_opens_and_closes() -> None:
    forward = step(Phase.INTAKE, Phase.MATCHING)

    assert forward.opens == (Opening.PAIRING,)
    assert forward.closes == (Opening.APPLICATIONS, Opening.INTAKE)
    assert forward.is_forward


def test_enrolling_again_updates_what_is_given_and_takes_back(session: Session) -> None:
    cohort, account = CohortFactory(), AccountFactory()
    given = {"role": CohortRole.MENTOR, "by": SYSTEM, "now": NOW}
    first = services.enroll(session, cohort, account, department="Surgery", capacity=2, **given)
    withdraw(session, first, by=SYSTEM, now=NOW)

    again = services.enroll(session, cohort, account, site="North", **given)

    assert again is first
    assert (again.status, again.department, again.site, again.capacity) == (
        EnrollmentStatus.ACTIVE,
        "Surgery",
        "North",
        2,
    )
    assert count_people(session, cohort) == PeopleCounts(mentors=1, mentees=0, places=2)


@pytest.mark.parametrize(("role", "capacity"), [(CohortRole.MENTEE, 1), (CohortRole.MENTOR, 6)])
def test_impossible_capacity_is_refused(session: Session, role: CohortRole, capacity: int) -> None:
    with pytest.raises(FieldError):
        services.enroll(session, CohortFactory(), AccountFactory(), role=role, capacity=capacity, by=SYSTEM, now=NOW)


def test_nobody_joins_a_closed_cohort(session: Session) -> None:
    with pytest.raises(InvalidTransition):
        services.enroll(
            session, CohortFactory(phase=Phase.CLOSED), AccountFactory(), role=CohortRole.MENTEE, by=SYSTEM, now=NOW
        )


def test_training_level_that_somebody_has_stays(session: Session) -> None:
    program = create_program(session)
    levels = [TrainingLevelEntry("PGY-1", "First", "Première"), TrainingLevelEntry("PGY-2", "", "")]
    services.set_training_levels(session, program, levels, by=SYSTEM, now=NOW)
    EnrollmentFactory(cohort=CohortFactory(program=program), training_level=program.training_levels[0])

    with pytest.raises(Conflict):
        services.set_training_levels(session, program, levels[1:], by=SYSTEM, now=NOW)
    services.set_training_levels(session, program, levels[:1], by=SYSTEM, now=NOW)
    assert [level.code for level in program.training_levels] == ["PGY-1"]


def test_old_help_lines_are_named_until_they_are_checked(session: Session) -> None:
    old = HelpLineFactory(verified_on=date(2025, 9, 20))
    new = HelpLineFactory(program=old.program, verified_on=date(2026, 1, 1))
    session.expire(old.program)

    assert help_lines_to_check(old.program, now=NOW) == [old]
    confirm_help_line(session, old, by=SYSTEM, now=NOW)
    assert help_lines_to_check(old.program, now=NOW) == []
    remove_help_line(session, new, by=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        remove_help_line(session, old, by=SYSTEM, now=NOW)


def test_only_a_demo_is_deleted_with_whom_it_alone_knew(session: Session) -> None:
    demo, real = ProgramFactory(is_demo=True), CohortFactory()
    only_here, also_there = AccountFactory(), AccountFactory()
    cohort = CohortFactory(program=demo)
    EnrollmentFactory(cohort=cohort, account=only_here)
    EnrollmentFactory(cohort=cohort, account=also_there)
    EnrollmentFactory(cohort=real, account=also_there)
    StaffGrantFactory(program_id=demo.id, role=StaffRole.COORDINATOR)
    kept, demo_id = also_there.id, demo.id

    with pytest.raises(NotAllowed):
        services.delete_program(session, real.program, by=SYSTEM, now=NOW, keys=[])
    services.delete_program(session, demo, by=SYSTEM, now=NOW, keys=["wave:1"])

    assert session.get(Program, demo_id) is None
    assert session.scalars(select(Account.id)).all() == [kept]
    assert len(session.scalars(select(Enrollment)).all()) == 1
    assert session.scalars(select(Job)).one().payload == {"names": ["wave:1"]}
