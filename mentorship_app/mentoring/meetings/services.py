"""Verbs of meetings: write down, undo, plan, move, call off, confirm, put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.groups.models import MentoringGroup
from mentorship_app.mentoring.meetings.changes import Change, tell
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.meetings.wording import MOST_MINUTES, wording_of
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.enums import CohortRole
from mentorship_app.programs.models import Enrollment
from mentorship_app.programs.versions import claim

Company = Pairing | MentoringGroup
"""Those who meet."""
UNDO = timedelta(minutes=10)
LONGEST_PAST = timedelta(days=400)
LONGEST_AHEAD = timedelta(days=400)
LONGEST_PLACE = 300
MOST_PRESENT = 60


@dataclass(frozen=True)
class Held:
    """A meeting that took place, as somebody writes it down."""

    met_on: date
    minutes: int
    how: str
    topics: Sequence[str] = ()
    present: int | None = None
    """How many came, in a group; None where nobody counted."""


@dataclass(frozen=True)
class Plan:
    """A meeting to come, by the clock of ``zone``; where none is named, of the program's place."""

    day: date
    at: time
    minutes: int
    how: str
    place: str = ""
    zone: str = ""


class AlreadyWritten(Conflict):
    """The other side, or the same one, wrote down a meeting of that day: there is one, and it can be added to."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(N_("A meeting on this day is written down already."))
        self.meeting = meeting


class StillToCome(FieldError):
    """The day is not here yet: it can be planned, not written down."""

    def __init__(self) -> None:
        super().__init__("met_on", N_("This day is still to come. Plan the meeting instead."))


def log(
    session: Session, company: Company, side: CohortRole, held: Held, *, now: datetime, another: bool = False
) -> Meeting:
    """Write down a meeting. One that was planned for that day is confirmed; the same sent twice counts once.

    ``another``: it was a second one on that day. Raises StillToCome, FieldError, InvalidTransition for a pair that
    ended, and AlreadyWritten when there is one on that day.
    """
    _lock(session, company)
    _require_running(company)
    _require_writer(company, side)
    _require_held(session, company, held, now=now)
    for present in () if another else _of_day(session, company, held.met_on):
        if _is_the_same(present, side, held, now=now):
            return present
        raise AlreadyWritten(present)
    meeting = _planned_on(session, company, held.met_on)
    if meeting is None:
        meeting = _new(company, side, state=MeetingState.HELD, minutes=held.minutes, how=held.how, now=now)
        session.add(meeting)
    else:
        meeting.state, meeting.version = MeetingState.HELD, meeting.version + 1
    meeting.met_on, meeting.minutes, meeting.how, meeting.topics = held.met_on, held.minutes, held.how, [*held.topics]
    meeting.held_since = meeting.touched_at = now
    meeting.present = _present(company, held)
    session.flush()
    return meeting


def add_to(session: Session, meeting: Meeting, held: Held, *, version: int, now: datetime) -> Meeting:
    """Add what one side knows to the meeting that the other wrote down: their minutes count, topics come together.

    Raises Conflict when it was changed since ``version``, FieldError for what cannot be.
    """
    _require_held(session, _company(meeting), held, now=now)
    claim(session, meeting, version)
    _require_state(meeting, MeetingState.HELD)
    meeting.minutes, meeting.how = held.minutes, held.how
    meeting.present = held.present or meeting.present
    meeting.topics = [*meeting.topics, *(code for code in held.topics if code not in meeting.topics)]
    meeting.touched_at = now
    session.flush()
    return meeting


def correct(session: Session, meeting: Meeting, held: Held, *, version: int, now: datetime) -> None:
    """Put right what was written down. Raises Conflict, FieldError, StillToCome, InvalidTransition."""
    _require_held(session, _company(meeting), held, now=now)
    claim(session, meeting, version)
    _require_state(meeting, MeetingState.HELD)
    meeting.met_on, meeting.minutes, meeting.how, meeting.topics = held.met_on, held.minutes, held.how, [*held.topics]
    meeting.touched_at, meeting.present = now, _present(_company(meeting), held)
    session.flush()


def may_undo(meeting: Meeting, side: CohortRole, *, now: datetime) -> bool:
    """Whether the one who wrote it down can still take it back: for ten minutes."""
    fresh = meeting.held_since is not None and now - meeting.held_since <= UNDO
    return (
        fresh and meeting.state is MeetingState.HELD and (meeting.written_by is side or meeting.starts_at is not None)
    )


def undo(session: Session, meeting: Meeting, side: CohortRole, *, now: datetime) -> None:
    """Forget that it was written down, with every note about it; one that was planned is planned again.

    Raises InvalidTransition after ten minutes.
    """
    session.refresh(meeting, with_for_update={"of": Meeting})
    if not may_undo(meeting, side, now=now):
        raise InvalidTransition(N_("This can no longer be undone. You can still put it right."))
    if meeting.starts_at is None:
        session.delete(meeting)
    else:
        meeting.state, meeting.met_on, meeting.held_since = MeetingState.PLANNED, None, None
        meeting.version, meeting.touched_at = meeting.version + 1, now
    session.flush()


def plan(
    session: Session,
    company: Company,
    side: CohortRole,
    wanted: Plan,
    *,
    now: datetime,
    by: Enrollment | None = None,
) -> Meeting:
    """Plan a meeting; the same moment planned twice is one meeting. Raises FieldError, InvalidTransition.

    ``by``: who plans it, and so needs no invitation; in a pair the side tells.
    """
    _lock(session, company)
    _require_running(company)
    _require_writer(company, side)
    starts_at = _checked_start(session, company, wanted, now=now)
    meeting = session.scalar(
        _meetings(company).where(Meeting.state == MeetingState.PLANNED, Meeting.starts_at == starts_at)
    )
    if meeting is None:
        meeting = _new(company, side, state=MeetingState.PLANNED, minutes=wanted.minutes, how=wanted.how, now=now)
        meeting.starts_at, meeting.place = starts_at, wanted.place.strip()
        session.add(meeting)
        session.flush()
        tell(session, meeting, Change.PLANNED, by=by or _on_side(company, side), now=now)
    return meeting


def move(
    session: Session, meeting: Meeting, wanted: Plan, *, version: int, now: datetime, by: Enrollment | None = None
) -> None:
    """Give a planned meeting another time or place. Raises Conflict, FieldError, InvalidTransition."""
    starts_at = _checked_start(session, _company(meeting), wanted, now=now)
    claim(session, meeting, version)
    _require_state(meeting, MeetingState.PLANNED)
    meeting.starts_at, meeting.minutes, meeting.how = starts_at, wanted.minutes, wanted.how
    meeting.place = wanted.place.strip()
    meeting.sequence, meeting.touched_at = meeting.sequence + 1, now
    session.flush()
    tell(session, meeting, Change.MOVED, by=by, now=now)


def cancel(session: Session, meeting: Meeting, *, now: datetime, by: Enrollment | None = None) -> None:
    """Call a planned meeting off; twice changes nothing. Raises InvalidTransition for one that took place."""
    session.refresh(meeting, with_for_update={"of": Meeting})
    if meeting.state is MeetingState.CANCELLED:
        return
    _require_state(meeting, MeetingState.PLANNED)
    meeting.state = MeetingState.CANCELLED
    meeting.version, meeting.sequence, meeting.touched_at = meeting.version + 1, meeting.sequence + 1, now
    session.flush()
    tell(session, meeting, Change.CANCELLED, by=by, now=now)


def confirm(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Say that a planned meeting took place as planned; twice changes nothing.

    Raises InvalidTransition for one that was called off or has not begun.
    """
    session.refresh(meeting, with_for_update={"of": Meeting})
    if meeting.state is MeetingState.HELD:
        return
    _require_state(meeting, MeetingState.PLANNED)
    if meeting.starts_at is None or meeting.starts_at > now:
        raise InvalidTransition(N_("This meeting has not begun yet."))
    meeting.state = MeetingState.HELD
    meeting.met_on = clock.local_date(meeting.starts_at, meeting.cohort.program.timezone)
    meeting.held_since = meeting.touched_at = now
    meeting.version += 1
    session.flush()


