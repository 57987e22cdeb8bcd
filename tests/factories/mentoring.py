"""Pairings."""

from datetime import date

import factory

from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.programs import CohortRole
from tests.factories.base import AppFactory
from tests.factories.people import MOMENT, CohortFactory, EnrollmentFactory


class PairingFactory(AppFactory):
    """An active pair of two people of one cohort."""

    class Meta:
        model = Pairing

    cohort = factory.SubFactory(CohortFactory)
    mentor = factory.SubFactory(EnrollmentFactory, role=CohortRole.MENTOR, cohort=factory.SelfAttribute("..cohort"))
    mentee = factory.SubFactory(EnrollmentFactory, cohort=factory.SelfAttribute("..cohort"))
    kind = PairingKind.PRIMARY
    started_on = date(2026, 10, 1)
    created_at = MOMENT
