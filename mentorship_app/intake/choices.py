"""The mentors whom a mentee would choose, in order, and what of it counts for others.

A choice is a wish. It counts once the mentee's intake is sent, for as long as both take part, and not while the two
may not be paired, whatever the reason. The mentee's own list is never changed by what others say: it shows what they
wished, so it tells nothing about anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, aliased, contains_eager

from mentorship_app.core.errors import Conflict, InvalidTransition, NotAllowed, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.intake.models import MentorChoice, Profile, Waitlist
from mentorship_app.intake.services import is_writable
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.exclusions import barred_pairs, is_barred
from mentorship_app.mentoring.queries import capacity_left
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus

MOST = 5
"""As many mentors as a mentee can rank."""


@dataclass(frozen=True)
class RankedMentor:
    """One choice as matching reads it. ``rank`` counts, from 1, only the mentors with whom a pair is possible."""

    mentor_id: UUID
    rank: int
    function: PairingKind


def own_choices(session: Session, mentee: Enrollment) -> Sequence[MentorChoice]:
    """What a mentee wished, first choice first, mentors loaded; whatever became of them since."""
    return session.scalars(
        select(MentorChoice)
        .join(MentorChoice.mentor)
        .options(contains_eager(MentorChoice.mentor))
        .where(MentorChoice.mentee_id == mentee.id)
        .order_by(MentorChoice.rank)
    ).all()


def choose(
    session: Session, mentee: Enrollment, mentor: Enrollment, *, function: PairingKind, now: datetime, today: date
) -> None:
    """Put a mentor at the end of the list; one who is on it only gets the function. Doing it twice changes nothing.

    Whoever waited for this mentor waits no longer. Who stands on a waitlist may always choose: a refusal now would tell
    that the two have become impossible; like every choice, this one then counts for nobody.

    Raises InvalidTransition when intake is closed, Conflict when five are chosen or the mentor has no room.
    """
    _require_open(mentee)
    waiting = session.scalar(select(Waitlist).where(Waitlist.mentee_id == mentee.id, Waitlist.mentor_id == mentor.id))
    _require_mentor(session, mentee, mentor, today=today, is_waited_for=waiting is not None)
    present = own_choices(session, mentee)
    known = next((choice for choice in present if choice.mentor_id == mentor.id), None)
    if known is not None:
        known.function = function
        session.flush()
        return
    if len(present) >= MOST:
        raise Conflict(N_("You have five choices. Take one off your list first."))
    if capacity_left(session, mentor) <= 0:
        raise Conflict(N_("%(name)s has no room now. You can join the waitlist instead."), name=mentor.account.name)
    if waiting is not None:
        session.delete(waiting)
    _write(session, mentee, [*_kept(present), _Line(mentor.id, function, now)])


def place(session: Session, mentee: Enrollment, mentor: Enrollment, *, rank: int) -> None:
    """Move a mentor to ``rank``, counted from 1; the others close up. Beyond the ends means the end."""
    _require_open(mentee)
    lines = _kept(own_choices(session, mentee))
    moved = _line_of(lines, mentor)
    others = [line for line in lines if line is not moved]
    others.insert(max(1, min(rank, len(lines))) - 1, moved)
    if others != lines:
        _write(session, mentee, others)


def set_function(session: Session, mentee: Enrollment, mentor: Enrollment, *, function: PairingKind) -> None:
    """Say for what a chosen mentor is wished."""
    _require_open(mentee)
    choice = next((choice for choice in own_choices(session, mentee) if choice.mentor_id == mentor.id), None)
    if choice is None:
        raise NotFound(NOT_CHOSEN)
    choice.function = function
    session.flush()


def take_off(session: Session, mentee: Enrollment, mentor: Enrollment) -> None:
    """Take a mentor off the list; the others close up. One who is not on it changes nothing."""
    _require_open(mentee)
    lines = _kept(own_choices(session, mentee))
    others = [line for line in lines if line.mentor_id != mentor.id]
    if len(others) < len(lines):
        _write(session, mentee, others)


def ranked(session: Session, cohort: Cohort, *, today: date) -> Mapping[UUID, tuple[RankedMentor, ...]]:
    """What matching may read: the choices that count, by mentee, first choice first; as many queries for any number."""
    found: dict[UUID, list[RankedMentor]] = {}
    for choice in _counting(session, _choices_in(cohort), cohort, today=today):
        mine = found.setdefault(choice.mentee_id, [])
        mine.append(RankedMentor(choice.mentor_id, len(mine) + 1, choice.function))
    return {mentee_id: tuple(choices) for mentee_id, choices in found.items()}


def ranked_of(session: Session, mentee: Enrollment, *, today: date) -> tuple[RankedMentor, ...]:
    """The choices of one mentee that count."""
    chosen = _choices_in(mentee.cohort).where(MentorChoice.mentee_id == mentee.id)
    return tuple(
        RankedMentor(choice.mentor_id, rank, choice.function)
        for rank, choice in enumerate(_counting(session, chosen, mentee.cohort, today=today), start=1)
    )


def named_by(session: Session, mentor: Enrollment, *, today: date) -> list[MentorChoice]:
    """The choices that name a mentor and count, by the mentee's name, mentees loaded."""
    naming = _choices_in(mentor.cohort).where(MentorChoice.mentor_id == mentor.id)
    found = _counting(session, naming, mentor.cohort, today=today)
    return sorted(found, key=lambda choice: (choice.mentee.account.name.casefold(), str(choice.id)))


