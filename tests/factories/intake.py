"""Profiles of mentees."""

from typing import Any

import factory

from mentorship_app.intake import Profile
from tests.factories.base import AppFactory
from tests.factories.forms import IDENTITY, IDENTITY_USES, stored_form
from tests.factories.people import MOMENT, EnrollmentFactory

FULL_INTAKE: dict[str, Any] = {
    "in_my_words": "I grew up far from any hospital.",
    "free_times": ["midday", "evening"],
    "has_mentor": False,
    "goal_1": "Find a research question",
    "topics": {"chosen": ["career", "doubt"], "own": ["Night shifts"]},
    "languages": {"chosen": ["english"], "own": []},
    "career": "Rural family medicine",
    "style": "both",
    "frequency": "month",
    "modality": ["video"],
    "matters_most": "topics",
    "conduct": True,
    "agreement": True,
}
"""Every required question of the shipped form answered, and some of the optional ones."""


class ProfileFactory(AppFactory):
    """An intake that was begun; ``sent=True`` makes it a sent one."""

    class Meta:
        model = Profile

    class Params:
        sent = factory.Trait(
            draft=factory.LazyFunction(lambda: dict(FULL_INTAKE)),
            answers=factory.LazyFunction(lambda: dict(FULL_INTAKE)),
            submitted_at=MOMENT,
            saved_at=MOMENT,
        )
        told = factory.Trait(
            identity_answers=factory.LazyFunction(lambda: dict(IDENTITY)),
            identity_uses=factory.LazyFunction(lambda: dict(IDENTITY_USES)),
            identity_version=factory.LazyAttribute(
                lambda profile: stored_form(profile.enrollment.cohort.program, "identity")
            ),
        )

    enrollment = factory.SubFactory(EnrollmentFactory)
    form_version = factory.LazyAttribute(
        lambda profile: stored_form(profile.enrollment.cohort.program, "mentee_intake")
    )
    draft = factory.LazyFunction(dict)
    answers = factory.LazyFunction(dict)
    revs = factory.LazyFunction(dict)
    created_at = MOMENT
