"""A coordinator at the desk, signed in, for the tests of the staff pages."""

from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort
from tests.factories import AccountFactory, CohortFactory, HelpLineFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in


def sit_down(store: Session, client: StrictClient, **cohort: object) -> Cohort:
    """A cohort whose coordinator is signed in. The store's transaction is over: it would keep requests waiting."""
    made: Cohort = CohortFactory(**cohort)
    HelpLineFactory(program=made.program)
    boss = AccountFactory(email="boss@example.org", name="Ottoline Marsh")
    StaffGrantFactory(account=boss, program_id=made.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, boss)
    return made


def said(client: StrictClient) -> str:
    """All words of the last page."""
    return text_of(client.page)


def look(store: Session) -> None:
    """See what requests wrote; end the look with ``store.rollback()`` before the next request."""
    store.rollback()
    store.expire_all()
