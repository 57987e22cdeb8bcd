"""The mentors whom a mentee may look at before pairs are made, and why some of them may suit.

The list leaves out those whom the mentee chose already; they stand in the mentee's own list. So nothing changes on any
page when one of them privately would rather not: the list never showed them, and the own list says what was wished.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.intake.choices import own_choices
from mentorship_app.intake.models import Profile
from mentorship_app.intake.queries import profile_of
from mentorship_app.intake.waitlists import waiting_for
from mentorship_app.matching.common_ground import (
    NOTHING_SAID,
    Interest,
    Interests,
    accepted_applications,
    in_common,
    interests_said,
)
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.exclusions import barred_pairs
from mentorship_app.mentoring.queries import MentorRoom, rooms, team_of
from mentorship_app.programs import Enrollment, Phase
from mentorship_app.programs.absences import paused_on
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Question, Readers
from mentorship_app.recruitment import MentorApplication

OPEN_IN = frozenset({Phase.INTAKE, Phase.MATCHING, Phase.ACTIVE})
"""In which phases mentees may look at mentors; choosing is another matter."""

NAMED_ELSEWHERE = frozenset({"department", "site", "topics", "languages", "bio"})
"""Answers with a place of their own on a card."""


@dataclass(frozen=True)
class Entry:
    """One mentor as a mentee may see them: nothing here is from an answer that is not for the directory."""

    room: MentorRoom
    department: str
    site: str
    said: Interests
    common: Interests
    bio: str
    answers: tuple[tuple[Question, Answer], ...]
    """What else they say to mentees, in the order of the form."""

    @property
    def mentor(self) -> Enrollment:
        return self.room.mentor

    @property
    def fit(self) -> tuple[int, int]:
        """Topics, then languages that both named."""
        return len(self.common.topics), len(self.common.languages)


@dataclass(frozen=True)
class Standing:
    """Where a mentee stands with the mentors: which they chose, for whom they wait, who mentors them already."""

    chosen: Mapping[UUID, PairingKind]
    waiting: frozenset[UUID]
    team: frozenset[UUID]

    @property
    def known(self) -> frozenset[UUID]:
        """Mentors who have a place of their own on the mentee's pages."""
        return frozenset(self.chosen) | self.waiting | self.team


def standing_of(session: Session, mentee: Enrollment) -> Standing:
    """Three queries."""
    return Standing(
        chosen={choice.mentor_id: choice.function for choice in own_choices(session, mentee)},
        waiting=frozenset(entry.mentor_id for entry in waiting_for(session, mentee)),
        team=frozenset(pairing.mentor_id for pairing in team_of(session, mentee)),
    )


def entries(session: Session, mentee: Enrollment, standing: Standing, *, today: date) -> list[Entry]:
    """The mentors to choose from, best fit first, then by name. As many queries for three mentors as for a thousand.

    Left out: who offers no place, pauses, must not be paired with this person (for whatever reason), mentors them
    already, is among their choices, or has them on the waitlist.
    """
    barred = barred_pairs(session, mentee.cohort, today=today)
    found = [
        room
        for room in rooms(session, mentee.cohort)
        if room.mentor.capacity > 0
        and room.mentor.account_id != mentee.account_id
        and room.mentor.id not in standing.known
        and (room.mentor.id, mentee.id) not in barred
    ]
    paused = paused_on(session, [room.mentor.id for room in found], today)
    shown = _entries(session, mentee, [room for room in found if room.mentor.id not in paused])
    return sorted(shown, key=lambda entry: (tuple(-number for number in entry.fit), _name(entry)))


def entry_of(session: Session, mentee: Enrollment, standing: Standing, public_id: str, *, today: date) -> Entry | None:
    """One mentor of the list, or one whom the mentee chose, waits for or is paired with; None for anybody else."""
    room = next((room for room in rooms(session, mentee.cohort) if room.mentor.public_id == public_id), None)
    if room is None:
        return None
    if room.mentor.id not in standing.known:
        listed = entries(session, mentee, standing, today=today)
        return next((entry for entry in listed if entry.mentor.id == room.mentor.id), None)
    return _entries(session, mentee, [room])[0]


