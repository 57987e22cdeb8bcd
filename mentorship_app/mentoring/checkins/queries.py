"""Reading check-ins."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from mentorship_app.core import clock
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInWish
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import Mentee, Mentor, running_pairs
from mentorship_app.programs import Cohort, Enrollment


def is_open(check_in: CheckIn, *, now: datetime) -> bool:
    """Whether answers are taken."""
    today = clock.local_date(now, check_in.cohort.program.timezone)
    return check_in.asked_at is not None and today <= check_in.closes_on


def open_check_ins(session: Session, cohort: Cohort, *, now: datetime) -> Sequence[CheckIn]:
    """Those that take answers now, the one that closes first before the others."""
    asked = select(CheckIn).where(CheckIn.cohort_id == cohort.id, CheckIn.asked_at.is_not(None))
    found = session.scalars(asked.order_by(CheckIn.closes_on, CheckIn.id))
    return [check_in for check_in in found if is_open(check_in, now=now)]


def people_asked(session: Session, cohort: Cohort) -> Sequence[Enrollment]:
    """Everybody in a running pair, once, in an order that tells nothing."""
    running = running_pairs(cohort).order_by(None).subquery()
    mine = or_(Enrollment.id == running.c.mentor_id, Enrollment.id == running.c.mentee_id)
    found = select(Enrollment).where(select(running.c.id).where(mine).exists())
    return session.scalars(found.options(joinedload(Enrollment.account)).order_by(Enrollment.id)).all()


def wish_of(session: Session, check_in: CheckIn, pairing: Pairing, enrollment: Enrollment) -> CheckInWish | None:
    """What one side asked of the coordinator."""
    return session.scalar(
        select(CheckInWish).where(
            CheckInWish.check_in_id == check_in.id,
            CheckInWish.pairing_id == pairing.id,
            CheckInWish.enrollment_id == enrollment.id,
        )
    )


def open_wishes(cohort: Cohort, *, reader: UUID | None) -> Select[CheckInWish]:
    """What waits for a coordinator whose account is ``reader``, the oldest first; nothing about a pair of their own."""
    found = _of(cohort, reader).where(CheckInWish.settled_at.is_(None), Pairing.status == PairingStatus.ACTIVE)
    return found.order_by(CheckInWish.created_at, CheckInWish.id)


def find_wish(session: Session, cohort: Cohort, public_id: str, *, reader: UUID | None) -> CheckInWish | None:
    """One by its public id; None also for one about a pair of the reader's own."""
    return session.scalar(_of(cohort, reader).where(CheckInWish.public_id == public_id))


def _of(cohort: Cohort, reader: UUID | None) -> Select[CheckInWish]:
    others = () if reader is None else (Mentor.account_id != reader, Mentee.account_id != reader)
    return (
        select(CheckInWish)
        .join(CheckInWish.pairing)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .options(
            contains_eager(CheckInWish.pairing).options(
                joinedload(Pairing.mentor).joinedload(Enrollment.account),
                joinedload(Pairing.mentee).joinedload(Enrollment.account),
            ),
            joinedload(CheckInWish.enrollment).joinedload(Enrollment.account),
        )
        .where(Pairing.cohort_id == cohort.id, *others)
    )
