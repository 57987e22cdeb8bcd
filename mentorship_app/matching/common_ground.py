"""What a mentee and a mentor have in common, read from what each of them said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.intake import Profile
from mentorship_app.intake.queries import sent_profiles
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.questions.types.chips import ChipsConfig
from mentorship_app.recruitment import ApplicationStatus, MentorApplication


@dataclass(frozen=True)
class Interest:
    """One topic or language. ``key`` is the code of an offered one, else the person's own words in small letters."""

    key: str
    text: LocalizedText
    lang: str | None = None
    """The language of the text, where it is always the same, such as the name of a language."""


@dataclass(frozen=True)
class Interests:
    """The topics and languages of one person, offered ones first, in the order of the form."""

    topics: tuple[Interest, ...] = ()
    languages: tuple[Interest, ...] = ()


NOTHING_SAID = Interests()
"""Of a person who was enrolled without a form."""


def in_common(mine: Interests, theirs: Interests) -> Interests:
    """What both said, in the words and the order of ``mine``."""
    return Interests(_both(mine.topics, theirs.topics), _both(mine.languages, theirs.languages))


def interests_of_mentees(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, Interests]:
    """What mentees asked for, by enrollment; who has not sent their intake is left out. One query."""
    profiles = sent_profiles(session, enrollment_ids)
    return {enrollment_id: interests_in(profile) for enrollment_id, profile in profiles.items()}


def interests_in(profile: Profile) -> Interests:
    """What a mentee asked for in the intake they sent."""
    return interests_said(profile.questionnaire, profile.answers)


def interests_said(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Interests:
    """The topics and languages in the answers to an application or an intake."""
    return Interests(_picked(questionnaire, answers, "topics"), _picked(questionnaire, answers, "languages"))


def interests_of_mentors(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, Interests]:
    """What mentors offered in the application that was accepted last, by enrollment. Two queries."""
    applications = accepted_applications(session, enrollment_ids)
    return {
        enrollment_id: interests_said(application.questionnaire, application.answers)
        for enrollment_id, application in applications.items()
    }


def accepted_applications(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, MentorApplication]:
    """The application of each mentor that was accepted last, by enrollment; not everybody has one. Two queries."""
    applications = session.scalars(
        select(MentorApplication)
        # One form is shared by most: fetched once, not beside each row; and nothing else that people wrote is read.
        .options(
            load_only(MentorApplication.enrollment_id, MentorApplication.form_version_id, MentorApplication.answers),
            selectinload(MentorApplication.form_version),
        )
        .where(
            MentorApplication.enrollment_id.in_(list(enrollment_ids)),
            MentorApplication.status == ApplicationStatus.APPROVED,
        )
        .order_by(MentorApplication.submitted_at, MentorApplication.id)
    )
    return {application.enrollment_id: application for application in applications if application.enrollment_id}


def _both(mine: tuple[Interest, ...], theirs: tuple[Interest, ...]) -> tuple[Interest, ...]:
    keys = {interest.key for interest in theirs}
    return tuple(interest for interest in mine if interest.key in keys)


def _picked(questionnaire: Questionnaire, answers: Mapping[str, Any], question_id: str) -> tuple[Interest, ...]:
    answer = answers.get(question_id)
    config = questionnaire.question(question_id).config
    if answer is None or not isinstance(config, ChipsConfig):
        return ()
    known = {option.code: Interest(option.code, option.label, option.lang) for option in config.options}
    offered = tuple(known[code] for code in answer["chosen"] if code in known)
    own = tuple(Interest(text.casefold(), LocalizedText(en=text, fr=text)) for text in answer["own"])
    return offered + own
