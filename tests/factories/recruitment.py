"""Calls and applications."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from mentorship_app.programs import Phase
from mentorship_app.recruitment import ApplicationLink, ApplicationStatus, Call, CallStatus, MentorApplication
from mentorship_app.recruitment.invitations import Invitation, InvitationList
from mentorship_app.recruitment.next_year import FutureInterest
from mentorship_app.recruitment.targets import CallTarget, Dimension
from tests.factories.base import AppFactory
from tests.factories.forms import IDENTITY, IDENTITY_USES, stored_form
from tests.factories.people import MOMENT, CohortFactory, ProgramFactory

FULL_ANSWERS: dict[str, Any] = {
    "department": "Internal Medicine",
    "site": "North Hospital",
    "years": 12,
    "languages": {"chosen": ["english", "french"], "own": []},
    "capacity": "2",
    "hours": 1.5,
    "modality": ["in_person"],
    "topics": {"chosen": ["career", "doubt"], "own": ["Night shifts"]},
    "comfort": 2,
    "assessment_roles": ["none"],
    "trained": True,
    "trained_on": "2025-03-15",
    "conduct": True,
    "agreement": True,
}
"""Every required question of the shipped form answered; the optional one left blank."""


class CallFactory(AppFactory):
    """An open call in a cohort that recruits, running for years, so that tests need no frozen clock."""

    class Meta:
        model = Call

    cohort = factory.SubFactory(CohortFactory, phase=Phase.RECRUITMENT)
    slug = factory.Sequence(lambda n: f"mentors-{n}")
    title_en = "Become a mentor"
    title_fr = "Devenez mentor"
    intro_en = "Residents ask for you."
    intro_fr = "On vous demande."
    hours_per_month = 1.0
    places_wanted = 24
    opens_on = date(2026, 1, 1)
    closes_on = date(2036, 1, 1)
    status = CallStatus.OPEN
    created_at = MOMENT


class ApplicationFactory(AppFactory):
    """A draft with nothing in it; ``sent=True`` makes it a sent one."""

    class Meta:
        model = MentorApplication

    class Params:
        sent = factory.Trait(
            status=ApplicationStatus.SUBMITTED,
            draft=factory.LazyFunction(lambda: dict(FULL_ANSWERS)),
            answers=factory.LazyFunction(lambda: dict(FULL_ANSWERS)),
            submitted_at=MOMENT,
            department="Internal Medicine",
            capacity=2,
            hours_per_month=1.5,
        )
        told = factory.Trait(
            identity_answers=factory.LazyFunction(lambda: dict(IDENTITY)),
            identity_uses=factory.LazyFunction(lambda: dict(IDENTITY_USES)),
            identity_version=factory.LazyAttribute(
                lambda application: stored_form(application.call.cohort.program, "identity")
            ),
        )

    call = factory.SubFactory(CallFactory)
    form_version = factory.LazyAttribute(
        lambda application: stored_form(application.call.cohort.program, "mentor_application")
    )
    email = factory.Sequence(lambda n: f"applicant{n}@example.org")
    name = factory.Sequence(lambda n: f"Applicant {n}")
    locale = "en"
    created_at = MOMENT


class ApplicationLinkFactory(AppFactory):
    class Meta:
        model = ApplicationLink

    application = factory.SubFactory(ApplicationFactory)
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    created_at = MOMENT
    expires_at = datetime(2036, 1, 1, tzinfo=UTC)


class InvitationFactory(AppFactory):
    """An invitation whose mail has left: no message is kept with it."""

    class Meta:
        model = Invitation

    call = factory.SubFactory(CallFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = factory.Sequence(lambda n: f"Dr. Invited {n}")
    department = "Surgery"
    locale = "en"
    invited_at = MOMENT
    last_mail_at = MOMENT
    created_at = MOMENT


class InvitationListFactory(AppFactory):
    class Meta:
        model = InvitationList

    call = factory.SubFactory(CallFactory)
    people = factory.LazyFunction(
        lambda: [{"number": 1, "email": "ada@example.org", "name": "Ada Quill", "department": "", "locale": None}]
    )


class FutureInterestFactory(AppFactory):
    class Meta:
        model = FutureInterest

    program = factory.SubFactory(ProgramFactory)
    email = factory.Sequence(lambda n: f"later{n}@example.org")
    name = factory.Sequence(lambda n: f"Dr. Later {n}")
    department = "Surgery"
    locale = "en"
    created_at = MOMENT


class CallTargetFactory(AppFactory):
    class Meta:
        model = CallTarget

    call = factory.SubFactory(CallFactory)
    dimension = Dimension.DEPARTMENT
    value = "Surgery"
    places_wanted = 4
