"""Reading connections, and who is asked whether to stay in touch.

Whether somebody is asked rests on what both of a pair know, and on what this person did themselves. Nothing that the
other one confided plays a part: being asked, or not being asked, must tell nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.connections.models import Connection, StayAnswer
from mentorship_app.mentoring.connections.replies import StayReply, opened
from mentorship_app.mentoring.enums import PairingReply, PairingStatus
from mentorship_app.mentoring.exclusions import refused_by
from mentorship_app.mentoring.models import Pairing, PairingAnswer
from mentorship_app.mentoring.queries import Mentee, Mentor
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.models import Cohort, Enrollment

LONG_ENOUGH = timedelta(days=60)
"""A pair that ended sooner is not asked."""
IS_NEWS = timedelta(days=180)
"""For so long after the end the question is brought to people; later it waits on the page of connections."""
STEP = 5
"""Staff read a count in steps of so many, and never one that would hold for everybody."""


@dataclass(frozen=True)
class Question:
    """One pair that the reader may keep, and what the reader said to it."""

    pairing: Pairing
    person: Enrollment
    reply: StayReply | None
    ended_on: date
    """When the pair ended, or its cohort does."""

    @property
    def other(self) -> Enrollment:
        return self.pairing.mentee if self.person.id == self.pairing.mentor_id else self.pairing.mentor


def connections_of(account_id: UUID) -> Select[Connection]:
    """Somebody's connections, the newest first."""
    return (
        select(Connection)
        .where(or_(Connection.first_id == account_id, Connection.second_id == account_id))
        .options(joinedload(Connection.first), joinedload(Connection.second))
        .order_by(Connection.since.desc(), Connection.id)
    )


def find_connection(session: Session, account_id: UUID, public_id: str) -> Connection | None:
    """One of somebody's connections; None for those of others."""
    return session.scalar(connections_of(account_id).where(Connection.public_id == public_id))


def questions_of(session: Session, keyring: Keyring, account_id: UUID) -> list[Question]:
    """The pairs that this person may keep and that are no connection yet, latest first; three queries.

    Raises SealBroken.
    """
    pairings = _askable_now(session, _askable(account_id))
    own = _own_answers(session, account_id, [pairing.id for pairing in pairings])
    connected = {one.other_than(account_id).id for one in session.scalars(connections_of(account_id))}
    found = []
    for pairing in pairings:
        person = pairing.mentor if pairing.mentor.account_id == account_id else pairing.mentee
        row = own.get(pairing.id)
        reply = opened(keyring, pairing, row) if row is not None else None
        found.append(Question(pairing, person, reply, pairing.ended_on or pairing.cohort.ends_on))
    return [one for one in found if one.other.account_id not in connected]


def open_pairs(session: Session, account_id: UUID, *, today: date) -> Sequence[Pairing]:
    """The pairs about which this person is asked and has said nothing; without a key, and only while it is news."""
    answered = exists().where(
        StayAnswer.pairing_id == Pairing.id,
        StayAnswer.enrollment_id == Enrollment.id,
        Enrollment.account_id == account_id,
    )
    found = _askable_now(session, _askable(account_id).where(~answered, ~_connected(account_id)))
    return [pairing for pairing in found if today - (pairing.ended_on or pairing.cohort.ends_on) <= IS_NEWS]


def find_question(session: Session, account_id: UUID, pairing_id: str) -> Pairing | None:
    """A pair of this person that they may keep, also one they have kept; None for any other."""
    found = _askable_now(session, _askable(account_id).where(Pairing.public_id == pairing_id))
    return found[0] if found else None


def _askable_now(session: Session, wanted: Select[Pairing]) -> list[Pairing]:
    """Without pairs that ended too soon."""
    return [
        pairing
        for pairing in session.scalars(wanted)
        if pairing.ended_on is None or pairing.ended_on - pairing.started_on >= LONG_ENOUGH
    ]


def _askable(account_id: UUID) -> Select[Pairing]:
    """Pairs of a closing year that run, and pairs that ended, where both still take part."""
    is_over = or_(Pairing.status == PairingStatus.ENDED, Cohort.phase.in_((Phase.CLOSING, Phase.CLOSED)))
    return (
        select(Pairing)
        .join(Pairing.cohort)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(
            is_over,
            or_(Mentor.account_id == account_id, Mentee.account_id == account_id),
            Mentor.status == EnrollmentStatus.ACTIVE,
            Mentee.status == EnrollmentStatus.ACTIVE,
            ~_wanted_out(account_id),
        )
        .options(
            joinedload(Pairing.cohort).joinedload(Cohort.program),
            joinedload(Pairing.mentor).joinedload(Enrollment.account),
            joinedload(Pairing.mentee).joinedload(Enrollment.account),
        )
        .order_by(Cohort.ends_on.desc(), Pairing.created_at, Pairing.id)
    )


def _wanted_out(account_id: UUID) -> ColumnElement[bool]:
    """Whether this very person asked for another pair, said that something is in the way, or wants no such match."""
    mine = Enrollment.account_id == account_id
    asked = exists().where(
        RematchRequest.pairing_id == Pairing.id,
        RematchRequest.enrollment_id == Enrollment.id,
        RematchRequest.status != RematchStatus.WITHDRAWN,
        mine,
    )
    declined = exists().where(
        PairingAnswer.pairing_id == Pairing.id,
        PairingAnswer.reply == PairingReply.DECLINED,
        or_(
            and_(PairingAnswer.side == CohortRole.MENTOR, Mentor.account_id == account_id),
            and_(PairingAnswer.side == CohortRole.MENTEE, Mentee.account_id == account_id),
        ),
    )
    private = or_(
        and_(Mentor.account_id == account_id, refused_by(Mentor.id, Mentee.id)),
        and_(Mentee.account_id == account_id, refused_by(Mentee.id, Mentor.id)),
    )
    return or_(asked, declined, private)


def _connected(account_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        or_(Connection.first_id == account_id, Connection.second_id == account_id),
        or_(
            and_(Connection.first_id == Mentor.account_id, Connection.second_id == Mentee.account_id),
            and_(Connection.first_id == Mentee.account_id, Connection.second_id == Mentor.account_id),
        ),
    )


def _own_answers(session: Session, account_id: UUID, pairing_ids: Collection[UUID]) -> dict[UUID, StayAnswer]:
    rows = session.scalars(
        select(StayAnswer)
        .join(StayAnswer.enrollment)
        .where(Enrollment.account_id == account_id, StayAnswer.pairing_id.in_(pairing_ids))
    )
    return {row.pairing_id: row for row in rows}


def count_for_staff(session: Session, cohort: Cohort) -> int:
    """At least how many pairs of a cohort stay in touch: a multiple of five that leaves five pairs out, else 0."""
    kept = session.scalar(select(func.count()).select_from(Connection).where(Connection.cohort_id == cohort.id)) or 0
    pairs = session.scalar(select(func.count()).select_from(Pairing).where(Pairing.cohort_id == cohort.id)) or 0
    return max(0, min(kept // STEP, (pairs - STEP) // STEP)) * STEP
