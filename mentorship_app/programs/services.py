"""Verbs of programs: create them and their cohorts, enroll people, change and withdraw enrollments."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.jobs import queue
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.help_lines import HelpLineEntry, add_help_line
from mentorship_app.programs.load import require_places_for_load, require_room_to_return
from mentorship_app.programs.models import Cohort, Enrollment, Program, TrainingLevel
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.programs.settings import ProgramSettings, checked
from mentorship_app.programs.versions import claim
from mentorship_app.programs.year.services import fill

MAX_CAPACITY = 5
"""More mentees than this and a mentor has no hours left for each."""
MOST_HOURS = 20
"""Hours a month for one mentee."""
_SLUG_LENGTH = 40


# Programs and cohorts


def create_program(
    session: Session,
    *,
    name: str,
    organization: str,
    locale: str,
    timezone: str,
    contact_email: str,
    help_lines: Sequence[HelpLineEntry],
    by: Actor,
    now: datetime,
    is_demo: bool = False,
    year_starts_in: int = 7,
) -> Program:
    """A new program under a slug made from its name. Raises FieldError naming the entry that is wrong.

    At least one help line is needed: no program runs without somebody to call.
    """
    given = checked(ProgramSettings(name, organization, locale, timezone, contact_email, year_starts_in))
    if not help_lines:
        raise FieldError("help_lines", N_("Give at least one number that people in distress can call."))
    program = Program(
        slug=_free_slug(session, given.name),
        name=given.name,
        organization=given.organization,
        locale=given.locale,
        timezone=given.timezone,
        contact_email=given.contact_email,
        is_demo=is_demo,
        year_starts_in=given.year_starts_in,
        created_at=now,
    )
    session.add(program)
    session.flush()
    audit.record(
        session, "programs.program.created", by=by, subject=program, at=now, program_id=program.id, name=program.name
    )
    for entry in help_lines:
        add_help_line(session, program, entry, by=by, now=now)
    return program


def change_program(
    session: Session, program: Program, settings: ProgramSettings, *, version: int, by: Actor, now: datetime
) -> None:
    """Change what is said about a program; its slug stays, since it stands in sent links.

    Raises FieldError for a wrong entry and Conflict when the program was changed since ``version``.
    """
    given = checked(settings)
    claim(session, program, version)
    changed = [key for key, value in vars(given).items() if getattr(program, key) != value]
    for key in changed:
        setattr(program, key, getattr(given, key))
    if changed:
        audit.record(
            session, "programs.program.changed", by=by, subject=program, at=now, program_id=program.id, fields=changed
        )
    session.flush()


def create_cohort(
    session: Session, program: Program, *, name: str, starts_on: date, ends_on: date, by: Actor, now: datetime
) -> Cohort:
    """A new cohort in set-up, its phases and its to-do list proposed from its first and last day.

    Raises FieldError for a missing or taken name and for dates that leave less than 30 days, InvalidTransition in a
    program that has ended.
    """
    if program.ended_at is not None:
        raise InvalidTransition(N_("This program has ended, so nothing new can begin in it."))
    name = " ".join(name.split())
    if not name:
        raise FieldError("name", N_("Enter a name for the cohort, for example 2026–27."))
    slug = slug_of(name, fallback="cohort")
    if session.scalar(select(exists().where(Cohort.program_id == program.id, Cohort.slug == slug))):
        raise FieldError("name", N_("There is already a cohort of that name. Choose another name."))
    if ends_on <= starts_on:
        raise FieldError("ends_on", N_("The last day must be after the first day."))
    cohort = Cohort(
        program=program,
        slug=slug,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        phase=Phase.SETUP,
        phase_plans=proposed_plans(starts_on, ends_on),
        created_at=now,
    )
    session.add(cohort)
    session.flush()
    audit.record(
        session, "programs.cohort.created", by=by, subject=cohort, at=now, program_id=program.id, cohort=cohort.name
    )
    fill(session, cohort, now=now)
    return cohort


def slug_of(name: str, *, fallback: str) -> str:
    """A name as it can stand in an address: lower case letters, digits and hyphens, at most 40."""
    dashed = re.sub(r"[‐-―]", "-", name)
    plain = unicodedata.normalize("NFKD", dashed).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_LENGTH].strip("-") or fallback


def _free_slug(session: Session, name: str) -> str:
    base = slug_of(name, fallback="program")
    taken = set(session.scalars(select(Program.slug).where(Program.slug.startswith(base))))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def delete_program(session: Session, program: Program, *, by: Actor, now: datetime, keys: Iterable[str]) -> None:
    """Delete a demo program with everything in it and the accounts that only it knew. Refuses any other program.

    ``keys`` (of the program and its waves, by name) are destroyed by the worker once the deletion is on disk: destroyed
    first, they could not be brought back if the deletion failed.
    """
    if not program.is_demo:
        raise NotAllowed(N_("Only a demo program can be deleted here."))
    program_id = program.id
    queue.enqueue(session, "programs.destroy_keys", {"names": list(keys)}, now=now)
    audit.record(session, "programs.program.deleted", by=by, subject=program, at=now, name=program.name)
    session.flush()
    cohorts = select(Cohort.id).where(Cohort.program_id == program_id)
    here = set(session.scalars(select(Enrollment.account_id).where(Enrollment.cohort_id.in_(cohorts))))
    here |= set(session.scalars(select(StaffGrant.account_id).where(StaffGrant.program_id == program_id)))
    session.expunge_all()
    # The database cascades: the tables of features above this one need not be known here.
    session.execute(delete(Program).where(Program.id == program_id))
    for account_id in here:
        session.execute(
            delete(Account).where(
                Account.id == account_id,
                ~exists().where(Enrollment.account_id == account_id),
                ~exists().where(StaffGrant.account_id == account_id),
            )
        )


@dataclass(frozen=True)
class TrainingLevelEntry:
    """A training level as given: its code for rosters and its names."""

    code: str
    name_en: str
    name_fr: str


def set_training_levels(
    session: Session, program: Program, levels: Sequence[TrainingLevelEntry], *, by: Actor, now: datetime
) -> None:
    """Make ``levels`` the program's training levels, in that order; those of the same code keep their people.

    Raises FieldError("levels") for a missing or doubled code, Conflict when a level that somebody has would go.
    """
    wanted = [_clean_level(level) for level in levels]
    codes = [level.code.casefold() for level in wanted]
    if len(set(codes)) < len(codes):
        raise FieldError("levels", N_("Each training level needs a code of its own."))
    present = {level.code.casefold(): level for level in program.training_levels}
    for code in present.keys() - set(codes):
        if session.scalar(select(exists().where(Enrollment.training_level_id == present[code].id))):
            raise Conflict(
                N_("Somebody has the training level %(code)s, so it cannot be removed."), code=present[code].code
            )
        program.training_levels.remove(present[code])
    for position, level in enumerate(wanted):
        row = present.get(level.code.casefold())
        if row is None:
            row = TrainingLevel()
            program.training_levels.append(row)
        row.position, row.code, row.name_en, row.name_fr = position, level.code, level.name_en, level.name_fr
    program.training_levels.sort(key=lambda level: level.position)
    audit.record(
        session,
        "programs.training_levels.set",
        by=by,
        subject=program,
        at=now,
        program_id=program.id,
        levels=[level.code for level in wanted],
    )
    session.flush()


def _clean_level(level: TrainingLevelEntry) -> TrainingLevelEntry:
    code = " ".join(level.code.split())
    if not code:
        raise FieldError("levels", N_("Enter a code for each training level, for example PGY-1."))
    return TrainingLevelEntry(code, level.name_en.strip() or code, level.name_fr.strip() or code)


# People


def enroll(
    session: Session,
    cohort: Cohort,
    account: Account,
    *,
    role: CohortRole,
    by: Actor,
    now: datetime,
    training_level: TrainingLevel | None = None,
    department: str = "",
    site: str = "",
    capacity: int = 0,
    hours_per_month: float | None = None,
    other_roles: Sequence[str] = (),
) -> Enrollment:
    """Let a person take part in a cohort as ``role``; enrolling again updates what is given and reactivates.

    ``capacity``: how many mentees a mentor can take, 0–5; 0 says nothing about a person who is already enrolled.
    Raises FieldError for a capacity out of range, given to a mentee or below the mentees there are, InvalidTransition
    in a closed cohort, Conflict for a mentee who comes back to a place that was given away.
    """
    if cohort.phase is Phase.CLOSED:
        raise InvalidTransition(N_("This cohort is closed, so nobody can be added to it."))
    _check_capacity(role, capacity)
    enrollment = session.scalar(
        select(Enrollment).where(
            Enrollment.cohort_id == cohort.id, Enrollment.account_id == account.id, Enrollment.role == role
        )
    )
    is_new = enrollment is None
    if enrollment is not None and 0 < capacity < enrollment.capacity:
        require_places_for_load(session, enrollment, capacity)
    if enrollment is None:
        enrollment = Enrollment(cohort=cohort, account=account, role=role, created_at=now)
        session.add(enrollment)
        session.flush()
        _record_enrollment(session, "programs.enrollment.added", enrollment, by=by, now=now, role=role)
    elif enrollment.status is EnrollmentStatus.WITHDRAWN:
        require_places_for_load(session, enrollment, capacity or enrollment.capacity)
        require_room_to_return(session, enrollment)
        enrollment.status, enrollment.left_at, enrollment.left_themselves = EnrollmentStatus.ACTIVE, None, False
        enrollment.version += 1
        _record_enrollment(session, "programs.enrollment.reactivated", enrollment, by=by, now=now, role=role)
    given = {
        "training_level": training_level,
        "department": department.strip(),
        "site": site.strip(),
        "capacity": capacity,
        "hours_per_month": hours_per_month,
        "other_roles": list(other_roles),
    }
    changed = [key for key, value in given.items() if value and getattr(enrollment, key) != value]
    for key in changed:
        setattr(enrollment, key, given[key])
    if changed and not is_new:
        enrollment.version += 1
    session.flush()
    return enrollment


class EnrollmentChanges(TypedDict, total=False):
    """What may be changed about an enrollment; a key that is left out stays as it is."""

    training_level: TrainingLevel | None
    department: str
    site: str
    capacity: int
    hours_per_month: float | None
    other_roles: list[str]


def change_enrollment(
    session: Session,
    enrollment: Enrollment,
    *,
    version: int,
    by: Actor,
    now: datetime,
    **changes: Unpack[EnrollmentChanges],
) -> None:
    """Change an enrollment exactly as given, also to nothing.

    Raises FieldError for a capacity out of range or below the mentees there are and for hours out of range, Conflict
    when somebody changed it since ``version``.
    """
    _check_capacity(enrollment.role, changes.get("capacity", 0))
    check_hours(changes.get("hours_per_month"))
    claim(session, enrollment, version)
    if changes.get("capacity", enrollment.capacity) < enrollment.capacity:
        require_places_for_load(session, enrollment, changes["capacity"])
    changed = [key for key, value in changes.items() if getattr(enrollment, key) != value]
    for key in changed:
        setattr(enrollment, key, changes[key])  # type: ignore[literal-required]  # the keys are those of the mapping
    if changed:
        _record_enrollment(session, "programs.enrollment.changed", enrollment, by=by, now=now, fields=changed)
    session.flush()


def check_hours(hours: float | None) -> None:
    """Raises FieldError("hours_per_month") unless it is None or more than 0 and at most 20."""
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise FieldError("hours_per_month", N_("Enter the hours a month, more than 0 and at most 20."))


def _check_capacity(role: CohortRole, capacity: int) -> None:
    if role is not CohortRole.MENTOR and capacity:
        raise FieldError("capacity", N_("Only mentors have a number of places."))
    if not 0 <= capacity <= MAX_CAPACITY:
        raise FieldError("capacity", N_("Enter a number of places from 0 to 5."))


def _record_enrollment(
    session: Session, action: str, enrollment: Enrollment, *, by: Actor, now: datetime, **details: object
) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=enrollment,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=enrollment.account.name,
        **details,
    )