def cancel_what_is_planned(session: Session, company: Company, *, now: datetime) -> None:
    """Call off everything that those who part had still before them."""
    for meeting in session.scalars(_meetings(company).where(Meeting.state == MeetingState.PLANNED)).all():
        cancel(session, meeting, now=now)


def moment_of(wanted: Plan, timezone: str) -> datetime:
    """The moment, in UTC, of a day and time by the clock of ``timezone``; of an hour that comes twice the first.

    Raises FieldError("at") for a time that the clocks skip on that day.
    """
    local = datetime.combine(wanted.day, wanted.at, tzinfo=ZoneInfo(timezone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise FieldError("at", N_("On that day the clocks go forward, and this time does not exist. Choose another."))
    return moment


def _checked_start(session: Session, company: Company, wanted: Plan, *, now: datetime) -> datetime:
    _require_usual(session, company, wanted.minutes, wanted.how, ())
    if len(wanted.place.strip()) > LONGEST_PLACE:
        raise FieldError("place", N_("Please keep this to %(most)s characters."), most=LONGEST_PLACE)
    starts_at = moment_of(wanted, wanted.zone or company.cohort.program.timezone)
    if starts_at <= now:
        raise FieldError("day", N_("This time is past. If you met, log the meeting instead."))
    if starts_at - now > LONGEST_AHEAD:
        raise FieldError("day", N_("This day is far away. Check the year."))
    return starts_at


def _require_held(session: Session, company: Company, held: Held, *, now: datetime) -> None:
    today = clock.local_date(now, company.cohort.program.timezone)
    if held.met_on > today:
        raise StillToCome
    if today - held.met_on > LONGEST_PAST:
        raise FieldError("met_on", N_("This day is long past. Check the year."))
    if held.present is not None and not 1 <= held.present <= MOST_PRESENT:
        raise FieldError("present", N_("Enter from 1 to %(most)s people."), most=MOST_PRESENT)
    _require_usual(session, company, held.minutes, held.how, held.topics)


def _require_usual(session: Session, company: Company, minutes: int, how: str, topics: Sequence[str]) -> None:
    wording = wording_of(session, company.cohort.program_id)
    if not 1 <= minutes <= MOST_MINUTES:
        raise FieldError("minutes", N_("Enter from 1 to %(most)s minutes."), most=MOST_MINUTES)
    if how not in {choice.code for choice in wording.hows}:
        raise FieldError("how", N_("Choose how you meet."))
    if not set(topics) <= {choice.code for choice in wording.topics}:
        raise FieldError("topics", N_("Choose topics from the list."))


def _require_running(company: Company) -> None:
    ended = company.status is PairingStatus.ENDED if isinstance(company, Pairing) else company.ended_on is not None
    if ended or (isinstance(company, Pairing) and company.someone_left):
        raise InvalidTransition(N_("You do not meet in the program any more, so nothing new is logged."))


def _require_writer(company: Company, side: CohortRole) -> None:
    if isinstance(company, MentoringGroup) and side is not CohortRole.MENTOR:
        raise NotAllowed(N_("Those who lead the group plan its meetings and log them."))


def _present(company: Company, held: Held) -> int | None:
    return held.present if isinstance(company, MentoringGroup) else None


def _require_state(meeting: Meeting, state: MeetingState) -> None:
    if meeting.state is not state:
        raise InvalidTransition(N_("This meeting changed in the meantime. Look at it again."))


def _lock(session: Session, company: Company) -> None:
    """Of two who write at once the second sees what the first wrote."""
    session.refresh(company, with_for_update={"of": type(company)})


def _meetings(company: Company) -> Select[Meeting]:
    mine = Meeting.pairing_id if isinstance(company, Pairing) else Meeting.group_id
    return select(Meeting).where(mine == company.id).order_by(Meeting.created_at, Meeting.id)


def _of_day(session: Session, company: Company, day: date) -> Sequence[Meeting]:
    return session.scalars(_meetings(company).where(Meeting.met_on == day)).all()


def _is_the_same(present: Meeting, side: CohortRole, held: Held, *, now: datetime) -> bool:
    """Whether a form was sent twice."""
    kept = (present.minutes, present.how, set(present.topics), present.present)
    said = kept == (held.minutes, held.how, set(held.topics), held.present)
    return said and present.held_since is not None and now - present.held_since <= UNDO and present.written_by is side


def _planned_on(session: Session, company: Company, day: date) -> Meeting | None:
    zone = company.cohort.program.timezone
    planned = session.scalars(_meetings(company).where(Meeting.state == MeetingState.PLANNED)).all()
    return next((one for one in planned if one.starts_at and clock.local_date(one.starts_at, zone) == day), None)


def _new(company: Company, side: CohortRole, *, state: MeetingState, minutes: int, how: str, now: datetime) -> Meeting:
    return Meeting(
        pairing=company if isinstance(company, Pairing) else None,
        group=company if isinstance(company, MentoringGroup) else None,
        state=state,
        minutes=minutes,
        how=how,
        written_by=side,
        touched_at=now,
        created_at=now,
        topics=[],
        place="",
    )


def _company(meeting: Meeting) -> Company:
    company = meeting.pairing or meeting.group
    if company is None:
        raise RuntimeError("a meeting belongs to a pair or a group")
    return company


def _on_side(company: Company, side: CohortRole) -> Enrollment | None:
    """The one person of a pair on that side; of a group nobody can be told apart."""
    if not isinstance(company, Pairing):
        return None
    return company.mentor if side is CohortRole.MENTOR else company.mentee
