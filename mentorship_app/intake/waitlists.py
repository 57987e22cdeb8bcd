"""Waiting for a mentor who has no room: joining, leaving, and being told once when a place is free."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from mentorship_app.core.errors import Conflict, InvalidTransition, NotAllowed, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.intake import notifications
from mentorship_app.intake.models import Waitlist
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.exclusions import barred_pairs, is_barred
from mentorship_app.mentoring.queries import capacity_left
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.programs.absences import paused_on

JOINABLE = frozenset({Phase.INTAKE, Phase.MATCHING})
"""Later in the year pairs are made by the coordinator, who is asked instead."""

TELLING = JOINABLE | {Phase.ACTIVE}
"""In which phases a free place is worth a mail."""

TURN = timedelta(days=7)
"""For so long nobody behind them hears of a place that somebody was told about."""


Mentor = aliased(Enrollment, name="waited_for")
Mentee = aliased(Enrollment, name="waiting")


def can_join(mentee: Enrollment) -> bool:
    """Whether this person may join a waitlist now."""
    return (
        mentee.role is CohortRole.MENTEE
        and mentee.status is EnrollmentStatus.ACTIVE
        and mentee.cohort.phase in JOINABLE
    )


def join(session: Session, mentee: Enrollment, mentor: Enrollment, *, now: datetime, today: date) -> Waitlist:
    """Wait for a mentor without room. Joining twice keeps the first place in line.

    Raises InvalidTransition out of phase, Conflict when the mentor has room.
    """
    if not can_join(mentee):
        raise InvalidTransition(N_("Waitlists are open in the phases of intake and matching."))
    if mentor.role is not CohortRole.MENTOR or mentor.cohort_id != mentee.cohort_id:
        raise NotAllowed(N_("Only a mentor of your own cohort can be chosen."))
    is_there = mentor.status is EnrollmentStatus.ACTIVE and mentor.account_id != mentee.account_id
    if not is_there or is_barred(session, mentor, mentee, today=today):
        raise NotFound(N_("This mentor cannot be chosen now."))
    present = _entry(session, mentee, mentor)
    if present is not None:
        return present
    if capacity_left(session, mentor) > 0:
        raise Conflict(N_("%(name)s has room now, so there is no need to wait."), name=mentor.account.name)
    entry = Waitlist(mentor=mentor, mentee=mentee, created_at=now)
    session.add(entry)
    session.flush()
    return entry


def leave(session: Session, mentee: Enrollment, mentor: Enrollment) -> None:
    """Wait no longer, in any phase. Leaving twice changes nothing; who joins again stands at the end."""
    entry = _entry(session, mentee, mentor)
    if entry is not None:
        session.delete(entry)
        session.flush()


def tell_next(session: Session, mentor: Enrollment, *, now: datetime, today: date) -> int:
    """Write to those whose turn it is, each once; how many mails were written."""
    turns = next_in_line(session, mentor, now=now, today=today)
    for entry in turns:
        entry.told_at = now
        notifications.place_free(session, entry, now=now)
    session.flush()
    return len(turns)


def waiting_for(session: Session, mentee: Enrollment) -> Sequence[Waitlist]:
    """The lists on which a mentee stands, oldest first, mentors loaded; without mentors who mentor them by now."""
    return session.scalars(
        _standing()
        .options(contains_eager(Waitlist.mentor.of_type(Mentor)).joinedload(Mentor.account))
        .where(Waitlist.mentee_id == mentee.id)
        .order_by(Waitlist.created_at, Waitlist.id)
    ).all()


def places_for(session: Session, mentee: Enrollment, *, today: date) -> list[Enrollment]:
    """Mentors of whose free place this mentee was told, as long as it is free."""
    told = [entry.mentor for entry in waiting_for(session, mentee) if entry.told_at is not None]
    if not told or mentee.cohort.phase not in TELLING:
        return []
    barred = barred_pairs(session, mentee.cohort, today=today)
    return [mentor for mentor in told if (mentor.id, mentee.id) not in barred and capacity_left(session, mentor) > 0]


def lengths(session: Session, cohort: Cohort) -> Mapping[UUID, int]:
    """How many people wait for each mentor, by enrollment; mentors for whom nobody waits are left out. One query."""
    rows = session.execute(
        _standing()
        .with_only_columns(Waitlist.mentor_id, func.count())
        .where(Mentee.cohort_id == cohort.id)
        .group_by(Waitlist.mentor_id)
    )
    return dict(rows.all())


def mentors_to_look_at(session: Session) -> Sequence[UUID]:
    """Mentors with a free place for whom somebody waits who was not told yet. One query, of all programs."""
    return session.scalars(
        _standing()
        .with_only_columns(Waitlist.mentor_id)
        .where(Waitlist.told_at.is_(None), Mentor.capacity > _taken())
        .distinct()
    ).all()


def next_in_line(session: Session, mentor: Enrollment, *, now: datetime, today: date) -> list[Waitlist]:
    """Whom to tell now: as many as there are free places nobody else was told about within the week."""
    if mentor.cohort.phase not in TELLING or paused_on(session, [mentor.id], today):
        return []
    barred = barred_pairs(session, mentor.cohort, today=today)
    line = [
        entry
        for entry in session.scalars(
            _standing().where(Waitlist.mentor_id == mentor.id).order_by(Waitlist.created_at, Waitlist.id)
        )
        if (mentor.id, entry.mentee_id) not in barred
    ]
    considering = sum(entry.told_at is not None and entry.told_at > now - TURN for entry in line)
    untold = [entry for entry in line if entry.told_at is None]
    return untold[: max(0, capacity_left(session, mentor) - considering)]


def _standing() -> Select[Waitlist]:
    """Entries of people who both take part and are not paired with each other by now."""
    return (
        select(Waitlist)
        .join(Waitlist.mentor.of_type(Mentor))
        .join(Waitlist.mentee.of_type(Mentee))
        .where(
            Mentor.status == EnrollmentStatus.ACTIVE,
            Mentee.status == EnrollmentStatus.ACTIVE,
            ~exists().where(
                Pairing.mentor_id == Waitlist.mentor_id,
                Pairing.mentee_id == Waitlist.mentee_id,
                Pairing.status == PairingStatus.ACTIVE,
            ),
        )
    )


def _taken() -> ColumnElement[int]:
    """How many mentees a mentor has, as the queries of pairs count them."""
    paired = aliased(Enrollment)
    return (
        select(func.count(Pairing.id))
        .join(paired, paired.id == Pairing.mentee_id)
        .where(
            Pairing.mentor_id == Mentor.id,
            Pairing.status == PairingStatus.ACTIVE,
            paired.status == EnrollmentStatus.ACTIVE,
        )
        .scalar_subquery()
    )


def _entry(session: Session, mentee: Enrollment, mentor: Enrollment) -> Waitlist | None:
    return session.scalar(select(Waitlist).where(Waitlist.mentor_id == mentor.id, Waitlist.mentee_id == mentee.id))
