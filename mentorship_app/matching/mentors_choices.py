"""The mentees whom a mentor would choose, in order, where the coordinator asks mentors; and what of it counts.

As with the choices of mentees: the own list is never changed by what others say or wish, so it tells nothing about
anybody. Every mentee of the cohort can be chosen; whoever may not be paired with this mentor does not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased, contains_eager

from mentorship_app.core.errors import Conflict, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.models import MenteeChoice
from mentorship_app.mentoring.exclusions import barred_pairs
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase

MOST = 5
"""As many mentees as a mentor can rank."""
ASKED_IN = frozenset({Phase.INTAKE, Phase.MATCHING})
"""In which phases mentors are asked."""


def is_asked(session: Session, cohort: Cohort) -> bool:
    """Whether mentors of the cohort are asked now whom they would choose."""
    return cohort.phase in ASKED_IN and settings_of_cohort(session, cohort)[0].rules.mentors_rank


def own_order(session: Session, mentor: Enrollment) -> Sequence[MenteeChoice]:
    """What a mentor wished, first choice first, mentees loaded: to be shown to them alone."""
    return session.scalars(
        select(MenteeChoice)
        .join(MenteeChoice.mentee)
        .options(contains_eager(MenteeChoice.mentee))
        .where(MenteeChoice.mentor_id == mentor.id)
        .order_by(MenteeChoice.rank)
    ).all()


def choose_mentee(session: Session, mentor: Enrollment, mentee: Enrollment, *, now: datetime) -> None:
    """Put a mentee at the end of the list; doing it twice changes nothing. No trace is left but the row.

    Raises InvalidTransition when mentors are not asked now, NotFound for somebody who is no mentee of the cohort,
    Conflict when five are chosen.
    """
    _require_asked(session, mentor)
    if (
        mentee.cohort_id != mentor.cohort_id
        or mentee.role is not CohortRole.MENTEE
        or mentee.status is not EnrollmentStatus.ACTIVE
        or mentee.account_id == mentor.account_id
    ):
        raise NotFound(N_("This person does not take part as a mentee any more."))
    present = own_order(session, mentor)
    if any(choice.mentee_id == mentee.id for choice in present):
        return
    if len(present) >= MOST:
        raise Conflict(N_("You have five choices. Take one off your list first."))
    _write(session, mentor, [*((one.mentee_id, one.created_at) for one in present), (mentee.id, now)])


def place_mentee(session: Session, mentor: Enrollment, mentee: Enrollment, *, rank: int) -> None:
    """Move a mentee to ``rank``, counted from 1; the others close up. Beyond the ends means the end.

    Raises InvalidTransition when mentors are not asked now, NotFound for somebody who is not on the list.
    """
    _require_asked(session, mentor)
    lines = [(one.mentee_id, one.created_at) for one in own_order(session, mentor)]
    moved = next((line for line in lines if line[0] == mentee.id), None)
    if moved is None:
        raise NotFound(N_("This person is not on your list."))
    others = [line for line in lines if line is not moved]
    others.insert(max(1, min(rank, len(lines))) - 1, moved)
    if others != lines:
        _write(session, mentor, others)


def take_mentee_off(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    """Take a mentee off the list; the others close up. One who is not on it changes nothing."""
    _require_asked(session, mentor)
    lines = [(one.mentee_id, one.created_at) for one in own_order(session, mentor)]
    others = [line for line in lines if line[0] != mentee.id]
    if len(others) < len(lines):
        _write(session, mentor, others)


def rankings(session: Session, cohort: Cohort, *, today: date) -> Mapping[UUID, tuple[UUID, ...]]:
    """What matching may read: for each mentor the mentees that count, first choice first. Four queries."""
    mentor, mentee = aliased(Enrollment), aliased(Enrollment)
    rows = session.execute(
        select(MenteeChoice.mentor_id, MenteeChoice.mentee_id)
        .join(mentor, mentor.id == MenteeChoice.mentor_id)
        .join(mentee, mentee.id == MenteeChoice.mentee_id)
        .where(
            mentor.cohort_id == cohort.id,
            mentor.status == EnrollmentStatus.ACTIVE,
            mentee.status == EnrollmentStatus.ACTIVE,
        )
        .order_by(MenteeChoice.mentor_id, MenteeChoice.rank)
    )
    barred = barred_pairs(session, cohort, today=today)
    found: dict[UUID, tuple[UUID, ...]] = {}
    for mentor_id, mentee_id in rows:
        if (mentor_id, mentee_id) not in barred:
            found[mentor_id] = (*found.get(mentor_id, ()), mentee_id)
    return found


def _require_asked(session: Session, mentor: Enrollment) -> None:
    if not is_asked(session, mentor.cohort) or mentor.status is not EnrollmentStatus.ACTIVE:
        raise InvalidTransition(N_("Mentors are not asked for their choices now."))


def _write(session: Session, mentor: Enrollment, lines: Iterable[tuple[UUID, datetime]]) -> None:
    """The whole list anew, five rows at most: ranks never clash on the way, and stay 1, 2, 3 … without a gap."""
    kept = list(lines)
    session.execute(delete(MenteeChoice).where(MenteeChoice.mentor_id == mentor.id))
    session.add_all(
        MenteeChoice(mentor_id=mentor.id, mentee_id=mentee_id, rank=rank, created_at=created_at)
        for rank, (mentee_id, created_at) in enumerate(kept, start=1)
    )
    session.flush()
