"""Until when answers are taken: the last day that people are told, and two days of grace for those who were on call."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentorship_app.surveys.models import Wave

GRACE = timedelta(hours=48)


def end_of(wave: Wave) -> datetime:
    """The moment at which the wave's last day is over, where the program is."""
    return datetime.combine(wave.closes_on + timedelta(days=1), time.min, tzinfo=ZoneInfo(wave.cohort.program.timezone))


def taken_until(wave: Wave) -> datetime:
    """The moment at which the wave closes by itself: the end of its last day and the grace."""
    return end_of(wave) + GRACE


def is_in_grace(wave: Wave, *, now: datetime) -> bool:
    """Whether the last day is over and answers are still taken."""
    return end_of(wave) <= now < taken_until(wave)


def is_over(wave: Wave, *, now: datetime) -> bool:
    """Whether the wave should close."""
    return now >= taken_until(wave)
