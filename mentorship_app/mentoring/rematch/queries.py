"""Reading requests for another pair."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import Mentee, Mentor
from mentorship_app.mentoring.rematch.models import PENDING, RematchRequest
from mentorship_app.programs import Cohort, Enrollment


def pending_of(session: Session, pairing: Pairing, enrollment: Enrollment) -> RematchRequest | None:
    """The request of one side of a pair that is not closed."""
    mine = RematchRequest.pairing_id == pairing.id, RematchRequest.enrollment_id == enrollment.id
    return session.scalar(select(RematchRequest).where(*mine, RematchRequest.status.in_(PENDING)))


def pairs_asked_about(session: Session, pairings: Sequence[Pairing], enrollment: Enrollment) -> frozenset[UUID]:
    """The ids of those pairs about which this person has a request that is not closed; one query for all."""
    about = RematchRequest.pairing_id.in_([pairing.id for pairing in pairings])
    mine = RematchRequest.enrollment_id == enrollment.id, RematchRequest.status.in_(PENDING)
    return frozenset(session.scalars(select(RematchRequest.pairing_id).where(about, *mine)))


def pending(cohort: Cohort, *, reader: UUID | None) -> Select[RematchRequest]:
    """What waits for a coordinator whose account is ``reader``: urgent first, then the oldest.

    Nobody reads requests about a pair that they are part of themselves.
    """
    found = _of(cohort, reader).where(RematchRequest.status.in_(PENDING), Pairing.status == PairingStatus.ACTIVE)
    return found.order_by(RematchRequest.urgent.desc(), RematchRequest.created_at, RematchRequest.id)


def closed(cohort: Cohort, *, reader: UUID | None) -> Select[RematchRequest]:
    """The history, newest first: closed ones, and those whose pair has ended in another way."""
    is_over = or_(RematchRequest.status.not_in(PENDING), Pairing.status == PairingStatus.ENDED)
    return _of(cohort, reader).where(is_over).order_by(RematchRequest.created_at.desc(), RematchRequest.id)


def find_request(session: Session, cohort: Cohort, public_id: str, *, reader: UUID | None) -> RematchRequest | None:
    """One by its public id; None also for one about a pair of the reader's own."""
    return session.scalar(_of(cohort, reader).where(RematchRequest.public_id == public_id))


def pending_about_ended(session: Session) -> Sequence[RematchRequest]:
    """Requests that nobody closed although their pair has ended."""
    ended = select(RematchRequest).join(RematchRequest.pairing).where(Pairing.status == PairingStatus.ENDED)
    return session.scalars(ended.where(RematchRequest.status.in_(PENDING)).order_by(RematchRequest.id)).all()


def _of(cohort: Cohort, reader: UUID | None) -> Select[RematchRequest]:
    return (
        select(RematchRequest)
        .join(RematchRequest.pairing)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .options(
            contains_eager(RematchRequest.pairing).options(
                joinedload(Pairing.mentor).joinedload(Enrollment.account),
                joinedload(Pairing.mentee).joinedload(Enrollment.account),
            ),
            joinedload(RematchRequest.enrollment).joinedload(Enrollment.account),
        )
        .where(Pairing.cohort_id == cohort.id, *_is_not_of(reader))
    )


def _is_not_of(reader: UUID | None) -> tuple[ColumnElement[bool], ...]:
    return () if reader is None else (Mentor.account_id != reader, Mentee.account_id != reader)
