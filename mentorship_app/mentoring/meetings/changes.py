"""What others do when a meeting is planned, moved or called off: calendars write their mails."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from mentorship_app.core.registry import Registry
from mentorship_app.mentoring.meetings.models import Meeting
from mentorship_app.programs.models import Enrollment


class Change(StrEnum):
    """What became of a meeting that is still to come."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


listeners: Registry[Callable[[Session, Meeting, Change, Enrollment | None, datetime], None]] = Registry(
    "listener to meetings"
)
"""Each is told the meeting, what became of it, who did it (None: nobody of those who meet), and when."""


def tell(session: Session, meeting: Meeting, change: Change, *, by: Enrollment | None, now: datetime) -> None:
    """Tell every listener, in the transaction of the change."""
    for _name, listener in listeners.items():
        listener(session, meeting, change, by, now)