def _entries(session: Session, mentee: Enrollment, found: Sequence[MentorRoom]) -> list[Entry]:
    profile = profile_of(session, mentee)
    wished = _wished(profile)
    applications = accepted_applications(session, [room.mentor.id for room in found])
    return [_entry(room, applications.get(room.mentor.id), wished) for room in found]


def _wished(profile: Profile | None) -> Interests:
    """What the person themselves wrote last, sent or not: nobody else sees this page."""
    if profile is None:
        return NOTHING_SAID
    return interests_said(profile.questionnaire, profile.draft or profile.answers)


def _entry(room: MentorRoom, application: MentorApplication | None, wished: Interests) -> Entry:
    """Without an application the mentor came by the list of people, which says department and site."""
    mentor = room.mentor
    if application is None:
        return Entry(room, mentor.department, mentor.site, NOTHING_SAID, NOTHING_SAID, "", ())
    told = [question for question in application.questionnaire.questions() if question.readers is Readers.DIRECTORY]
    ids = {question.id for question in told}
    answers = {question.id: application.answers[question.id] for question in told if question.id in application.answers}
    said = interests_said(application.questionnaire, answers)
    return Entry(
        room,
        # Where somebody works is corrected in the list of people, not in last year's answer.
        department=mentor.department if "department" in ids else "",
        site=mentor.site if "site" in ids else "",
        said=said,
        common=in_common(wished, said),
        bio=str(answers.get("bio", "")),
        answers=tuple((question, answers[question.id]) for question in told if _is_further(question, answers)),
    )


def _is_further(question: Question, answers: Mapping[str, Answer]) -> bool:
    return question.id in answers and question.id not in NAMED_ELSEWHERE


def _name(entry: Entry) -> tuple[str, str]:
    return entry.mentor.account.name.casefold(), entry.mentor.public_id


@dataclass(frozen=True)
class Wanted:
    """By what the list is narrowed; a field left empty does not narrow. Values are keys as in :func:`offered`."""

    topic: str = ""
    language: str = ""
    site: str = ""
    department: str = ""
    with_room: bool = False

    def fits(self, entry: Entry) -> bool:
        """Whether the mentor passes every filter that is set."""
        return (
            (not self.topic or self.topic in {interest.key for interest in entry.said.topics})
            and (not self.language or self.language in {interest.key for interest in entry.said.languages})
            and (not self.site or self.site == entry.site.casefold())
            and (not self.department or self.department == entry.department.casefold())
            and (not self.with_room or entry.room.left > 0)
        )

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the filters that are set, those first that one gives up most easily."""
        return tuple(name for name in GIVEN_UP_FIRST if getattr(self, name))

    def without(self, name: str) -> "Wanted":
        """The same without one filter."""
        values = {field: getattr(self, field) for field in GIVEN_UP_FIRST if field != name}
        return Wanted(**values)


GIVEN_UP_FIRST = ("site", "department", "with_room", "language", "topic")


@dataclass(frozen=True)
class Looser:
    """A filter without which somebody would be found, and how many."""

    name: str
    found: int


def nearest_looser(listed: Sequence[Entry], wanted: Wanted) -> Looser | None:
    """The single filter to give up that finds most mentors; None where no single one helps."""
    candidates = [Looser(name, sum(wanted.without(name).fits(entry) for entry in listed)) for name in wanted.used]
    return max((one for one in candidates if one.found), key=lambda one: one.found, default=None)


@dataclass(frozen=True)
class Filters:
    """What one can narrow by: values that at least one listed mentor has, by key."""

    topics: Mapping[str, Interest]
    languages: Mapping[str, Interest]
    sites: Mapping[str, str]
    departments: Mapping[str, str]


def offered(listed: Iterable[Entry]) -> Filters:
    """The filters of a list, topics and languages with their wording in both languages."""
    topics: dict[str, Interest] = {}
    languages: dict[str, Interest] = {}
    sites: dict[str, str] = {}
    departments: dict[str, str] = {}
    for entry in listed:
        for interest in entry.said.topics:
            topics.setdefault(interest.key, interest)
        for interest in entry.said.languages:
            languages.setdefault(interest.key, interest)
        for value, known in ((entry.site, sites), (entry.department, departments)):
            if value:
                known.setdefault(value.casefold(), value)
    return Filters(topics, languages, sites, departments)
