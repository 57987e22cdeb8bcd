"""What a person declared and asked for, as they alone see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from mentorship_app.accounts import Account
from mentorship_app.mentoring.conflicts import Declarer, declared_by_person
from mentorship_app.mentoring.exclusions import barred_pairs, own_list
from mentorship_app.programs import CohortRole, Enrollment, Program
from mentorship_app.programs.queries import active_people
from mentorship_app.web.conflict_words import REASONS
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class OwnConflict:
    """A conflict of interest that the reader declared."""

    public_id: str
    name: str
    reason: str
    until: date | None


@dataclass(frozen=True)
class OwnEntry:
    """A line of the reader's private list."""

    public_id: str
    name: str


def own_conflicts(me: Account, program: Program, today: date) -> list[OwnConflict]:
    """What the reader declared and what still holds."""
    found = declared_by_person(db.session(), program, me.id, today=today)
    return [
        OwnConflict(
            conflict.public_id,
            (conflict.mentee if conflict.declared_by is Declarer.MENTOR else conflict.mentor).name,
            str(REASONS[conflict.reason]),
            conflict.until,
        )
        for conflict in found
    ]


def own_entries(mine: Enrollment) -> list[OwnEntry]:
    """The reader's private list."""
    entries = own_list(db.session(), mine)
    return [
        OwnEntry(entry.public_id, entry.other.account.name if entry.other is not None else entry.typed_name)
        for entry in entries
    ]


def people_to_choose(mine: Enrollment, today: date) -> list[Enrollment]:
    """Who of the other side can be chosen, by name.

    Whoever is kept from the reader by others is not in the directory of mentors, so not here either: a name in one list
    and not in the other would say that something was declared. Whom the reader named themselves stays.
    """
    other_side = CohortRole.MENTEE if mine.role is CohortRole.MENTOR else CohortRole.MENTOR
    barred = barred_pairs(db.session(), mine.cohort, today=today)
    own = _named_by(mine, today)
    return [
        person
        for person in db.session.scalars(active_people(mine.cohort, other_side))
        if person.account_id != mine.account_id
        and (person.account_id in own or barred.isdisjoint({(person.id, mine.id), (mine.id, person.id)}))
    ]


def _named_by(mine: Enrollment, today: date) -> set[UUID]:
    conflicts = declared_by_person(db.session(), mine.cohort.program, mine.account_id, today=today)
    entries = own_list(db.session(), mine)
    named = {conflict.mentor_account_id for conflict in conflicts} | {row.mentee_account_id for row in conflicts}
    return named | {entry.other.account_id for entry in entries if entry.other is not None}


def own_record_of(enrollments: Sequence[Enrollment]) -> dict[str, Any]:
    """The same for the person's own record, of every program they know, as JSON values."""
    programs = {enrollment.cohort.program_id: enrollment for enrollment in enrollments}
    conflicts, entries = [], []
    for enrollment in programs.values():
        program = enrollment.cohort.program
        conflicts += [
            {
                "program": program.name,
                "mentor": conflict.mentor.name,
                "mentee": conflict.mentee.name,
                "reason": conflict.reason.value,
                "until": conflict.until.isoformat() if conflict.until else None,
            }
            for conflict in declared_by_person(db.session(), program, enrollment.account_id)
        ]
        entries += [{"program": program.name, "name": entry.name} for entry in own_entries(enrollment)]
    return {"conflicts_declared": conflicts, "private_list": entries}
