"""Calendar files: one meeting to keep, an invitation in a mail, everything of one person."""

from collections.abc import Sequence
from datetime import UTC

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_, translate
from mentorship_app.mentoring.calendars.events import DayEvent, Reader, day_event, event_of, invite
from mentorship_app.mentoring.calendars.zones import clock_of, zone_words
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.meetings.wording import Wording, wording_of
from mentorship_app.programs.models import Enrollment

PRODUCT = "-//Mentorship//Meetings//EN"
REQUEST, CANCEL = "REQUEST", "CANCEL"
KIND = "text/calendar"


def file_of(session: Session, meeting: Meeting, reader: Reader) -> bytes:
    """One meeting to add to a calendar. The same event as in the invitation and at the private address."""
    event = event_of(meeting, reader, wording_of(session, meeting.cohort.program_id))
    return _written(_calendar(), [event], [meeting], reader.zone)


def invitation_of(session: Session, meeting: Meeting, reader: Reader) -> tuple[bytes, str]:
    """What goes with a mail, and its method: REQUEST for a meeting that is planned or was moved, CANCEL for one that
    was called off."""
    method = CANCEL if meeting.state is MeetingState.CANCELLED else REQUEST
    event = event_of(meeting, reader, wording_of(session, meeting.cohort.program_id))
    invite(event, meeting, reader.enrollment)
    calendar = _calendar()
    calendar.add("method", method)
    return _written(calendar, [event], [meeting], reader.zone), method


def everything(
    meetings: Sequence[tuple[Meeting, Enrollment]],
    days: Sequence[DayEvent],
    wordings: dict[object, Wording],
    *,
    locale: str,
    zone: str,
    base_url: str,
) -> bytes:
    """The calendar at a private address: each meeting as the enrollment beside it reads it, and days of the year.

    ``wordings`` by program.
    """
    calendar = _calendar()
    name = translate(N_("Mentorship"), locale)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    # How often it is worth asking, as newer and as older programs read it (RFC 7986, 5.7).
    calendar.add("refresh-interval", "PT6H", parameters={"VALUE": "DURATION"}, encode=False)
    calendar.add("x-published-ttl", "PT6H", encode=False)
    events = [
        event_of(meeting, Reader(reader, locale, zone, base_url), wordings[reader.cohort.program_id])
        for meeting, reader in meetings
    ]
    return _written(
        calendar, [*events, *(day_event(day) for day in days)], [meeting for meeting, _reader in meetings], zone
    )


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, events: Sequence[Event], meetings: Sequence[Meeting], zone: str) -> bytes:
    moments = [meeting.starts_at for meeting in meetings if meeting.starts_at is not None]
    if moments and clock_of(zone) is not UTC:
        calendar.add_component(zone_words(zone, first=min(moments), last=max(moments)))
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
