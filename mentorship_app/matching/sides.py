"""The two sides of the gap board: what mentees need, what mentors offer; and what calls look for before that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.forms.queries import current
from mentorship_app.intake.models import Profile
from mentorship_app.intake.queries import IntakeCount, sent_profiles
from mentorship_app.matching.common_ground import Interest, accepted_applications, interests_in, interests_said
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.queries import MentorRoom, rooms
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import paused_on
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.questions.types.chips import ChipsConfig
from mentorship_app.recruitment import MentorApplication
from mentorship_app.recruitment.targets import Dimension, targets_of


class Facet(StrEnum):
    """By what needs and offers are set against each other, in the order of the board."""

    DEPARTMENT = "department"
    SITE = "site"
    TOPIC = "topic"
    LANGUAGE = "language"
    FUNCTION = "function"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Person:
    """What somebody needs or offers, by facet, and for how many. Without a name."""

    values: Mapping[Facet, tuple[Interest, ...]]
    places: int = 1

    def keys(self, facet: Facet) -> frozenset[str]:
        """The values of one facet."""
        return frozenset(interest.key for interest in self.values.get(facet, ()))


@dataclass(frozen=True)
class Target:
    """So many places of one kind that calls look for."""

    wanted: Interest
    places: int


def what_mentees_need(session: Session, cohort: Cohort) -> tuple[list[Person], IntakeCount]:
    """The needs of mentees who sent their intake, and how many of all that is."""
    taking_part = session.scalars(
        select(Enrollment).where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
    ).all()
    profiles = sent_profiles(session, [mentee.id for mentee in taking_part])
    needs = [_needs_of(mentee, profiles[mentee.id]) for mentee in taking_part if mentee.id in profiles]
    return needs, IntakeCount(sent=len(needs), mentees=len(taking_part))


def _needs_of(mentee: Enrollment, profile: Profile) -> Person:
    """The site counts for those who would meet in person, the department for those to whom the field matters most."""
    asked, answers = interests_in(profile), profile.answers
    values = {Facet.TOPIC: asked.topics, Facet.LANGUAGE: asked.languages, Facet.FUNCTION: _functions(profile)}
    if "in_person" in (answers.get("modality") or ["in_person"]):
        values[Facet.SITE] = _plain(mentee.site)
    if answers.get("matters_most") == "career":
        values[Facet.DEPARTMENT] = _plain(mentee.department)
    return Person(values)


def _functions(profile: Profile) -> tuple[Interest, ...]:
    known = {kind.value for kind in PairingKind}
    return tuple(_worded(code) for code in profile.answers.get("functions") or () if code in known)


def what_mentors_offer(session: Session, cohort: Cohort, *, today: date) -> tuple[list[Person], int]:
    """The offers of mentors who take part and do not pause, and how many of them never answered an application."""
    found = rooms(session, cohort)
    paused = paused_on(session, [room.mentor.id for room in found], today)
    taking = [room for room in found if room.mentor.id not in paused and room.mentor.capacity > 0]
    applications = accepted_applications(session, [room.mentor.id for room in taking])
    offers = [_offer_of(room, applications.get(room.mentor.id)) for room in taking]
    return offers, sum(room.mentor.id not in applications for room in taking)


def _offer_of(room: MentorRoom, application: MentorApplication | None) -> Person:
    mentor = room.mentor
    values = {Facet.SITE: _plain(mentor.site), Facet.DEPARTMENT: _plain(mentor.department)}
    if application is not None:
        said = interests_said(application.questionnaire, application.answers)
        values |= {Facet.TOPIC: said.topics, Facet.LANGUAGE: said.languages}
        values[Facet.FUNCTION] = tuple(_worded(kind.value) for kind in _functions_offered(application))
    return Person(values, places=mentor.capacity)


SIGNS: Mapping[PairingKind, Mapping[str, frozenset[str]]] = {
    PairingKind.CAREER: {"topics": frozenset({"career"})},
    PairingKind.RESEARCH: {"topics": frozenset({"research"}), "areas": frozenset({"research"})},
    PairingKind.WELLNESS: {"topics": frozenset({"burnout", "doubt", "parenting"})},
    PairingKind.PEER: {"rank": frozenset({"fellow", "senior"})},
}
"""Mentors are not asked for functions: which answers tell that somebody could be such a mentor, by question."""


def _functions_offered(application: MentorApplication) -> list[PairingKind]:
    answers = application.answers
    return [
        kind
        for kind, signs in SIGNS.items()
        if any(_codes(answers.get(question)) & codes for question, codes in signs.items())
    ]


def _codes(answer: object) -> frozenset[str]:
    if isinstance(answer, Mapping):
        answer = answer.get("chosen")
    return frozenset({answer} if isinstance(answer, str) else answer if isinstance(answer, list) else ())


def what_calls_look_for(session: Session, cohort: Cohort) -> dict[Facet, list[Target]]:
    """The targets of all calls of the cohort by facet, the same value of several calls added up."""
    targets = targets_of(session, cohort)
    if not targets:
        return {}
    labels = _labels(current(session, cohort.program_id, "mentor_application"))
    added: dict[tuple[Facet, str], Target] = {}
    for target in targets:
        facet, key = _FACET[target.dimension], target.value.casefold()
        interest = labels.get((facet, key)) or Interest(key, _same(target.value))
        before = added[facet, key].places if (facet, key) in added else 0
        added[facet, key] = Target(interest, before + target.places_wanted)
    found: dict[Facet, list[Target]] = {}
    for (facet, _key), entry in added.items():
        found.setdefault(facet, []).append(entry)
    return found


def _labels(questionnaire: Questionnaire) -> dict[tuple[Facet, str], Interest]:
    """How the application names what a target names by its code."""
    questions = {"topics": Facet.TOPIC, "languages": Facet.LANGUAGE}
    return {
        (questions[question.id], option.code.casefold()): Interest(option.code, option.label, option.lang)
        for question in questionnaire.questions()
        if question.id in questions and isinstance(question.config, ChipsConfig)
        for option in question.config.options
    }


_FACET: Mapping[Dimension, Facet] = {
    Dimension.DEPARTMENT: Facet.DEPARTMENT,
    Dimension.SITE: Facet.SITE,
    Dimension.TOPIC: Facet.TOPIC,
    Dimension.LANGUAGE: Facet.LANGUAGE,
    Dimension.IDENTITY: Facet.IDENTITY,
}


def _plain(text: str) -> tuple[Interest, ...]:
    return (_worded(text),) if text else ()


def _worded(text: str) -> Interest:
    return Interest(text.casefold(), _same(text))


def _same(text: str) -> LocalizedText:
    return LocalizedText(en=text, fr=text)
