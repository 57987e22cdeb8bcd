"""A number that mentees give to a mentor: sealed, and shown to that mentor alone, of five mentees or more at a time.

Each mentee is in one number only, and a number that was shown never changes. So two numbers never differ by a person,
and no difference between them can be taken. Once a month, whoever answered when, the worker goes through what is new:
where a mentor has five new mentees or more, their mean becomes a number of its own. It is rounded to halves and held
between 2 and 9, because a mean of 10 would say what each of them answered. Who answered cannot be told without the
program's key, and no page tells it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import JobContext, repeating
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.recognition.models import FeedbackAnswer, FeedbackRound, MentorFeedback
from mentorship_app.privacy.sealing import feedback_key_name, seal, slot, unseal
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Cohort, Enrollment, Program

LOWEST, HIGHEST = 1, 10
FEWEST_HALVES, MOST_HALVES = 4, 18
VALUE, COUNTED = "value", "counted"
_BOX = 256


@dataclass(frozen=True)
class OwnNumber:
    """What a mentee gave. ``is_counted``: it is in a number that was shown, and stays there."""

    value: int
    is_counted: bool


def give(session: Session, keyring: Keyring, pairing: Pairing, value: int) -> None:
    """Keep the mentee's number for the mentor of this pair; a later one replaces it until it is counted.

    Raises FieldError outside 1–10, InvalidTransition once it is counted, KeyringError.
    """
    if not LOWEST <= value <= HIGHEST:
        raise FieldError("value", N_("Choose a number from 1 to 10."))
    _require_open(own_number(session, keyring, pairing))
    key = keyring.create(feedback_key_name(pairing.cohort.program_id))
    name = _slot(key, pairing.mentor.account_id, pairing.mentee.account_id)
    row = session.get(FeedbackAnswer, name)
    if row is None:
        row = FeedbackAnswer(slot=name, program_id=pairing.cohort.program_id, sealed=b"")
        session.add(row)
    row.sealed = _sealed(key, name, value, is_counted=False)
    session.flush()


def take_back(session: Session, keyring: Keyring, pairing: Pairing) -> None:
    """Delete the mentee's number. Where there is none nothing changes; raises InvalidTransition once it is counted."""
    own = own_number(session, keyring, pairing)
    if own is None:
        return
    _require_open(own)
    key = keyring.get(feedback_key_name(pairing.cohort.program_id))
    name = _slot(key, pairing.mentor.account_id, pairing.mentee.account_id)
    session.delete(session.get_one(FeedbackAnswer, name))
    session.flush()


def _require_open(own: OwnNumber | None) -> None:
    if own is not None and own.is_counted:
        raise InvalidTransition(N_("Your number is already part of an average. It cannot be changed any more."))


def own_number(session: Session, keyring: Keyring, pairing: Pairing) -> OwnNumber | None:
    """What the mentee of this pair gave its mentor. Raises SealBroken, KeyringError."""
    key_name = feedback_key_name(pairing.cohort.program_id)
    if not keyring.has(key_name):
        return None
    key = keyring.get(key_name)
    row = session.get(FeedbackAnswer, _slot(key, pairing.mentor.account_id, pairing.mentee.account_id))
    if row is None:
        return None
    found = unseal(key, row.sealed, name=row.slot)
    return OwnNumber(int(found[VALUE]), bool(found[COUNTED]))


def numbers_for(session: Session, account_id: UUID, program_id: UUID) -> Sequence[MentorFeedback]:
    """The numbers of one mentor in a program, the newest first; for that mentor alone."""
    return session.scalars(
        select(MentorFeedback)
        .where(MentorFeedback.account_id == account_id, MentorFeedback.program_id == program_id)
        .order_by(MentorFeedback.published_on.desc(), MentorFeedback.id)
    ).all()


