"""Choices of mentors, waitlists, and mentors with an accepted application."""

from typing import Any

import factory

from mentorship_app.intake import MentorChoice, Waitlist
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.recruitment import ApplicationStatus, Call
from tests.factories.base import AppFactory
from tests.factories.people import MOMENT, AccountFactory, EnrollmentFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory


class ChoiceFactory(AppFactory):
    """A mentee's first choice, for a main mentor."""

    class Meta:
        model = MentorChoice

    mentee = factory.SubFactory(EnrollmentFactory)
    mentor = factory.SubFactory(
        EnrollmentFactory, role=CohortRole.MENTOR, cohort=factory.SelfAttribute("..mentee.cohort")
    )
    rank = 1
    function = PairingKind.PRIMARY
    created_at = MOMENT


class WaitlistFactory(AppFactory):
    """A mentee who waits for a mentor and was not told anything yet."""

    class Meta:
        model = Waitlist

    mentee = factory.SubFactory(EnrollmentFactory)
    mentor = factory.SubFactory(
        EnrollmentFactory, role=CohortRole.MENTOR, cohort=factory.SelfAttribute("..mentee.cohort")
    )
    created_at = MOMENT


def accepted_mentor(
    cohort: Cohort, name: str = "", *, answers: dict[str, Any] | None = None, call: Call | None = None, **entry: Any
) -> Enrollment:
    """A mentor of the cohort whose application was accepted; ``answers`` change what they said."""
    account = AccountFactory(name=name) if name else AccountFactory()
    mentor: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=account, **entry)
    ApplicationFactory(
        call=call or CallFactory(cohort=cohort),
        sent=True,
        status=ApplicationStatus.APPROVED,
        enrollment=mentor,
        answers=FULL_ANSWERS | (answers or {}),
        name=account.name,
    )
    return mentor
