"""When mailings leave: mornings and evenings where the program is, never at night, never two at short distance."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorship_app.surveys.mailings.models import MailingKind
from mentorship_app.surveys.models import Wave

MORNING = time(7, 0)
EVENING = time(19, 0)
NIGHT = time(21, 0)
LAST_CALL = time(18, 30)
"""From now on "tonight" means tomorrow."""
REMINDER_DAYS = {MailingKind.REMINDER_1: 3, MailingKind.REMINDER_2: 7, MailingKind.REMINDER_3: 12}
DAYS_APART = 3
"""Days from one mail to everybody to the next. Only days are kept of what was sent, so that two of them may be little
more than a day: three are more than 48 hours whatever the hour."""

_TUESDAY, _THURSDAY = 1, 3


class InvitationTime(StrEnum):
    """When a wave that opens now writes to people."""

    NOW = "now"
    """In ten minutes, in which it can be taken back."""
    MORNING = "morning"
    """On the next Tuesday, Wednesday or Thursday at seven."""


def zone_of(wave: Wave) -> ZoneInfo:
    """Where the program is."""
    return ZoneInfo(wave.cohort.program.timezone)


def local_day(wave: Wave, moment: datetime) -> date:
    """The day it is there."""
    return moment.astimezone(zone_of(wave)).date()


def at(wave: Wave, day: date, hour: time) -> datetime:
    """That hour of that day there, whatever clocks are changed in between."""
    return datetime.combine(day, hour, tzinfo=zone_of(wave))


def next_morning(wave: Wave, *, now: datetime) -> datetime:
    """Seven o'clock on the next Tuesday, Wednesday or Thursday there."""
    day = local_day(wave, now)
    while not (_TUESDAY <= day.weekday() <= _THURSDAY and at(wave, day, MORNING) > now):
        day += timedelta(days=1)
    return at(wave, day, MORNING)


def reminder_mornings(wave: Wave, invited_on: date) -> Mapping[MailingKind, datetime]:
    """When reminders leave: on day 3, 7 and 12 after the invitation, and none too close to the one before.

    The third moves up to the last day of a short wave; what would come later than that is left out.
    """
    mornings: dict[MailingKind, datetime] = {}
    before = invited_on
    for kind, days in REMINDER_DAYS.items():
        day = invited_on + timedelta(days=days)
        if kind is MailingKind.REMINDER_3:
            day = min(day, wave.closes_on)
        if day <= wave.closes_on and day >= before + timedelta(days=DAYS_APART):
            mornings[kind] = at(wave, day, MORNING)
            before = day
    return mornings


def next_evening(wave: Wave, *, now: datetime) -> datetime:
    """The next seven in the evening there that is still to come."""
    day = local_day(wave, now)
    tonight = at(wave, day, EVENING)
    return tonight if tonight > now else at(wave, day + timedelta(days=1), EVENING)


def evening_for_wish(wave: Wave, *, now: datetime) -> date | None:
    """The evening that "remind me tonight" means now; None when the last day will be over by then."""
    day = local_day(wave, now)
    if now >= at(wave, day, LAST_CALL):
        day += timedelta(days=1)
    return day if day <= wave.closes_on else None


def is_night(wave: Wave, *, now: datetime) -> bool:
    """Whether people sleep there: from nine in the evening to seven."""
    hour = now.astimezone(zone_of(wave)).time()
    return hour >= NIGHT or hour < MORNING
