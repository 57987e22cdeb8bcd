"""Making two entries of one person one: what would happen, why it may not, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.accounts.services import end_ways_in
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.outbox import WAITING, cancel
from mentorship_app.programs.absences import Absence
from mentorship_app.programs.enums import EnrollmentStatus
from mentorship_app.programs.merging import (
    DifferentPeople,
    FormerRecord,
    Merge,
    Mover,
    Twins,
    movers,
    remember,
    repointed,
)
from mentorship_app.programs.models import Cohort, Enrollment, Program, RosterUpload
from mentorship_app.programs.notifications import tell_merged
from mentorship_app.programs.tags import PersonTag
from mentorship_app.programs.year import YearTask


def plan(session: Session, program: Program, kept: Account, gone: Account, *, now: datetime) -> Merge:
    """What merging would mean; only reads."""
    mine = {(row.cohort_id, row.role): row for row in _enrollments(session, program, kept)}
    theirs = _enrollments(session, program, gone)
    return Merge(
        program=program,
        kept=kept,
        gone=gone,
        twins=tuple(Twins(mine[row.cohort_id, row.role], row) for row in theirs if (row.cohort_id, row.role) in mine),
        moving=tuple(row for row in theirs if (row.cohort_id, row.role) not in mine),
        now=now,
    )


def _enrollments(session: Session, program: Program, account: Account) -> Sequence[Enrollment]:
    return session.scalars(
        select(Enrollment)
        .join(Enrollment.cohort)
        .where(Cohort.program_id == program.id, Enrollment.account_id == account.id)
        .order_by(Cohort.starts_on, Enrollment.id)
    ).all()


def obstacles(session: Session, merge: Merge) -> list[Conflict]:
    """Why the two cannot be made one; empty when they can."""
    found = [_obstacle_here(session, merge), *(mover.obstacle(session, merge) for _name, mover in movers.items())]
    return [obstacle for obstacle in found if obstacle is not None]


def _obstacle_here(session: Session, merge: Merge) -> Conflict | None:
    two = (merge.kept.id, merge.gone.id)
    if session.scalar(select(exists().where(StaffGrant.account_id.in_(two)))):
        return Conflict(N_("One of the two is staff. Accounts of staff are not merged."))
    elsewhere = (
        select(Enrollment.id)
        .join(Enrollment.cohort)
        .where(Enrollment.account_id.in_(two), Cohort.program_id != merge.program.id)
    )
    if session.scalar(select(elsewhere.exists())):
        return Conflict(N_("One of the two takes part in another program, so they cannot be merged from here."))
    return None


@dataclass(frozen=True)
class ComingAlong:
    """How many things of one kind come along. ``words`` is a msgid."""

    words: str
    number: int


def coming_along(session: Session, merge: Merge) -> list[ComingAlong]:
    """What the account that goes has, and the other one takes over."""
    counted = [ComingAlong(N_("Years in the program"), len(merge.enrollment_ids_gone))]
    counted += [ComingAlong(mover.words, mover.count(session, merge)) for _name, mover in movers.items() if mover.count]
    return [entry for entry in counted if entry.number]


def fingerprint(merge: Merge) -> str:
    """Which state of the two was shown; changes when somebody writes to one of them."""
    rows = [*merge.moving, *(row for twins in merge.twins for row in (twins.kept, twins.gone))]
    versions = sorted(f"{row.id}:{row.version}" for row in rows)
    return "|".join([merge.kept.email, merge.gone.email, merge.kept.name, merge.gone.name, *versions])


def merge_people(session: Session, merge: Merge, *, name: str, by: Actor) -> None:
    """Make the two one, called ``name``, and tell both addresses. Everything happens or nothing does.

    Raises Conflict with the first reason why they cannot be merged, FieldError("name") for a name of neither.
    """
    kept, gone = merge.kept, merge.gone
    for obstacle in obstacles(session, merge):
        raise obstacle
    if name not in {kept.name, gone.name}:
        raise FieldError("name", N_("Choose one of the two names."))
    before = {"person": name, "other": gone.name if name == kept.name else kept.name}
    tell_merged(session, merge)
    for _name, mover in movers.items():
        mover.move(session, merge)
    for twins in merge.twins:
        _join(session, merge, twins)
    for enrollment in merge.moving:
        enrollment.account = kept
        enrollment.version += 1
    remember(session, merge, Account.__tablename__, gone.id)
    kept.name = name
    kept.created_at = min(kept.created_at, gone.created_at)
    session.flush()
    end_ways_in(session, gone, now=merge.now)
    # By a statement: the rows below it go by the database's own rule, and those that moved are no longer there.
    gone_id = gone.id
    session.expunge(gone)
    session.execute(delete(Account).where(Account.id == gone_id))
    audit.record(
        session,
        "programs.people.merged",
        by=by,
        subject=kept,
        at=merge.now,
        program_id=merge.program.id,
        **before,
    )
    session.flush()
    session.expire_all()


_TAKEN_OVER = ("training_level_id", "department", "site", "capacity", "hours_per_month")


def _join(session: Session, merge: Merge, twins: Twins) -> None:
    """Two enrollments of one cohort and role become one: what the first lacks comes from the second."""
    kept, gone = twins.kept, twins.gone
    for field in _TAKEN_OVER:
        if not getattr(kept, field):
            setattr(kept, field, getattr(gone, field))
    if gone.status is EnrollmentStatus.ACTIVE and kept.status is not EnrollmentStatus.ACTIVE:
        kept.status, kept.left_at, kept.left_themselves = EnrollmentStatus.ACTIVE, None, False
    kept.created_at = min(kept.created_at, gone.created_at)
    kept.version += 1
    remember(session, merge, Enrollment.__tablename__, gone.id)
    gone_id = gone.id
    session.expunge(gone)
    session.execute(delete(Enrollment).where(Enrollment.id == gone_id))


# What this package itself has to bring along


def _move_tags(session: Session, merge: Merge) -> None:
    present = select(PersonTag.tag_id).where(PersonTag.account_id == merge.kept.id)
    session.execute(
        update(PersonTag)
        .where(PersonTag.account_id == merge.gone.id, PersonTag.tag_id.not_in(present.scalar_subquery()))
        .values(account_id=merge.kept.id)
    )


def _count_tags(session: Session, merge: Merge) -> int:
    return len(session.scalars(select(PersonTag.tag_id).where(PersonTag.account_id == merge.gone.id)).all())


def _move_former_records(session: Session, merge: Merge) -> None:
    session.execute(
        update(FormerRecord).where(FormerRecord.account_id == merge.gone.id).values(account_id=merge.kept.id)
    )


def _move_mail(session: Session, merge: Merge) -> None:
    """Mail that waits goes to the address that stays; mail about an enrollment that goes is taken back."""
    ending = {str(twins.gone.id) for twins in merge.twins}
    waiting = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.program_id == merge.program.id,
            OutboxMessage.to_email == merge.gone.email,
            OutboxMessage.status.in_(WAITING),
        )
    ).all()
    for message in waiting:
        if message.kind == "people_merged":
            continue
        if ending & _plain_values(message.context):
            cancel(session, message)
        else:
            message.to_email, message.to_name = merge.kept.email, merge.kept.name
    session.flush()


def _plain_values(context: Mapping[str, Any]) -> set[str]:
    return {str(value) for value in context.values()}


def _nothing(_session: Session, _merge: Merge) -> None:
    """These rows end with the account that goes."""


movers.add("programs.tags", Mover(frozenset({"person_tag"}), _move_tags, words=N_("Tags"), count=_count_tags))
movers.add("programs.former_records", Mover(frozenset({"former_record"}), _move_former_records))
movers.add("programs.absences", repointed(Absence.enrollment_id, words=N_("Times of pausing and of being away")))
movers.add("messaging.outbox", Mover(frozenset({"outbox_message"}), _move_mail))
movers.add(
    "programs.ended",
    Mover(
        frozenset(
            {
                "account",
                "enrollment",
                "staff_grant",
                "sign_in_link",
                "sign_in_code",
                DifferentPeople.__tablename__,
                RosterUpload.__tablename__,
                # Its owner is staff, and nobody on staff is merged.
                YearTask.__tablename__,
            }
        ),
        _nothing,
    ),
)


def say_different(
    session: Session, program: Program, one: Account, other: Account, *, by: Actor, now: datetime
) -> None:
    """Note that the two are not one person, so that nobody is asked again."""
    first, second = sorted((one.id, other.id))
    if session.get(DifferentPeople, (first, second)) is None:
        session.add(DifferentPeople(first_id=first, second_id=second))
        audit.record(
            session,
            "programs.people.told_apart",
            by=by,
            subject=one,
            at=now,
            program_id=program.id,
            person=one.name,
            other=other.name,
        )
    session.flush()


def told_apart(session: Session, account_ids: set[UUID]) -> frozenset[frozenset[UUID]]:
    """The pairs among these accounts of whom somebody said that they are two people."""
    if not account_ids:
        return frozenset()
    rows = session.execute(select(DifferentPeople.first_id, DifferentPeople.second_id))
    return frozenset(frozenset(row) for row in rows if set(row) & account_ids)


def former_ids(session: Session, account_id: UUID) -> dict[str, set[UUID]]:
    """The ids under which the trail knows what was merged into a person, by table."""
    found: dict[str, set[UUID]] = {}
    for row in session.scalars(select(FormerRecord).where(FormerRecord.account_id == account_id)):
        found.setdefault(row.former_type, set()).add(row.former_id)
    return found


def find_person(session: Session, program: Program, public_id: str) -> Account | None:
    """The account behind an enrollment of any cohort of the program, by the enrollment's public id."""
    return session.scalar(
        select(Account)
        .join(Enrollment, Enrollment.account_id == Account.id)
        .join(Enrollment.cohort)
        .where(Cohort.program_id == program.id, or_(Enrollment.public_id == public_id))
    )
