"""What two people have in common, from what each of them said."""

from sqlalchemy.orm import Session

from mentorship_app.matching.common_ground import (
    NOTHING_SAID,
    in_common,
    interests_in,
    interests_of_mentees,
    interests_of_mentors,
)
from mentorship_app.programs import CohortRole
from mentorship_app.recruitment import ApplicationStatus
from tests.factories import EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory


def test_common_topics_are_in_the_words_of_the_mentee(session: Session) -> None:
    answers = {**FULL_INTAKE, "topics": {"chosen": ["rural", "career"], "own": ["night SHIFTS"]}}
    profile = ProfileFactory(sent=True, answers=answers)
    mentor = EnrollmentFactory(role=CohortRole.MENTOR)
    ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)

    common = in_common(interests_in(profile), interests_of_mentors(session, [mentor.id])[mentor.id])

    assert [topic.text.en for topic in common.topics] == ["Career choices", "night SHIFTS"]
    assert [topic.text.fr for topic in common.topics] == ["Choix de carrière", "night SHIFTS"]
    assert [language.key for language in common.languages] == ["english"]


def test_what_was_not_sent_or_not_accepted_is_not_read(session: Session) -> None:
    draft = ProfileFactory(draft=dict(FULL_INTAKE))
    mentor = EnrollmentFactory(role=CohortRole.MENTOR)
    ApplicationFactory(sent=True, enrollment=mentor)

    assert interests_of_mentees(session, [draft.enrollment_id]) == {}
    assert interests_of_mentors(session, [mentor.id]) == {}


def test_the_application_accepted_last_counts(session: Session) -> None:
    mentor = EnrollmentFactory(role=CohortRole.MENTOR)
    ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)
    later = ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)
    later.submitted_at = later.submitted_at.replace(year=2027)
    later.answers = {**FULL_ANSWERS, "topics": {"chosen": ["money"], "own": []}}
    session.flush()

    assert [topic.key for topic in interests_of_mentors(session, [mentor.id])[mentor.id].topics] == ["money"]


def test_nothing_said_shares_nothing() -> None:
    assert in_common(NOTHING_SAID, NOTHING_SAID) == NOTHING_SAID
