"""Mentors who could take a mentee, the best fitting first, and what mentees asked for.

Who must not be paired is left out without a word. The one thing shown is a conflict of interest that is about work
alone, because there a coordinator may make an exception.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from mentorship_app.intake.choices import MOST, RankedMentor, ranked_of
from mentorship_app.intake.queries import profile_of
from mentorship_app.matching.common_ground import (
    NOTHING_SAID,
    in_common,
    interests_in,
    interests_of_mentees,
    interests_of_mentors,
)
from mentorship_app.mentoring.conflicts import ConflictOfInterest, allows_exception, conflicts_of
from mentorship_app.mentoring.exclusions import barred_pairs
from mentorship_app.mentoring.queries import MentorRoom, rooms, team_of
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.absences import absent_on, paused_on
from mentorship_app.web.absence_words import absent_now_words
from mentorship_app.web.coordinator.other_roles import OtherRoles
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
    other_roles: Sequence[str] = ()
    absent: str = ""
    choice: RankedMentor | None = None
    """Where the mentee ranked them, if at all."""
    conflicts: Sequence[ConflictOfInterest] = field(default=())
    """What stands between the two and allows an exception."""

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


def candidates(cohort: Cohort, mentee: Enrollment, *, today: date) -> list[Candidate]:
    """Mentors with room who do not mentor this person yet: the mentee's choices in their order, then most topics in
    common, then most room, then by name.

    Last come those with whom only an exception is possible. A fixed number of queries.
    """
    session = db.session()
    excusable = _excusable(cohort, mentee, today)
    barred = barred_pairs(session, cohort, today=today, overruled={(mentor, mentee.account_id) for mentor in excusable})
    profile = profile_of(session, mentee)
    asked = interests_in(profile) if profile and profile.is_sent else NOTHING_SAID
    present = {pairing.mentor_id for pairing in team_of(session, mentee)}
    free = [
        room
        for room in rooms(session, cohort)
        if room.left
        and room.mentor.id not in present
        and room.mentor.account_id != mentee.account_id
        and (room.mentor.id, mentee.id) not in barred
    ]
    ids = [room.mentor.id for room in free]
    paused, absent = paused_on(session, ids, today), absent_on(session, ids, today)
    offered, roles = interests_of_mentors(session, ids), OtherRoles(cohort.program_id)
    choices = {choice.mentor_id: choice for choice in ranked_of(session, mentee, today=today)}
    found = []
    for room in free:
        if room.mentor.id in paused:
            continue
        common = in_common(asked, offered.get(room.mentor.id, NOTHING_SAID))
        found.append(
            Candidate(
                room,
                words_of(common.topics),
                words_of(common.languages),
                len(common.topics),
                len(asked.topics),
                other_roles=roles.names_of(room.mentor.other_roles),
                absent=absent_now_words(absent.get(room.mentor.id)),
                choice=choices.get(room.mentor.id),
                conflicts=excusable.get(room.mentor.account_id, ()),
            )
        )
    return sorted(found, key=_order)


def _order(one: Candidate) -> tuple[bool, int, int, bool, int]:
    rank = one.choice.rank if one.choice else MOST + 1
    return bool(one.conflicts), rank, -one.in_common, not one.languages, -one.room.left


def _excusable(cohort: Cohort, mentee: Enrollment, today: date) -> Mapping[UUID, Sequence[ConflictOfInterest]]:
    """By the mentor's account: conflicts with this mentee, where all of them allow an exception."""
    found: dict[UUID, list[ConflictOfInterest]] = {}
    for conflict in conflicts_of(db.session(), cohort.program, mentee.account_id, today=today):
        if conflict.mentee_account_id == mentee.account_id:
            found.setdefault(conflict.mentor_account_id, []).append(conflict)
    return {mentor: conflicts for mentor, conflicts in found.items() if allows_exception(conflicts)}
