"""Mentors who could take a mentee, the best fitting first, and what mentees asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.intake.queries import profile_of
from mentorship_app.matching.common_ground import (
    NOTHING_SAID,
    in_common,
    interests_in,
    interests_of_mentees,
    interests_of_mentors,
)
from mentorship_app.mentoring.queries import MentorRoom, rooms, team_of
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.pairing_words import words_of


@dataclass(frozen=True)
class Waiting:
    """A mentee without a mentor and what they asked for; empty words where no intake was sent."""

    mentee: Enrollment
    has_intake: bool
    topics: str
    languages: str


@dataclass(frozen=True)
class Candidate:
    """A mentor with room. ``asked``: how many topics the mentee named."""

    room: MentorRoom
    topics: str
    languages: str
    in_common: int
    asked: int

    @property
    def mentor(self) -> Enrollment:
        return self.room.mentor


def waiting(mentees: Sequence[Enrollment]) -> list[Waiting]:
    """What these mentees asked for, in their order."""
    asked = interests_of_mentees(db.session(), [mentee.id for mentee in mentees])
    rows = []
    for mentee in mentees:
        interests = asked.get(mentee.id, NOTHING_SAID)
        rows.append(
            Waiting(mentee, mentee.id in asked, words_of(interests.topics), words_of(interests.languages)),
        )
    return rows


def candidates(cohort: Cohort, mentee: Enrollment) -> list[Candidate]:
    """Mentors with room who do not mentor this person yet: most topics in common, then most room, then by name."""
    session = db.session()
    profile = profile_of(session, mentee)
    asked = interests_in(profile) if profile and profile.is_sent else NOTHING_SAID
    present = {pairing.mentor_id for pairing in team_of(session, mentee)}
    free = [
        room
        for room in rooms(session, cohort)
        if room.left and room.mentor.id not in present and room.mentor.account_id != mentee.account_id
    ]
    offered = interests_of_mentors(session, [room.mentor.id for room in free])
    found = []
    for room in free:
        common = in_common(asked, offered.get(room.mentor.id, NOTHING_SAID))
        found.append(
            Candidate(room, words_of(common.topics), words_of(common.languages), len(common.topics), len(asked.topics))
        )
    return sorted(found, key=lambda one: (-one.in_common, not one.languages, -one.room.left))
