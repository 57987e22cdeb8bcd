"""Which functions of a mentee's mentoring team nobody covers: what they asked for, named, or what their year offers.

Nothing of what other mentees asked for shows: the year offers what was published, without who asked. A mentor who
shares part of who somebody is counts only for those who asked for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.intake.queries import profile_of
from mentorship_app.matching.common_ground import NOTHING_SAID, Interest, interests_in, interests_of_mentors
from mentorship_app.matching.models import MatchPublication
from mentorship_app.matching.sides import SIGNS
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.programs import Cohort, Enrollment

_ASKED = "functions"
_TOPICS = "topics"


class Why(StrEnum):
    """What makes a place one to fill."""

    MAIN = "main"
    ASKED = "asked"
    """The intake asks for it."""
    TOPICS = "topics"
    """Topics of the intake ask for it, and nobody of the team named them."""
    OFFERED = "offered"
    """The year pairs people for it."""


@dataclass(frozen=True)
class OpenPlace:
    """One function that nobody covers. ``topics``: those that ask for it."""

    kind: PairingKind
    why: Why
    topics: tuple[Interest, ...] = ()


@dataclass(frozen=True)
class TeamGaps:
    """What a mentoring team leaves open. ``topics``: named in the intake, and by nobody of the team."""

    places: tuple[OpenPlace, ...] = ()
    topics: tuple[Interest, ...] = ()


def gaps_of(session: Session, mentee: Enrollment, team: Sequence[Pairing]) -> TeamGaps:
    """What is open in this team of a mentee; five queries. Main mentor first, then in the order of functions."""
    covered = {pairing.kind for pairing in team}
    profile = profile_of(session, mentee)
    sent = profile if profile is not None and profile.is_sent else None
    topics = _uncovered(session, interests_in(sent).topics, team) if sent else ()
    asked = set(sent.answers.get(_ASKED) or ()) if sent else set()
    offered = _published(session, mentee.cohort)
    places = []
    for kind in PairingKind:
        signs = SIGNS.get(kind, {}).get(_TOPICS, frozenset())
        about = tuple(topic for topic in topics if topic.key in signs)
        why = _why(kind, asked=kind.value in asked, about=about, offered=kind in offered)
        if kind not in covered and why is not None:
            places.append(OpenPlace(kind, why, about))
    return TeamGaps(tuple(places), topics)


def _why(kind: PairingKind, *, asked: bool, about: tuple[Interest, ...], offered: bool) -> Why | None:
    if kind is PairingKind.PRIMARY:
        return Why.MAIN
    if asked:
        return Why.ASKED
    if about:
        return Why.TOPICS
    return Why.OFFERED if offered and kind is not PairingKind.IDENTITY else None


def _uncovered(session: Session, named: tuple[Interest, ...], team: Sequence[Pairing]) -> tuple[Interest, ...]:
    offers = interests_of_mentors(session, {pairing.mentor_id for pairing in team})
    there = {topic.key for pairing in team for topic in offers.get(pairing.mentor_id, NOTHING_SAID).topics}
    return tuple(topic for topic in named if topic.key not in there)


def _published(session: Session, cohort: Cohort) -> frozenset[PairingKind]:
    found = select(MatchPublication.kind).where(MatchPublication.cohort_id == cohort.id)
    return frozenset(session.scalars(found.distinct()))
