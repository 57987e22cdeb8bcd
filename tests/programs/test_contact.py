"""Who may correct a name and an address: staff of a program, for people whom only that program knows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import SYSTEM, StaffRole
from mentorship_app.programs import Enrollment
from mentorship_app.programs.contact import Contact, change_contact
from tests.factories import CohortFactory, EnrollmentFactory, StaffGrantFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEW = Contact("Robin Vale", "robin@example.org", "fr")


def somebody(session: Session, *, elsewhere: str = "") -> Enrollment:
    enrollment: Enrollment = EnrollmentFactory()
    if elsewhere == "program":
        EnrollmentFactory(account=enrollment.account, cohort=CohortFactory())
    elif elsewhere == "staff":
        StaffGrantFactory(account=enrollment.account, role=StaffRole.ADMINISTRATOR)
    session.flush()
    return enrollment


def test_a_new_address_ends_every_session_of_the_old_one(session: Session) -> None:
    enrollment = somebody(session)
    before = enrollment.account.fs_uniquifier
    change_contact(session, enrollment, NEW, by=SYSTEM, now=NOW)
    account = enrollment.account
    assert (account.name, account.email, account.locale) == ("Robin Vale", "robin@example.org", "fr")
    assert (account.fs_uniquifier != before, account.email_changed_by_staff_at) == (True, NOW)


@pytest.mark.parametrize("elsewhere", ["program", "staff"])
@pytest.mark.parametrize("field", ["name", "email"])
def test_people_with_more_than_this_program_are_left_as_they_are(session: Session, elsewhere: str, field: str) -> None:
    enrollment = somebody(session, elsewhere=elsewhere)
    account = enrollment.account
    kept = {"name": account.name, "email": account.email}
    wanted = kept | {field: getattr(NEW, field)}
    with pytest.raises(FieldError) as refused:
        change_contact(session, enrollment, Contact(**wanted, locale="en"), by=SYSTEM, now=NOW)
    assert refused.value.field == field
    assert {"name": account.name, "email": account.email} == kept
