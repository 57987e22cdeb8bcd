"""Quiet hours: what can wait does not reach anybody between eight in the evening and seven in the morning."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.quiet import quiet_rules
from mentorship_app.programs.models import Program

EVENING, MORNING = time(20, 0), time(7, 0)
AT_ANY_HOUR = frozenset(
    {
        "sign_in",
        "password_reset",
        "staff_invitation",
        "mail_test",
        "application_started",
        "application_received",
        "contact_request",
        "slots_link",
        "slot_taken",
        "slot_over",
        "slot_news",
        "slot_reminder",
        # Waits by the clock of its reader: mentoring.calendars.
        "meeting_calendar",
    }
)
"""Mail that somebody waits for who has just asked for it, what is urgent, and what no row should keep overnight."""


def quiet_until(timezone: str, *, now: datetime) -> datetime | None:
    """The next seven in the morning there, in UTC, if it is night there; whatever clocks are changed in between."""
    here = now.astimezone(ZoneInfo(timezone))
    if MORNING <= here.time() < EVENING:
        return None
    day = here.date() + timedelta(days=1) if here.time() >= EVENING else here.date()
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo).astimezone(UTC)


@quiet_rules.register("programs")
def quiet_in_program(session: Session, message: OutboxMessage, now: datetime) -> datetime | None:
    """Until when a mail of a program waits; what a person asked for leaves at any hour, and a demo reaches nobody."""
    if message.program_id is None or message.kind in AT_ANY_HOUR:
        return None
    program = session.get(Program, message.program_id)
    if program is None or program.is_demo or not program.quiet_hours:
        return None
    return quiet_until(program.timezone, now=now)
