"""Verbs of pairing: pair two people, end a pair."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import notifications
from mentorship_app.mentoring.agreements import notifications as agreement_mails
from mentorship_app.mentoring.conflicts import ConflictOfInterest, allows_exception, conflicts_between
from mentorship_app.mentoring.enums import PairingKind, PairingStatus
from mentorship_app.mentoring.exclusions import is_unwanted
from mentorship_app.mentoring.meetings.services import cancel_what_is_planned
from mentorship_app.mentoring.models import Pairing, PairingException
from mentorship_app.mentoring.queries import capacity_left
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import paused_on
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.versions import claim

MUST_NOT_BE_PAIRED = N_("These two cannot be paired. Choose somebody else.")
"""Whatever the reason is; any other word would say which."""


@dataclass(frozen=True)
class ExceptionAsked:
    """A coordinator's wish to pair two people of whom one assesses the other. ``agreed``: who declared it was asked."""

    rationale: str
    agreed: bool
    besides: Sequence[str] = ()
    """Keys of other constraints that speak against the two, noted with the conflicts."""
    decided_by: str = ""
    """Whose decision it was; that of who pairs the two where empty."""
    decided_at: datetime | None = None
    """When it was taken; now where None."""


@dataclass(frozen=True)
class Terms:
    """What a published pair comes with: the last day to say yes, and stored phrases on why it was made."""

    accept_by: date
    reasons: Sequence[dict[str, Any]] = field(default=())


def pair(
    session: Session,
    cohort: Cohort,
    mentor: Enrollment,
    mentee: Enrollment,
    *,
    kind: PairingKind,
    by: Actor,
    now: datetime,
    exception: ExceptionAsked | None = None,
    terms: Terms | None = None,
) -> Pairing:
    """Bring a mentor and a mentee together and tell both. Pairing them again changes nothing.

    ``exception``: pair them although one assesses the other. ``terms``: ask both to say yes.

    Raises NotAllowed for the wrong people, InvalidTransition out of phase, FieldError for an exception without its
    reasons, Conflict when the two must not be paired, the mentor has no room or takes nobody now, the mentee has a
    primary mentor already, or the two are paired in another way.
    """
    _require_people(cohort, mentor, mentee)
    _lock(session, mentor, mentee)
    present = _active_pairing(session, mentor, mentee)
    if present is not None and present.kind is kind:
        return present
    today = clock.local_date(now, cohort.program.timezone)
    _require_free(session, mentor, mentee, present, today=today)
    overruled = _require_nothing_between(session, mentor, mentee, exception, today=today)
    if kind is PairingKind.PRIMARY:
        _end_primary_whose_mentor_left(session, mentee, by=by, now=now)
    pairing = Pairing(
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        kind=kind,
        started_on=today,
        created_at=now,
        accept_by=terms.accept_by if terms else None,
        reasons=list(terms.reasons) if terms else [],
    )
    session.add(pairing)
    session.flush()
    _record(session, "mentoring.pairing.made", pairing, by=by, now=now)
    if exception is not None and (overruled or exception.besides):
        _note_exception(session, pairing, exception, overruled, by=by, now=now)
    notifications.announce(session, pairing, now=now)
    session.flush()
    return pairing


def _require_nothing_between(
    session: Session, mentor: Enrollment, mentee: Enrollment, exception: ExceptionAsked | None, *, today: date
) -> tuple[ConflictOfInterest, ...]:
    """The conflicts that the exception overrules. One sentence for every refusal, so that it never tells the reason."""
    conflicts = conflicts_between(session, mentor.cohort.program, mentor.account, mentee.account, today=today)
    if is_unwanted(session, mentor, mentee):
        raise Conflict(MUST_NOT_BE_PAIRED)
    if conflicts and (exception is None or not allows_exception(conflicts)):
        raise Conflict(MUST_NOT_BE_PAIRED)
    if conflicts and exception is not None:
        if not exception.rationale.strip():
            raise FieldError("rationale", N_("Write why the two are paired all the same."))
        if not exception.agreed:
            raise FieldError("agreed", N_("Ask who declared the conflict first."))
    return conflicts


def _note_exception(
    session: Session,
    pairing: Pairing,
    exception: ExceptionAsked,
    overruled: tuple[ConflictOfInterest, ...],
    *,
    by: Actor,
    now: datetime,
) -> None:
    reasons = sorted({str(conflict.reason) for conflict in overruled} | set(exception.besides))
    pairing.exception = PairingException(
        reasons=reasons,
        rationale=exception.rationale.strip(),
        decided_by=exception.decided_by or by.name,
        created_at=exception.decided_at or now,
    )
    _record(session, "mentoring.pairing.excepted", pairing, by=by, now=now, reasons=reasons)


def end_pairing(session: Session, pairing: Pairing, *, version: int, by: Actor, now: datetime) -> None:
    """End a pair; what they did stays. Ending twice changes nothing. Announcements that still wait are taken back.

    Raises Conflict when somebody changed the pairing since ``version``.
    """
    if pairing.status is PairingStatus.ENDED:
        return
    claim(session, pairing, version)
    _end(session, pairing, by=by, now=now)


