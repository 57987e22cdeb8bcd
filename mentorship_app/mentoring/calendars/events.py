"""One meeting as an event of a calendar: when, with whom, where. Never a topic, never a note.

RFC 5545 for the format, RFC 5546 for what an invitation must say.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Event, vCalAddress, vText

from mentorship_app.accounts import Account
from mentorship_app.core.i18n import N_, translate
from mentorship_app.core.links import link
from mentorship_app.mentoring.calendars.zones import clock_of
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.groups.models import MentoringGroup
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.meetings.wording import Wording
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.enums import CohortRole
from mentorship_app.programs.models import Enrollment

_STATUS = {
    MeetingState.PLANNED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class Reader:
    """Who reads the calendar: in which language, by which clock, and where its links lead."""

    enrollment: Enrollment
    locale: str
    zone: str
    base_url: str

    @property
    def account(self) -> Account:
        return self.enrollment.account


@dataclass(frozen=True)
class DayEvent:
    """Something that lasts whole days. ``uid`` stays the same when the days change."""

    uid: str
    summary: str
    first: date
    last: date
    changed_at: datetime
    sequence: int = 0


def event_of(meeting: Meeting, reader: Reader, wording: Wording) -> Event:
    """The event. Raises ValueError for a meeting that was never planned, which has no time."""
    if meeting.starts_at is None:
        raise ValueError("only a meeting that was planned stands in a calendar")
    event, zone = Event(), clock_of(reader.zone)
    start = meeting.starts_at.astimezone(UTC)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.touched_at)
    event.add("created", meeting.created_at)
    event.add("last-modified", meeting.touched_at)
    event.add("dtstart", start.astimezone(zone))
    event.add("dtend", (start + timedelta(minutes=meeting.minutes)).astimezone(zone))
    event.add("summary", plain(title_of(meeting, reader)))
    if meeting.place:
        event.add("location", plain(meeting.place))
    address = link("own_meeting", reader.base_url, meeting=meeting.public_id)
    event.add("description", f"{plain(wording.how(meeting.how, reader.locale))}\n{address}")
    event.add("url", address)
    event.add("status", _STATUS[meeting.state])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if meeting.state is MeetingState.CANCELLED else "OPAQUE")
    return event


def day_event(day: DayEvent) -> Event:
    """The event of whole days; it keeps nobody busy."""
    event = Event()
    event.add("uid", day.uid)
    event.add("sequence", day.sequence)
    event.add("dtstamp", day.changed_at)
    event.add("dtstart", day.first)
    event.add("dtend", day.last + timedelta(days=1))
    event.add("summary", plain(day.summary))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def invite(event: Event, meeting: Meeting, reader: Enrollment) -> None:
    """Say between whom it is. For each reader the other person stands as the one who invites, and never the program.

    So an answer that a calendar sends goes to somebody who knows of the meeting already.
    """
    other = _other(meeting, reader)
    if other is not None:
        event.add("organizer", _address(other.account), encode=False)
    attendee = _address(reader.account)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)


def title_of(meeting: Meeting, reader: Reader) -> str:
    """With whom; without a name once the two no longer meet in the program."""
    company = meeting.pairing or meeting.group
    if isinstance(company, MentoringGroup):
        return translate(N_("Mentoring group %(name)s"), reader.locale, name=company.name)
    if company is None or company.status is PairingStatus.ENDED or company.someone_left:
        return translate(N_("Mentorship meeting"), reader.locale)
    name = other_of(company, reader.enrollment).account.name
    return translate(N_("Mentorship meeting with %(name)s"), reader.locale, name=name)


def other_of(pairing: Pairing, reader: Enrollment) -> Enrollment:
    """The other person of a pair."""
    return pairing.mentee if reader.role is CohortRole.MENTOR else pairing.mentor


def plain(text: str) -> str:
    """``text`` without what no calendar may hold: control characters, but for the end of a line."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in one_kind if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})


def _other(meeting: Meeting, reader: Enrollment) -> Enrollment | None:
    if meeting.pairing is not None:
        return other_of(meeting.pairing, reader)
    present = meeting.group.present if meeting.group else ()
    return next((one for one in present if one.id != reader.id), None)


def _address(account: Account) -> vCalAddress:
    address = vCalAddress(f"mailto:{account.email}")
    # A parameter can hold neither a double quote nor a line break (RFC 5545, 3.2).
    address.params["CN"] = vText(" ".join(plain(account.name).split()).replace('"', "’"))
    return address
