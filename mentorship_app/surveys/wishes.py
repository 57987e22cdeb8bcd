"""What a person wishes about reminders of a wave: one more tonight, or none at all.

A wish lies sealed in the box of the person's draft. Nobody is shown it; it leaves no event, no time and no row.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.surveys.answering import mark, marks_of
from mentorship_app.surveys.mailings.schedule import evening_for_wish, local_day
from mentorship_app.surveys.models import Wave


@dataclass(frozen=True)
class Wish:
    """What the person wishes now."""

    tonight: date | None = None
    """The evening for which they asked for a mail."""
    has_stopped: bool = False
    """They want no more reminders of this wave."""

    def is_pending(self, wave: Wave, *, now: datetime) -> bool:
        """Whether the mail they asked for is still to come."""
        return self.tonight is not None and self.tonight >= local_day(wave, now)


def wish_of(session: Session, keyring: Keyring, wave: Wave, owner: UUID) -> Wish:
    """The wish of ``owner`` (see ``answering.draft_owner``); raises InvalidTransition unless the wave is open."""
    marks = marks_of(session, keyring, wave, owner)
    tonight = marks.get(":tonight")
    return Wish(date.fromisoformat(tonight) if tonight else None, bool(marks.get(":stop")))


def remind_tonight(session: Session, keyring: Keyring, wave: Wave, owner: UUID, *, now: datetime) -> date:
    """One mail at seven this evening, or tomorrow when it is too late; gives that evening.

    Raises Conflict when the last day is over by then.
    """
    evening = evening_for_wish(wave, now=now)
    if evening is None:
        raise Conflict(N_("The last day ends this evening, so no more mail can be sent. Your link works for two days."))
    mark(session, keyring, wave, owner, tonight=evening.isoformat(), stop=None)
    return evening


def stop_reminders(session: Session, keyring: Keyring, wave: Wave, owner: UUID) -> None:
    """No more reminders of this wave; answering stays possible."""
    mark(session, keyring, wave, owner, tonight=None, stop=True)


def resume_reminders(session: Session, keyring: Keyring, wave: Wave, owner: UUID) -> None:
    """Reminders as everybody gets them, again."""
    mark(session, keyring, wave, owner, tonight=None, stop=None)