def publish(session: Session, keyring: Keyring, program: Program, *, today: date) -> int:
    """Make a number for each mentor with enough new mentees; gives how many. Only once a month.

    Raises KeyringError, SealBroken.
    """
    seen = session.get(FeedbackRound, program.id)
    if seen is not None and seen.looked_on >= today.replace(day=1):
        return 0
    if seen is None:
        session.add(FeedbackRound(program_id=program.id, looked_on=today))
    else:
        seen.looked_on = today
    key_name = feedback_key_name(program.id)
    made = 0
    if keyring.has(key_name):
        made = sum(
            _publish_one(session, keyring.get(key_name), *one, today=today) for one in _mentors(session, program)
        )
    session.flush()
    return made


def _mentors(session: Session, program: Program) -> Iterator[tuple[UUID, UUID, list[FeedbackAnswer], list[UUID]]]:
    """Every mentor by account: the program, its answers, and the accounts of the mentor's mentees over all years."""
    mentor, mentee = aliased(Enrollment), aliased(Enrollment)
    rows = session.execute(
        select(mentor.account_id, mentee.account_id)
        .join(Pairing, Pairing.mentor_id == mentor.id)
        .join(mentee, mentee.id == Pairing.mentee_id)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .where(Cohort.program_id == program.id)
        .distinct()
    )
    mentees: dict[UUID, list[UUID]] = {}
    for mentor_account, mentee_account in rows:
        mentees.setdefault(mentor_account, []).append(mentee_account)
    answers = list(session.scalars(select(FeedbackAnswer).where(FeedbackAnswer.program_id == program.id)))
    for account_id, theirs in sorted(mentees.items()):
        if len(theirs) >= FLOOR:
            yield account_id, program.id, answers, theirs


def _publish_one(
    session: Session,
    key: bytes,
    account_id: UUID,
    program_id: UUID,
    answers: Sequence[FeedbackAnswer],
    mentees: Sequence[UUID],
    *,
    today: date,
) -> int:
    by_slot = {row.slot: row for row in answers}
    rows = [row for mentee in mentees if (row := by_slot.get(_slot(key, account_id, mentee))) is not None]
    opened = [(row, unseal(key, row.sealed, name=row.slot)) for row in rows]
    fresh = [(row, int(found[VALUE])) for row, found in opened if not found[COUNTED]]
    if len(fresh) < FLOOR:
        return 0
    mean = sum(value for _row, value in fresh) / len(fresh)
    session.add(
        MentorFeedback(
            account_id=account_id,
            program_id=program_id,
            halves=min(max(math.floor(2 * mean + 0.5), FEWEST_HALVES), MOST_HALVES),
            people=len(fresh) // FLOOR * FLOOR,
            published_on=today,
        )
    )
    for row, value in fresh:
        row.sealed = _sealed(key, row.slot, value, is_counted=True)
    return 1


def _slot(key: bytes, mentor: UUID, mentee: UUID) -> bytes:
    return slot(key, uuid5(mentor, str(mentee)))


def _sealed(key: bytes, name: bytes, value: int, *, is_counted: bool) -> bytes:
    return seal(key, {VALUE: value, COUNTED: is_counted}, name=name, box=_BOX)


@repeating.register("mentoring.feedback")
def look_once_a_month(context: JobContext) -> None:
    """One transaction for each program; costs one look while none is due."""
    with reading(context.engine).begin() as session:
        has_answers = exists().where(FeedbackAnswer.program_id == Program.id)
        # A month began at most a day ago somewhere: the program's own day decides.
        seen = select(FeedbackRound.program_id).where(FeedbackRound.looked_on >= context.now.date().replace(day=1))
        found = session.scalars(
            select(Program.id).where(has_answers, Program.id.not_in(seen), Program.ended_at.is_(None))
        ).all()
    for program_id in found:
        with writing(context.engine).begin() as session:
            program = session.get(Program, program_id)
            if program is not None:
                today = clock.local_date(context.now, program.timezone)
                publish(session, context.keyring, program, today=today)
