"""What a next thing is, and what is known of the person whose next thing is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.mentoring import Pairing
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.participant.pair.people import PersonCard


@dataclass(frozen=True)
class NextStep:
    """What to do, how long it takes, and the button that does it. ``minutes``: 0 where nobody can say."""

    title: str
    lead: str
    action: str
    url: str
    minutes: int
    note: str = ""


@dataclass(frozen=True)
class Reader:
    """A person in one of their roles. ``people`` are those of the running pairs ``pairs``, as cards."""

    enrollment: Enrollment
    people: Sequence[PersonCard]
    pairs: Sequence[Pairing]

    @property
    def is_mentor(self) -> bool:
        return self.enrollment.role is CohortRole.MENTOR

    def other(self, pairing: Pairing) -> str:
        """The name of the other person of a pair."""
        return (pairing.mentee if self.is_mentor else pairing.mentor).account.name
