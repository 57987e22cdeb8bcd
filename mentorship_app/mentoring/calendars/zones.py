"""By whose clock somebody reads a time, and what calendars must know of that clock.

RFC 5545, 3.6.5: the first moment of a part of a zone is told by the clock as it stood before the change.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.programs.models import Enrollment

AROUND = timedelta(days=370)
"""How far before the first event and after the last changes of the clock are told."""
_STEP = timedelta(days=1)
_FINEST = timedelta(minutes=1)


def zone_of(person: Enrollment) -> str:
    """The zone that this person chose, or that of their program; an IANA name."""
    return person.account.timezone or person.cohort.program.timezone


def change_zone(session: Session, account: Account, zone: str) -> None:
    """Read times by another clock; empty for that of the program. Raises FieldError for a name that is none."""
    if zone and zone not in available_timezones():
        raise FieldError("timezone", N_("Choose a time zone."))
    account.timezone = zone
    session.flush()


def clock_of(zone: str) -> tzinfo:
    """The clock of a zone; plain UTC for a zone that is nothing else, since that needs no words in a calendar."""
    return UTC if zone.rpartition("/")[2] in {"UTC", "UCT", "Universal", "Zulu"} else ZoneInfo(zone)


def zone_words(zone: str, *, first: datetime, last: datetime) -> Timezone:
    """The zone for a calendar whose events lie between these two moments: each change of its clock, one after another.

    Every change is told by itself, with no rule that could be guessed wrong for a year to come.
    """
    told = Timezone()
    told.add("tzid", zone)
    clock = ZoneInfo(zone)
    start = first - AROUND
    offset = _offset(start, clock)
    told.add_component(_part(start, offset, offset, clock))
    for moment in _changes(start, last + AROUND, clock):
        before, offset = offset, _offset(moment, clock)
        told.add_component(_part(moment, before, offset, clock))
    return told


def _changes(start: datetime, end: datetime, clock: ZoneInfo) -> Iterator[datetime]:
    """The moments, in UTC, from which on another offset holds."""
    known = start
    while known < end:
        ahead = known + _STEP
        if _offset(ahead, clock) != _offset(known, clock):
            yield _found_between(known, ahead, clock)
        known = ahead


def _found_between(before: datetime, after: datetime, clock: ZoneInfo) -> datetime:
    """The minute of the change; halved until there is no other."""
    old = _offset(before, clock)
    before, after = before.replace(second=0, microsecond=0), after.replace(second=0, microsecond=0)
    while after - before > _FINEST:
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        before, after = (middle, after) if _offset(middle, clock) == old else (before, middle)
    return after


def _part(
    moment: datetime, before: timedelta, after: timedelta, clock: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    local = moment.astimezone(clock)
    part = TimezoneDaylight() if (local.dst() or timedelta()) > timedelta() else TimezoneStandard()
    part.add("dtstart", (moment.astimezone(UTC) + before).replace(tzinfo=None, microsecond=0))
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", local.tzname() or str(clock))
    return part


def _offset(moment: datetime, clock: ZoneInfo) -> timedelta:
    return moment.astimezone(clock).utcoffset() or timedelta()
