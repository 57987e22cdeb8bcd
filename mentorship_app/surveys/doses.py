"""How often people met, as a stratum. Whatever counts meetings registers here; while nothing does, there is no dose."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.registry import Registry
from mentorship_app.programs import Enrollment

CountMeetings = Callable[[Session, Sequence[Enrollment]], Mapping[UUID, int]]
"""Meetings held so far, 0 or more, by enrollment id, of those people for whom it is known."""

meeting_counts: Registry[CountMeetings] = Registry("count of meetings")

STEPS = ((0, 0, "0"), (1, 2, "1-2"), (3, 5, "3-5"), (6, None, "6+"))
"""First and last number of meetings of each step, and its key; the last has no end."""


def name_of(first: int, last: int | None) -> LocalizedText:
    """``No meeting yet``, ``1 to 5 meetings``, ``6 meetings or more``."""
    if last == 0:
        return LocalizedText(en="No meeting yet", fr="Aucune rencontre encore")
    if last is None:
        return LocalizedText(en=f"{first} meetings or more", fr=f"{first}\u00a0rencontres ou plus")
    return LocalizedText(en=f"{first} to {last} meetings", fr=f"de {first} à {last}\u00a0rencontres")


def step_of(meetings: int) -> int:
    """The position in ``STEPS`` of a number of meetings."""
    return max(position for position, (first, _last, _key) in enumerate(STEPS) if meetings >= first)


def meetings_of(session: Session, roster: Sequence[Enrollment]) -> dict[UUID, int]:
    """What the registered counts say together; empty while there is none."""
    counted: dict[UUID, int] = {}
    for _name, count in meeting_counts.items():
        for person, meetings in count(session, roster).items():
            counted[person] = counted.get(person, 0) + meetings
    return counted