def _end(session: Session, pairing: Pairing, *, by: Actor, now: datetime) -> None:
    # Read first: what is loaded on the way writes, and a pair that has ended without a day is refused.
    today = clock.local_date(now, pairing.cohort.program.timezone)
    pairing.status, pairing.ended_on = PairingStatus.ENDED, today
    notifications.take_back(session, pairing)
    agreement_mails.take_back(session, pairing)
    cancel_what_is_planned(session, pairing, now=now)
    _record(session, "mentoring.pairing.ended", pairing, by=by, now=now)
    session.flush()


def unmake(session: Session, pairing: Pairing, *, by: Actor, now: datetime) -> None:
    """Delete a pair that nobody was told of, as if it had never been made; its mails stay in the outbox, taken back."""
    notifications.take_back(session, pairing)
    _record(session, "mentoring.pairing.unmade", pairing, by=by, now=now)
    session.delete(pairing)
    session.flush()


def resume(session: Session, pairing: Pairing, *, by: Actor, now: datetime) -> None:
    """Let a pair run again as if it had never been ended. Does nothing for one that runs.

    Raises Conflict when one of the two left, the mentee has another primary mentor, or the place is taken.
    """
    if pairing.status is PairingStatus.ACTIVE:
        return
    _lock(session, pairing.mentor, pairing.mentee)
    for person in (pairing.mentor, pairing.mentee):
        if person.status is not EnrollmentStatus.ACTIVE:
            raise Conflict(N_("%(name)s does not take part any more."), name=person.account.name)
    if _active_pairing(session, pairing.mentor, pairing.mentee) is not None:
        raise Conflict(N_("These two are paired already. End that pair first."))
    if capacity_left(session, pairing.mentor) <= 0:
        raise Conflict(N_("%(name)s has no room left. Choose another mentor."), name=pairing.mentor.account.name)
    if pairing.kind is PairingKind.PRIMARY:
        _end_primary_whose_mentor_left(session, pairing.mentee, by=by, now=now)
    pairing.status, pairing.ended_on = PairingStatus.ACTIVE, None
    pairing.version += 1
    _record(session, "mentoring.pairing.resumed", pairing, by=by, now=now)
    session.flush()


def _require_people(cohort: Cohort, mentor: Enrollment, mentee: Enrollment) -> None:
    if mentor.role is not CohortRole.MENTOR or mentee.role is not CohortRole.MENTEE:
        raise NotAllowed(N_("A pair is one mentor and one mentee."))
    if mentor.cohort_id != cohort.id or mentee.cohort_id != cohort.id:
        raise NotAllowed(N_("Both people must take part in this cohort."))
    if mentor.account_id == mentee.account_id:
        raise NotAllowed(N_("Nobody can be their own mentor."))
    if not is_open(cohort, Opening.PAIRING):
        raise InvalidTransition(N_("People can be paired in the matching phase and after it, not in this phase."))


def _lock(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    """Nobody else pairs either of them until the commit: fifty people may press at once for the last place."""
    two = Enrollment.id.in_([mentor.id, mentee.id])
    session.execute(select(Enrollment.id).where(two).order_by(Enrollment.id).with_for_update())
    session.refresh(mentor)
    session.refresh(mentee)


def _require_free(
    session: Session, mentor: Enrollment, mentee: Enrollment, present: Pairing | None, *, today: date
) -> None:
    for person in (mentor, mentee):
        if person.status is not EnrollmentStatus.ACTIVE:
            raise Conflict(N_("%(name)s does not take part any more."), name=person.account.name)
    if present is not None:
        raise Conflict(N_("These two are paired already. End that pair first."))
    if capacity_left(session, mentor) <= 0:
        raise Conflict(N_("%(name)s has no room left. Choose another mentor."), name=mentor.account.name)
    if paused_on(session, [mentor.id], today):
        raise Conflict(
            N_("%(name)s takes no new mentees at the moment. Choose another mentor."), name=mentor.account.name
        )


def _end_primary_whose_mentor_left(session: Session, mentee: Enrollment, *, by: Actor, now: datetime) -> None:
    """Make way for a new primary mentor; raises Conflict if the one there is still takes part."""
    primary = session.scalar(
        select(Pairing).where(
            Pairing.mentee_id == mentee.id,
            Pairing.kind == PairingKind.PRIMARY,
            Pairing.status == PairingStatus.ACTIVE,
        )
    )
    if primary is None:
        return
    if not primary.someone_left:
        raise Conflict(
            N_("%(name)s already has a primary mentor. End that pair first, or choose another kind of mentoring."),
            name=mentee.account.name,
        )
    primary.version += 1
    _end(session, primary, by=by, now=now)


def _active_pairing(session: Session, mentor: Enrollment, mentee: Enrollment) -> Pairing | None:
    return session.scalar(
        select(Pairing).where(
            Pairing.mentor_id == mentor.id, Pairing.mentee_id == mentee.id, Pairing.status == PairingStatus.ACTIVE
        )
    )


def _record(session: Session, action: str, pairing: Pairing, *, by: Actor, now: datetime, **details: object) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=pairing,
        at=now,
        program_id=pairing.cohort.program_id,
        mentor=pairing.mentor.account.name,
        mentee=pairing.mentee.account.name,
        kind=pairing.kind,
        **details,
    )
