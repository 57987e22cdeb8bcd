"""When things happen in the demo: weeks counted from the start of the running cohort, which began 36 weeks ago."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

COHORT_DAYS = 364
WEEKS_GONE = 36


@dataclass(frozen=True)
class DemoCalendar:
    """The demo's dates, all relative to ``today``."""

    today: date

    @property
    def starts_on(self) -> date:
        return self.today - timedelta(weeks=WEEKS_GONE)

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=COHORT_DAYS)

    @property
    def name(self) -> str:
        """``2026–27``: the years in which the cohort starts and ends."""
        return years(self.starts_on, self.ends_on)

    @property
    def next_starts_on(self) -> date:
        return self.ends_on + timedelta(days=1)

    @property
    def next_ends_on(self) -> date:
        return self.next_starts_on + timedelta(days=COHORT_DAYS)

    def day(self, week: int) -> date:
        """The day that many weeks after the start."""
        return self.starts_on + timedelta(weeks=week)

    def moment(self, week: int, *, hour: int = 15, minute: int = 0) -> datetime:
        """A moment in that week; hours in UTC."""
        return datetime.combine(self.day(week), time(hour, minute), tzinfo=UTC)


def years(starts_on: date, ends_on: date) -> str:
    """How people name a program year."""
    return f"{starts_on.year}–{ends_on.year % 100:02d}" if starts_on.year != ends_on.year else str(starts_on.year)
