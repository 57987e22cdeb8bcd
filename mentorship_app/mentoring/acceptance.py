"""Saying yes to a published pair: each side for itself, by a day, and never seen by the other before both did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring import notifications
from mentorship_app.mentoring.enums import PairingReply, PairingStatus
from mentorship_app.mentoring.models import Pairing, PairingAnswer
from mentorship_app.mentoring.queries import Mentee, Mentor
from mentorship_app.programs import Cohort, CohortRole, EnrollmentStatus

LONGEST_NOTE = 500
_IDS_A_QUERY = 500

Replies = Mapping[CohortRole, PairingAnswer]
"""What each side of one pair said; nothing for a side that has not."""


class Acceptance(StrEnum):
    """Where a pair stands, for coordinators."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class OwnReply:
    """What one side sees of the question: its own reply, and whether both said yes; nothing else of the other's."""

    accept_by: date
    is_over: bool
    """Whether the day has passed: what was answered then stays."""
    reply: PairingReply | None = None
    note: str = ""
    both_accepted: bool = False

    @property
    def may_change(self) -> bool:
        """Whether a reply given can be taken back."""
        return self.reply is not None and not self.is_over and not self.both_accepted


def reply_to(
    session: Session, pairing: Pairing, side: CohortRole, reply: PairingReply, *, now: datetime, note: str = ""
) -> None:
    """Keep what one side says; the same again changes nothing but the note. A first reply may come after the day.

    Raises FieldError("note") past 500 characters, InvalidTransition where nobody is asked, or where a reply given
    can no longer be changed: the day is over, or both said yes.
    """
    note = note.strip() if reply is PairingReply.DECLINED else ""
    if len(note) > LONGEST_NOTE:
        raise FieldError("note", N_("Use at most %(most)s characters."), most=LONGEST_NOTE)
    present = _answers(session, pairing)
    own = present.get(side)
    if own is not None and (own.reply, own.note) == (reply, note):
        return
    if own is not None:
        _require_changeable(pairing, present, now=now)
        own.reply, own.note, own.answered_at = reply, note, now
    else:
        session.add(PairingAnswer(pairing_id=pairing.id, side=side, reply=reply, note=note, answered_at=now))
    notifications.forget_reminder(session, pairing, side)
    session.flush()


def take_back_reply(session: Session, pairing: Pairing, side: CohortRole, *, now: datetime) -> None:
    """Forget what one side said; does nothing where it said nothing. Raises InvalidTransition as :func:`reply_to`."""
    present = _answers(session, pairing)
    if side not in present:
        return
    _require_changeable(pairing, present, now=now)
    session.delete(present[side])
    session.flush()


def _answers(session: Session, pairing: Pairing) -> Replies:
    # The two sides may press at once; neither may change a yes that has just become a yes of both.
    session.refresh(pairing, with_for_update={"of": Pairing})
    if pairing.accept_by is None or pairing.status is PairingStatus.ENDED:
        raise InvalidTransition(N_("Nothing is asked about this pair any more."))
    return replies_of(session, [pairing.id]).get(pairing.id, {})


def _require_changeable(pairing: Pairing, present: Replies, *, now: datetime) -> None:
    if both_accepted(present):
        raise InvalidTransition(N_("You both said yes. If something has changed, write to the coordinator."))
    if _is_over(pairing, now=now):
        raise InvalidTransition(N_("The day to change this is over. Write to the coordinator."))


def _is_over(pairing: Pairing, *, now: datetime) -> bool:
    today = clock.local_date(now, pairing.cohort.program.timezone)
    return pairing.accept_by is not None and today > pairing.accept_by


def replies_of(session: Session, pairing_ids: Collection[UUID]) -> dict[UUID, dict[CohortRole, PairingAnswer]]:
    """What was said to these pairs, by pair and side; one query for every 500."""
    found: dict[UUID, dict[CohortRole, PairingAnswer]] = {}
    ids = sorted(pairing_ids)
    for start in range(0, len(ids), _IDS_A_QUERY):
        some = PairingAnswer.pairing_id.in_(ids[start : start + _IDS_A_QUERY])
        for answer in session.scalars(select(PairingAnswer).where(some)):
            found.setdefault(answer.pairing_id, {})[answer.side] = answer
    return found


def own_replies(
    session: Session, pairings: Collection[Pairing], side: CohortRole, *, now: datetime
) -> dict[UUID, OwnReply]:
    """By pair, for those who are asked: what this side sees."""
    found = replies_of(session, [pairing.id for pairing in pairings if pairing.accept_by is not None])
    return {
        pairing.id: _seen(pairing, pairing.accept_by, found.get(pairing.id, {}), side, now=now)
        for pairing in pairings
        if pairing.accept_by is not None
    }


def _seen(pairing: Pairing, accept_by: date, replies: Replies, side: CohortRole, *, now: datetime) -> OwnReply:
    own = replies.get(side)
    return OwnReply(
        accept_by=accept_by,
        is_over=_is_over(pairing, now=now),
        reply=own.reply if own else None,
        note=own.note if own else "",
        both_accepted=both_accepted(replies),
    )


def both_accepted(replies: Replies) -> bool:
    """Whether both sides said yes."""
    said = [answer.reply for answer in replies.values()]
    return said == [PairingReply.ACCEPTED] * len(CohortRole)


def acceptance_of(pairing: Pairing, replies: Replies) -> Acceptance:
    """Where a pair stands. A no of either side counts before everything."""
    if pairing.accept_by is None:
        return Acceptance.NOT_ASKED
    if any(answer.reply is PairingReply.DECLINED for answer in replies.values()):
        return Acceptance.DECLINED
    return Acceptance.ACCEPTED if both_accepted(replies) else Acceptance.WAITING


def open_questions(session: Session, *, cohort: Cohort | None = None) -> Sequence[Pairing]:
    """Running pairs that were asked and to which not both said yes, the earliest day first."""
    yes = (
        select(PairingAnswer.pairing_id)
        .where(PairingAnswer.reply == PairingReply.ACCEPTED)
        .group_by(PairingAnswer.pairing_id)
        .having(func.count() == len(CohortRole))
    )
    found = (
        select(Pairing)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(
            Pairing.accept_by.is_not(None),
            Pairing.status == PairingStatus.ACTIVE,
            Mentor.status == EnrollmentStatus.ACTIVE,
            Mentee.status == EnrollmentStatus.ACTIVE,
            Pairing.id.not_in(yes),
        )
        .order_by(Pairing.accept_by, Pairing.id)
    )
    return session.scalars(found if cohort is None else found.where(Pairing.cohort_id == cohort.id)).all()


@dataclass(frozen=True)
class OpenCount:
    """Pairs to which not both said yes. ``declined``: something is in the way; ``late``: silent past their day."""

    declined: int
    late: int


def count_open(session: Session, cohort: Cohort, *, today: date) -> OpenCount:
    """What a coordinator should look at; two queries."""
    found = open_questions(session, cohort=cohort)
    said = replies_of(session, [pairing.id for pairing in found])
    standings = {pairing.id: acceptance_of(pairing, said.get(pairing.id, {})) for pairing in found}
    return OpenCount(
        declined=sum(standing is Acceptance.DECLINED for standing in standings.values()),
        late=sum(
            standings[pairing.id] is Acceptance.WAITING and pairing.accept_by is not None and pairing.accept_by < today
            for pairing in found
        ),
    )
