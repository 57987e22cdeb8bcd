"""What a reason of today looks at, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import current_app, url_for

from mentorship_app.core import clock
from mentorship_app.mentoring.queries import count_mentees, count_unpaired
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.queries import pending
from mentorship_app.messaging import MessageStatus
from mentorship_app.messaging.queries import count_by_status
from mentorship_app.monitoring.board import GROUPED_FROM, Entry, by_kind, entries
from mentorship_app.monitoring.kinds import Scope
from mentorship_app.programs import Cohort, Program
from mentorship_app.recruitment.queries import Tally, tally
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.queries import waves_of
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.actions.shown import Letter, ShownAction, shown
from mentorship_app.web.coordinator.place import Place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class Action:
    """One thing to do: an icon, a title, why, and where. ``tone``: plain, sand or warning. ``shown``: more to read.

    ``letters``: the message that is ready, for each reader. ``place``: where something can be done about it, address
    and words, beside ``url``. ``summary``: the line that stands for it where nobody may be named.
    """

    icon: str
    title: str
    text: str
    url: str
    word: str
    tone: str = "plain"
    shown: Sequence[str] = ()
    letters: Sequence[Letter] = ()
    place: tuple[str, str] | None = None
    summary: str = ""


@dataclass
class Day:
    """What the reasons look at; each number is read from the database once."""

    here: Place
    now: datetime
    today: date = field(init=False)

    def __post_init__(self) -> None:
        self.today = clock.local_date(self.now, self.program.timezone)

    @property
    def program(self) -> Program:
        return self.here.program

    @property
    def cohort(self) -> Cohort:
        return self.here.cohort

    @cached_property
    def tally(self) -> Tally:
        return tally(db.session, self.cohort)

    @cached_property
    def mentees(self) -> int:
        return count_mentees(db.session, self.cohort)

    @cached_property
    def unpaired(self) -> int:
        return count_unpaired(db.session, self.cohort)

    @cached_property
    def waves(self) -> Sequence[Wave]:
        return waves_of(db.session, self.cohort)

    @cached_property
    def mails(self) -> Mapping[MessageStatus, int]:
        return count_by_status(db.session, self.program.id)

    @cached_property
    def requests(self) -> Sequence[RematchRequest]:
        """Requests for another pair that this reader may know of."""
        return db.session.scalars(pending(self.cohort, reader=current_actor().account_id)).all()

    @cached_property
    def waiting(self) -> Mapping[str, list[Entry]]:
        """What ``monitoring`` found and nobody put off or settled, by kind."""
        return by_kind(entries(Scope(db.session(), self.cohort, self.now, current_actor().account_id)))

    @cached_property
    def _shown(self) -> Mapping[str, list[ShownAction]]:
        """Those of kinds with few, in words; one query for everybody whom they name."""
        few = [entry for found in self.waiting.values() if len(found) < GROUPED_FROM for entry in found]
        sorted_out: dict[str, list[ShownAction]] = {}
        for action in shown(few, self.program.slug):
            sorted_out.setdefault(action.entry.cause.kind, []).append(action)
        return sorted_out

    def shown(self, kind: str) -> list[ShownAction]:
        """The actions of a kind that has few of them."""
        return self._shown.get(kind, [])

    def url(self, endpoint: str, **parts: Any) -> str:
        """The address of a staff page of this program; of the first page if that one does not exist here."""
        if endpoint not in current_app.view_functions:
            endpoint, parts = "coordinator.today.index", {}
        return url_for(endpoint, program_slug=self.program.slug, **parts)
