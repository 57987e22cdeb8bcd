"""How pairs, private lists and conflicts of interest come along when two people are made one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.enums import PairingKind, PairingStatus
from mentorship_app.mentoring.models import ConflictOfInterest, DoNotMatch, Pairing, PairingException
from mentorship_app.programs import CohortRole
from mentorship_app.programs.merging import Merge, Mover, Twins, movers, repointed

_ACTIVE = Pairing.status == PairingStatus.ACTIVE


def _pairs(session: Session, merge: Merge) -> int:
    gone = merge.enrollment_ids_gone
    mine = or_(Pairing.mentor_id.in_(gone), Pairing.mentee_id.in_(gone))
    return session.scalar(select(func.count()).select_from(Pairing).where(mine)) or 0


def _obstacle(session: Session, merge: Merge) -> Conflict | None:
    if _paired_with_each_other(session, merge):
        return Conflict(N_("The two are paired with each other, so they cannot be one person."))
    for twins in merge.twins:
        found = _obstacle_of(session, twins)
        if found is not None:
            return found
    return None


def _paired_with_each_other(session: Session, merge: Merge) -> bool:
    cohorts = {row.cohort_id for row in (*merge.moving, *(twins.gone for twins in merge.twins))}
    two = {merge.kept.id, merge.gone.id}
    pairs = session.scalars(select(Pairing).where(Pairing.cohort_id.in_(cohorts)))
    return any({pair.mentor.account_id, pair.mentee.account_id} == two for pair in pairs)


def _obstacle_of(session: Session, twins: Twins) -> Conflict | None:
    mine, theirs = (_partners(session, twins.kept.id), _partners(session, twins.gone.id))
    if mine & theirs:
        return Conflict(
            N_("Both entries are paired with the same person in %(cohort)s. End one of the two pairs first."),
            cohort=twins.kept.cohort.name,
        )
    if twins.kept.role is CohortRole.MENTEE and _has_primary(session, twins.kept.id, twins.gone.id) > 1:
        return Conflict(
            N_("Both entries have a primary mentor in %(cohort)s. End one of the two pairs first."),
            cohort=twins.kept.cohort.name,
        )
    places = twins.kept.capacity or twins.gone.capacity
    if twins.kept.role is CohortRole.MENTOR and theirs and len(mine) + len(theirs) > places:
        return Conflict(
            N_(
                "Together the two entries have %(pairs)s mentees in %(cohort)s, and %(places)s places. "
                "Give the one that stays more places, or end a pair first."
            ),
            pairs=len(mine) + len(theirs),
            places=places,
            cohort=twins.kept.cohort.name,
        )
    return None


def _partners(session: Session, enrollment_id: UUID) -> set[UUID]:
    """With whom the enrollment is paired now."""
    as_mentor = select(Pairing.mentee_id).where(Pairing.mentor_id == enrollment_id, _ACTIVE)
    as_mentee = select(Pairing.mentor_id).where(Pairing.mentee_id == enrollment_id, _ACTIVE)
    return set(session.scalars(as_mentor.union(as_mentee)))


def _has_primary(session: Session, *enrollment_ids: UUID) -> int:
    primary = (Pairing.mentee_id.in_(enrollment_ids), Pairing.kind == PairingKind.PRIMARY, _ACTIVE)
    return session.scalar(select(func.count()).select_from(Pairing).where(*primary)) or 0


def _move_conflicts(session: Session, merge: Merge) -> None:
    for column in (ConflictOfInterest.mentor_account_id, ConflictOfInterest.mentee_account_id):
        for row in session.scalars(_conflicts_of(merge, column)).all():
            if _is_declared(session, merge, row, column):
                session.delete(row)
            else:
                setattr(row, column.key, merge.kept.id)
        session.flush()


def _conflicts_of(merge: Merge, column: InstrumentedAttribute[UUID]) -> Any:
    return select(ConflictOfInterest).where(ConflictOfInterest.program_id == merge.program.id, column == merge.gone.id)


def _is_declared(session: Session, merge: Merge, row: ConflictOfInterest, column: InstrumentedAttribute[UUID]) -> bool:
    """Whether the one who stays has the same conflict already, or would have one with themselves."""
    is_mentor = column.key == "mentor_account_id"
    other_id = row.mentee_account_id if is_mentor else row.mentor_account_id
    other = ConflictOfInterest.mentee_account_id if is_mentor else ConflictOfInterest.mentor_account_id
    same = exists().where(
        ConflictOfInterest.program_id == row.program_id,
        column == merge.kept.id,
        other == other_id,
        ConflictOfInterest.reason == row.reason,
        ConflictOfInterest.declared_by == row.declared_by,
    )
    return other_id == merge.kept.id or bool(session.scalar(select(same)))


_lists = (
    repointed(DoNotMatch.owner_id, within=(DoNotMatch.other_id, DoNotMatch.typed_name)),
    repointed(DoNotMatch.other_id, within=(DoNotMatch.owner_id,)),
)


def _move_lists(session: Session, merge: Merge) -> None:
    _drop_entries_about_oneself(session, _own_ids(merge))
    for mover in _lists:
        mover.move(session, merge)


def _own_ids(merge: Merge) -> Iterable[UUID]:
    return (*merge.enrollment_ids_gone, *(twins.kept.id for twins in merge.twins))


def _drop_entries_about_oneself(session: Session, ids: Iterable[UUID]) -> None:
    mine = list(ids)
    session.execute(delete(DoNotMatch).where(DoNotMatch.owner_id.in_(mine), DoNotMatch.other_id.in_(mine)))


def _move_pairs(session: Session, merge: Merge) -> None:
    for twins in merge.twins:
        for column in (Pairing.mentor_id, Pairing.mentee_id):
            # The places must be there before the pairs: the database itself refuses more pairs than places.
            if twins.kept.role is CohortRole.MENTOR and not twins.kept.capacity:
                twins.kept.capacity = twins.gone.capacity
                session.flush()
            session.execute(update(Pairing).where(column == twins.gone.id).values({column.key: twins.kept.id}))


movers.add(
    "mentoring.pairs",
    Mover(
        frozenset({Pairing.__tablename__, PairingException.__tablename__}),
        _move_pairs,
        _obstacle,
        N_("Pairs"),
        _pairs,
    ),
)
# Neither words nor numbers for this one: that somebody has a private list is nobody else's to know.
movers.add("mentoring.private_list", Mover(frozenset({DoNotMatch.__tablename__}), _move_lists))
movers.add("mentoring.conflicts", Mover(frozenset({ConflictOfInterest.__tablename__}), _move_conflicts))
