"""The places of a mentoring team that nobody fills, in words, and what to do about each."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.matching.directory import OPEN_IN
from mentorship_app.matching.team_places import OpenPlace, Why, gaps_of
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.team.queries import own_wishes
from mentorship_app.mentoring.team.services import ASKED_IN
from mentorship_app.programs import Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _
from mentorship_app.web.pairing_words import KIND_NAMES, KIND_PURPOSES, words_of


@dataclass(frozen=True)
class ShownPlace:
    """One place to fill."""

    kind: str
    name: str
    purpose: str
    why: str
    is_asked: bool


@dataclass(frozen=True)
class ShownGaps:
    """What is open. ``topics`` in words; empty where somebody of the team named every topic."""

    places: tuple[ShownPlace, ...]
    topics: str
    may_ask: bool
    mentors_are_shown: bool


def open_places(mentee: Enrollment, team: Sequence[Pairing]) -> ShownGaps | None:
    """Nothing before the mentee has a pair: until then everything is open, and the page says what happens when."""
    phase = mentee.cohort.phase
    if not team or phase not in ASKED_IN:
        return None
    found, asked = gaps_of(db.session(), mentee, team), own_wishes(db.session(), mentee)
    if not found.places and not found.topics:
        return None
    return ShownGaps(
        places=tuple(
            ShownPlace(
                kind=place.kind.value,
                name=str(KIND_NAMES[place.kind]),
                purpose=str(KIND_PURPOSES[place.kind]),
                why=_why(place),
                is_asked=place.kind in asked,
            )
            for place in found.places
        ),
        topics=words_of(found.topics) if found.topics else "",
        may_ask=phase in ASKED_IN,
        mentors_are_shown=phase in OPEN_IN,
    )


def _why(place: OpenPlace) -> str:
    if place.why is Why.MAIN:
        return _("Nobody is your main mentor now.")
    if place.why is Why.ASKED:
        return _("You asked for it in your intake.")
    if place.why is Why.TOPICS:
        return _("You named: %(topics)s.", topics=words_of(place.topics))
    return _("Your program has mentors for this.")
