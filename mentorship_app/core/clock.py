"""The one place that reads the wall clock.

Services never call it: they take ``now=`` so that a test, a job and a request can all say what time it is.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime, timezone: str) -> date:
    """The calendar day on which ``moment`` falls in ``timezone`` (an IANA name such as ``America/Toronto``)."""
    return moment.astimezone(ZoneInfo(timezone)).date()
