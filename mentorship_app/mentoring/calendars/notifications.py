"""The mail about a meeting that was planned, moved or called off, with the event for the reader's calendar.

To everybody who meets but the one who did it. Between them alone: no page of staff lists it. It waits two minutes, so
that a slip of the finger reaches nobody, and what changes in between is told once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from babel.dates import format_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core import clock
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_, translate
from mentorship_app.mentoring.calendars.events import Reader, title_of
from mentorship_app.mentoring.calendars.files import invitation_of
from mentorship_app.mentoring.calendars.invitations import is_paused
from mentorship_app.mentoring.calendars.zones import clock_of, zone_of
from mentorship_app.mentoring.meetings.changes import Change, listeners
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.meetings.wording import wording_of
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.messaging.kinds import Attachment, attachments
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.messaging.quiet import quiet_rules
from mentorship_app.programs import EnrollmentStatus
from mentorship_app.programs.absences import away_on
from mentorship_app.programs.models import Enrollment
from mentorship_app.programs.quiet_hours import quiet_until

KIND = "meeting_calendar"
BREATH = timedelta(minutes=2)
AFTER_KIND_WORDS = UNDO + timedelta(minutes=5)
"""When a pair ends, its own mail leaves after ten minutes; that a meeting falls away is told after that."""
LINK_LIFE = timedelta(days=14)
SOON = timedelta(hours=2)
"""A meeting so soon after the night is told at once: in the morning it would be too late."""


@listeners.register("calendars")
def tell_who_meets(session: Session, meeting: Meeting, change: Change, by: Enrollment | None, now: datetime) -> None:
    """Write the mails; one that still waits is taken back first, and where it was the first, nobody was ever told."""
    if meeting.starts_at is None or meeting.starts_at <= now:
        return
    for reader in _readers(session, meeting, by, now=now):
        was_untold = _take_back(session, meeting, reader)
        if was_untold and change is Change.CANCELLED:
            continue
        account = reader.account
        enqueue(
            session,
            KIND,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context={
                "meeting": str(meeting.id),
                "reader": str(reader.id),
                "by": str(by.id) if by else "",
                "is_first": was_untold or change is Change.PLANNED,
            },
            dedupe=f"{_key(meeting, reader)}{meeting.sequence}",
            program_id=meeting.cohort.program_id,
            now=now,
            not_before=now + (BREATH if by else AFTER_KIND_WORDS),
            private=True,
        )


def _readers(session: Session, meeting: Meeting, by: Enrollment | None, *, now: datetime) -> Iterator[Enrollment]:
    """Who still takes part, did not do it, is not on leave and wants such mail."""
    there = _who_meet(meeting)
    today = clock.local_date(now, meeting.cohort.program.timezone)
    away = away_on(session, {one.id for one in there}, today)
    for one in there:
        if (by is None or one.id != by.id) and one.id not in away and not is_paused(session, one):
            yield one


def _who_meet(meeting: Meeting) -> tuple[Enrollment, ...]:
    if meeting.pairing is None:
        return meeting.group.present if meeting.group else ()
    two = (meeting.pairing.mentee, meeting.pairing.mentor)
    return tuple(one for one in two if one.status is EnrollmentStatus.ACTIVE)


def _take_back(session: Session, meeting: Meeting, reader: Enrollment) -> bool:
    """Delete a mail that has not left; whether it was the first word of the meeting. One that is leaving leaves."""
    waiting = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.dedupe_key.startswith(_key(meeting, reader), autoescape=True),
            OutboxMessage.status.in_(WAITING),
        )
    ).all()
    for message in waiting:
        session.delete(message)
    session.flush()
    return any(message.context["is_first"] for message in waiting)


def _key(meeting: Meeting, reader: Enrollment) -> str:
    return f"{KIND}:{meeting.id}:{reader.id}:"


@dataclass(frozen=True)
class _Mail:
    """Whom the mail is about, as they stand now."""

    meeting: Meeting
    reader: Reader
    starts_at: datetime
    by: Enrollment | None


def _read(scope: MailScope) -> _Mail:
    """Raises NotFound for a meeting that is gone or took place, and for a reader who left."""
    context = scope.message.context
    meeting = scope.session.get(Meeting, UUID(str(context["meeting"])))
    person = scope.session.get(Enrollment, UUID(str(context["reader"])))
    if meeting is None or meeting.state is MeetingState.HELD or meeting.starts_at is None:
        raise NotFound(N_("This meeting is not planned any more."))
    if person is None or person.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    by = scope.session.get(Enrollment, UUID(str(context["by"]))) if context["by"] else None
    reader = Reader(person, scope.message.locale, zone_of(person), scope.base_url)
    return _Mail(meeting, reader, meeting.starts_at, by)


@email_kinds.register(KIND)
def meeting_calendar(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail, by the reader's own clock."""
    mail = _read(scope)
    meeting, reader = mail.meeting, mail.reader
    is_cancelled = meeting.state is MeetingState.CANCELLED
    return {
        "news": "cancelled" if is_cancelled else "planned" if scope.message.context["is_first"] else "moved",
        "by_name": mail.by.account.name if mail.by else "",
        "title": title_of(meeting, reader),
        "when": when_text(mail.starts_at, reader.zone, reader.locale),
        "day": long_day_text(clock.local_date(mail.starts_at, reader.zone), reader.locale),
        "minutes": meeting.minutes,
        "how": wording_of(scope.session, meeting.cohort.program_id).how(meeting.how, reader.locale),
        "place": meeting.place,
        "link": "" if is_cancelled else _link(scope, mail),
    }


def _link(scope: MailScope, mail: _Mail) -> str:
    """To the page of the meeting, signing in on the way."""
    return personal_link(
        scope,
        mail.reader.account,
        LinkPurpose.SIGN_IN,
        next_path=f"/meetings/{mail.meeting.public_id}",
        expires_at=scope.now + LINK_LIFE,
    )


@attachments.register(KIND)
def _event(scope: MailScope) -> Attachment:
    mail = _read(scope)
    content, method = invitation_of(scope.session, mail.meeting, mail.reader)
    return Attachment(content, "calendar", {"method": method})


def when_text(moment: datetime, zone: str, locale: str) -> str:
    """``Monday 12 October, 16:30 (Toronto time)``, ``lundi 12 octobre, 16 h 30 (heure de Toronto)``."""
    here = moment.astimezone(clock_of(zone))
    pattern = "H 'h' mm" if locale == "fr" else "H:mm"
    city = translate(N_("%(city)s time"), locale, city=zone.rpartition("/")[2].replace("_", " "))
    return f"{long_day_text(here.date(), locale)}, {format_time(here.time(), pattern, locale=locale)} ({city})"


@quiet_rules.register("calendars")
def quiet_by_own_clock(session: Session, message: OutboxMessage, now: datetime) -> datetime | None:
    """Until seven in the morning where the reader is, unless that is too late for the meeting."""
    if message.kind != KIND:
        return None
    meeting = session.get(Meeting, UUID(str(message.context["meeting"])))
    reader = session.get(Enrollment, UUID(str(message.context["reader"])))
    if meeting is None or reader is None or meeting.starts_at is None:
        return None
    program = reader.cohort.program
    if program.is_demo or not program.quiet_hours:
        return None
    until = quiet_until(zone_of(reader), now=now)
    return until if until is not None and until + SOON <= meeting.starts_at.astimezone(UTC) else None
