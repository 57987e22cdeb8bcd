"""Reading pairs, teams, and who has room. A pairing counts while it is active and both people still take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload
from sqlalchemy.sql.base import ExecutableOption

from mentorship_app.accounts import Account
from mentorship_app.mentoring.enums import PairingKind, PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus

Mentor = aliased(Enrollment, name="mentor")
Mentee = aliased(Enrollment, name="mentee")

_RUNNING = and_(
    Pairing.status == PairingStatus.ACTIVE,
    Mentor.status == EnrollmentStatus.ACTIVE,
    Mentee.status == EnrollmentStatus.ACTIVE,
)


def _running() -> Select[Pairing]:
    return (
        select(Pairing)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(_RUNNING)
    )


def running_pairs(cohort: Cohort) -> Select[Pairing]:
    """The pairings of a cohort that count, of every kind, without the people."""
    return _running().where(Pairing.cohort_id == cohort.id).order_by(Pairing.created_at, Pairing.id)


def pairs_of(cohort: Cohort) -> Select[Pairing]:
    """The active pairings of a cohort by mentee's name, people loaded; also those whose mentor or mentee left."""
    mentee_account = aliased(Account, name="mentee_account")
    return (
        select(Pairing)
        .join(Pairing.mentee.of_type(Mentee))
        .join(mentee_account, mentee_account.id == Mentee.account_id)
        .where(Pairing.cohort_id == cohort.id, Pairing.status == PairingStatus.ACTIVE)
        .options(
            # What they are beside, as staff, is nobody's question in a list.
            contains_eager(Pairing.mentee.of_type(Mentee)).joinedload(Mentee.account).lazyload(Account.roles),
            joinedload(Pairing.mentor).joinedload(Enrollment.account).lazyload(Account.roles),
            joinedload(Pairing.exception),
        )
        .order_by(mentee_account.name, Pairing.kind, Pairing.id)
    )


def unpaired_mentees(cohort: Cohort) -> Select[Enrollment]:
    """Active mentees without a primary mentor, by name."""
    return (
        select(Enrollment)
        .join(Enrollment.account)
        .where(*_active(cohort, CohortRole.MENTEE), ~_has_primary())
        .order_by(Account.name, Enrollment.id)
    )


def count_unpaired(session: Session, cohort: Cohort) -> int:
    """How many active mentees have no primary mentor."""
    return session.scalar(select(func.count()).select_from(unpaired_mentees(cohort).order_by(None).subquery())) or 0


def count_mentees(session: Session, cohort: Cohort) -> int:
    """How many mentees take part: the denominator of the others."""
    return session.scalar(select(func.count(Enrollment.id)).where(*_active(cohort, CohortRole.MENTEE))) or 0


def _has_primary() -> ColumnElement[bool]:
    return exists().where(
        Pairing.mentee_id == Enrollment.id,
        Pairing.kind == PairingKind.PRIMARY,
        Pairing.status == PairingStatus.ACTIVE,
        Mentor.id == Pairing.mentor_id,
        Mentor.status == EnrollmentStatus.ACTIVE,
    )


def team_of(session: Session, mentee: Enrollment) -> Sequence[Pairing]:
    """The mentoring team of a mentee, primary first, then in the order in which they were paired."""
    found = session.scalars(
        _running().where(Pairing.mentee_id == mentee.id).order_by(Pairing.created_at, Pairing.id).options(*_people())
    ).all()
    return sorted(found, key=lambda pairing: pairing.kind is not PairingKind.PRIMARY)


def mentees_of(session: Session, mentor: Enrollment) -> Sequence[Pairing]:
    """The pairings of a mentor, in the order in which they were made."""
    return session.scalars(
        _running().where(Pairing.mentor_id == mentor.id).order_by(Pairing.created_at, Pairing.id).options(*_people())
    ).all()


def _people() -> tuple[ExecutableOption, ...]:
    return (joinedload(Pairing.mentor), joinedload(Pairing.mentee))


def count_taken(session: Session, mentor: Enrollment) -> int:
    """How many mentees a mentor has now."""
    counted = _running().where(Pairing.mentor_id == mentor.id).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def capacity_left(session: Session, mentor: Enrollment) -> int:
    """How many more mentees a mentor can take; never below 0, also if the capacity was lowered since."""
    return max(0, mentor.capacity - count_taken(session, mentor))


@dataclass(frozen=True)
class MentorRoom:
    """A mentor and how much room they have."""

    mentor: Enrollment
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.mentor.capacity - self.taken)


@dataclass(frozen=True)
class Places:
    """The places of a cohort's mentors together."""

    offered: int
    left: int


def rooms(session: Session, cohort: Cohort) -> tuple[MentorRoom, ...]:
    """Every active mentor of the cohort with their room, by name; two queries."""
    running = _running().where(Pairing.cohort_id == cohort.id).subquery()
    counted = session.execute(select(running.c.mentor_id, func.count()).group_by(running.c.mentor_id))
    taken: dict[UUID, int] = dict(counted.all())
    mentors = session.scalars(
        select(Enrollment)
        .join(Enrollment.account)
        .where(*_active(cohort, CohortRole.MENTOR))
        .order_by(Account.name, Enrollment.id)
    )
    return tuple(MentorRoom(mentor, taken.get(mentor.id, 0)) for mentor in mentors)


def places(found: Sequence[MentorRoom]) -> Places:
    """The places of these mentors, offered and left."""
    return Places(offered=sum(room.mentor.capacity for room in found), left=sum(room.left for room in found))


def count_places(session: Session, cohort: Cohort) -> Places:
    """The places of all mentors of a cohort, offered and left; one query that reads no person."""
    running = _running().where(Pairing.cohort_id == cohort.id).with_only_columns(Pairing.mentor_id).subquery()
    taken = select(running.c.mentor_id, func.count().label("mentees")).group_by(running.c.mentor_id).subquery()
    left = Enrollment.capacity - func.coalesce(taken.c.mentees, 0)
    offered, open_places = session.execute(
        select(
            func.coalesce(func.sum(Enrollment.capacity), 0), func.coalesce(func.sum(case((left > 0, left), else_=0)), 0)
        )
        .outerjoin(taken, taken.c.mentor_id == Enrollment.id)
        .where(*_active(cohort, CohortRole.MENTOR))
    ).one()
    return Places(offered=offered, left=open_places)


def _active(cohort: Cohort, role: CohortRole) -> tuple[ColumnElement[bool], ...]:
    return (
        Enrollment.cohort_id == cohort.id,
        Enrollment.role == role,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
