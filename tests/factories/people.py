"""Accounts, programs, cohorts, enrollments."""

from datetime import UTC, date, datetime

import factory

from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, CohortRole, Enrollment, HelpLine, Phase, Program, TrainingLevel
from tests.factories.base import AppFactory

MOMENT = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class AccountFactory(AppFactory):
    class Meta:
        model = Account

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    locale = "en"
    created_at = MOMENT


class ProgramFactory(AppFactory):
    class Meta:
        model = Program

    slug = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    organization = "Northmere"
    contact_email = "mentorship@example.org"
    quiet_hours = False
    """So that no test depends on the hour at which it runs; those of the quiet hours switch them on."""
    created_at = MOMENT


class HelpLineFactory(AppFactory):
    class Meta:
        model = HelpLine

    program = factory.SubFactory(ProgramFactory)
    position = factory.Sequence(int)
    label_en = "Residents’ line"
    label_fr = "Ligne des résidents"
    number = "555-0142"
    verified_on = factory.LazyFunction(lambda: datetime.now(UTC).date())


class TrainingLevelFactory(AppFactory):
    class Meta:
        model = TrainingLevel

    program = factory.SubFactory(ProgramFactory)
    position = factory.Sequence(int)
    code = factory.Sequence(lambda n: f"PGY-{n}")
    name_en = factory.LazyAttribute(lambda level: f"Year {level.position}")
    name_fr = factory.LazyAttribute(lambda level: f"Année {level.position}")


class CohortFactory(AppFactory):
    class Meta:
        model = Cohort

    program = factory.SubFactory(ProgramFactory)
    slug = factory.Sequence(lambda n: f"2026-{n}")
    name = "2026–27"
    starts_on = date(2026, 7, 1)
    ends_on = date(2027, 6, 30)
    phase = Phase.ACTIVE
    created_at = MOMENT


class EnrollmentFactory(AppFactory):
    class Meta:
        model = Enrollment

    cohort = factory.SubFactory(CohortFactory)
    account = factory.SubFactory(AccountFactory)
    role = CohortRole.MENTEE
    capacity = factory.LazyAttribute(lambda enrollment: 2 if enrollment.role is CohortRole.MENTOR else 0)
    created_at = MOMENT


class StaffGrantFactory(AppFactory):
    class Meta:
        model = StaffGrant

    account = factory.SubFactory(AccountFactory)
    program_id = None
    role = StaffRole.COORDINATOR
    created_at = MOMENT
