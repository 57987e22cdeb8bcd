"""Putting an action off, settling it, taking it up again, sending its message. Each is safe to press twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.monitoring.kinds import Cause
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.monitoring.notifications import write
from mentorship_app.programs import Cohort, Enrollment

LONGEST_NOTE = 300
LONGEST_SUBJECT = 150
LONGEST_TEXT = 4_000
LONGEST = timedelta(days=183)
"""So long an action can be put off at most."""
AFTER_A_MESSAGE = timedelta(days=14)
"""So long an action waits once its message was sent."""
CHANGED = N_("Somebody else decided about this while you were looking at it.")


@dataclass(frozen=True)
class Decision:
    """What a coordinator decided. ``until`` is None for something that is settled."""

    until: date | None
    note: str = ""


@dataclass(frozen=True)
class Written:
    """A message to one reader, as the coordinator left it."""

    reader: UUID
    """Their enrollment."""
    subject: str
    text: str


def decide(
    session: Session,
    cohort: Cohort,
    cause: Cause,
    decision: Decision,
    *,
    version: int,
    today: date,
    by: Actor,
    now: datetime,
) -> ActionDecision:
    """Put it off or settle it; the same again changes nothing.

    ``version``: as it was read, 0 for one that nobody decided about. Raises FieldError for a day that is not ahead or
    too far, or a note that is too long; Conflict when somebody else decided meanwhile.
    """
    _check(decision, today)
    row = _locked(session, cohort, cause)
    if row is not None and _is_same(row, cause, decision):
        return row
    row = _claimed(session, cohort, cause, row, version, now)
    row.fingerprint, row.until, row.note = cause.fingerprint, decision.until, decision.note.strip()
    row.decided_by, row.mailed_at = by.name, None
    action = "monitoring.action.settled" if decision.until is None else "monitoring.action.put_off"
    details = {} if decision.until is None else {"until": decision.until.isoformat()}
    audit.record(session, action, by=by, subject=cohort, at=now, program_id=cohort.program_id, **details)
    session.flush()
    return row


def take_up(session: Session, cohort: Cohort, cause: Cause, *, version: int, by: Actor, now: datetime) -> None:
    """Have it in the list again; twice changes nothing. Raises Conflict when somebody decided anew meanwhile."""
    row = _locked(session, cohort, cause)
    if row is None:
        return
    if row.version != version:
        raise Conflict(CHANGED)
    session.delete(row)
    audit.record(session, "monitoring.action.taken_up", by=by, subject=cohort, at=now, program_id=cohort.program_id)
    session.flush()


def send(
    session: Session,
    cohort: Cohort,
    cause: Cause,
    messages: Sequence[Written],
    *,
    path: str,
    version: int,
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Write the mails, which wait ten minutes, and put the action off for two weeks; gives how many it wrote.

    The same coordinator pressing twice writes once. Raises Conflict when somebody else decided meanwhile.
    """
    row = _locked(session, cohort, cause)
    if row is not None and row.version == version + 1 and row.mailed_at is not None and row.decided_by == by.name:
        return 0
    row = _claimed(session, cohort, cause, row, version, now)
    row.fingerprint, row.until, row.note = cause.fingerprint, today + AFTER_A_MESSAGE, ""
    row.decided_by, row.mailed_at = by.name, now
    session.flush()
    for message in messages:
        reader = session.get_one(Enrollment, message.reader)
        write(
            session,
            cohort,
            reader,
            subject=message.subject,
            text=message.text,
            path=path,
            pairing_id=cause.pairing_id,
            dedupe=f"{row.id}:{row.version}",
            by=by,
            now=now,
        )
        audit.record(
            session,
            "monitoring.reminder.sent",
            by=by,
            subject=reader,
            at=now,
            program_id=cohort.program_id,
            to=reader.account.name,
        )
    session.flush()
    return len(messages)


def _check(decision: Decision, today: date) -> None:
    if decision.until is not None and decision.until <= today:
        raise FieldError("until", N_("Choose a day that lies ahead."))
    if decision.until is not None and decision.until > today + LONGEST:
        raise FieldError("until", N_("Choose a day within the next six months."))
    if len(decision.note.strip()) > LONGEST_NOTE:
        raise FieldError("note", N_("Use at most %(most)s characters."), most=LONGEST_NOTE)


def _locked(session: Session, cohort: Cohort, cause: Cause) -> ActionDecision | None:
    """The row of this action. The cohort is locked, so that two coordinators decide one after the other."""
    session.refresh(cohort, with_for_update={"of": Cohort})
    mine = ActionDecision.cohort_id == cohort.id, ActionDecision.key == cause.key
    return session.scalar(select(ActionDecision).where(*mine).execution_options(populate_existing=True))


def _is_same(row: ActionDecision, cause: Cause, decision: Decision) -> bool:
    there = row.fingerprint, row.until, row.note, row.mailed_at
    return there == (cause.fingerprint, decision.until, decision.note.strip(), None)


def _claimed(
    session: Session, cohort: Cohort, cause: Cause, row: ActionDecision | None, version: int, now: datetime
) -> ActionDecision:
    if (row.version if row is not None else 0) != version:
        raise Conflict(CHANGED)
    if row is not None:
        row.version += 1
        return row
    row = ActionDecision(
        cohort_id=cohort.id,
        key=cause.key,
        fingerprint=cause.fingerprint,
        decided_by="",
        created_at=now,
        pairing_id=cause.pairing_id,
        enrollment_id=cause.people[0] if cause.people and cause.pairing_id is None else None,
    )
    session.add(row)
    return row