NOT_CHOSEN = N_("This mentor is not on your list.")


@dataclass(frozen=True)
class _Line:
    mentor_id: UUID
    function: PairingKind
    created_at: datetime


def _kept(choices: Iterable[MentorChoice]) -> list[_Line]:
    return [_Line(choice.mentor_id, choice.function, choice.created_at) for choice in choices]


def _line_of(lines: list[_Line], mentor: Enrollment) -> _Line:
    for line in lines:
        if line.mentor_id == mentor.id:
            return line
    raise NotFound(NOT_CHOSEN)


def _write(session: Session, mentee: Enrollment, lines: list[_Line]) -> None:
    """The whole list anew, five rows at most: ranks never clash on the way, and stay 1, 2, 3 … without a gap."""
    session.execute(delete(MentorChoice).where(MentorChoice.mentee_id == mentee.id))
    session.add_all(
        MentorChoice(
            mentee_id=mentee.id,
            mentor_id=line.mentor_id,
            rank=rank,
            function=line.function,
            created_at=line.created_at,
        )
        for rank, line in enumerate(lines, start=1)
    )
    session.flush()


def _require_open(mentee: Enrollment) -> None:
    if not is_writable(mentee):
        raise InvalidTransition(N_("Choices can be changed while intake is open. Write to your coordinator instead."))


def _require_mentor(
    session: Session, mentee: Enrollment, mentor: Enrollment, *, today: date, is_waited_for: bool
) -> None:
    if mentor.role is not CohortRole.MENTOR or mentor.cohort_id != mentee.cohort_id:
        raise NotAllowed(N_("Only a mentor of your own cohort can be chosen."))
    is_there = mentor.status is EnrollmentStatus.ACTIVE and mentor.account_id != mentee.account_id
    if not is_there or (not is_waited_for and is_barred(session, mentor, mentee, today=today)):
        # One sentence for every reason, so that none can be read from it.
        raise NotFound(N_("This mentor cannot be chosen now."))


def _choices_in(cohort: Cohort) -> Select[MentorChoice]:
    """The choices of people who both take part, of sent intakes, by mentee and rank."""
    mentor, mentee = aliased(Enrollment), aliased(Enrollment)
    return (
        select(MentorChoice)
        .join(mentor, mentor.id == MentorChoice.mentor_id)
        .join(MentorChoice.mentee.of_type(mentee))
        .join(Profile, Profile.enrollment_id == MentorChoice.mentee_id)
        .options(contains_eager(MentorChoice.mentee.of_type(mentee)).joinedload(mentee.account))
        .where(
            mentee.cohort_id == cohort.id,
            mentee.status == EnrollmentStatus.ACTIVE,
            mentor.status == EnrollmentStatus.ACTIVE,
            Profile.submitted_at.is_not(None),
        )
        .order_by(MentorChoice.mentee_id, MentorChoice.rank)
    )


def _counting(session: Session, choices: Select[MentorChoice], cohort: Cohort, *, today: date) -> list[MentorChoice]:
    barred = barred_pairs(session, cohort, today=today)
    return [choice for choice in session.scalars(choices) if (choice.mentor_id, choice.mentee_id) not in barred]
