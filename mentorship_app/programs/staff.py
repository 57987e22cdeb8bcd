"""Who may work in a program: coordinators and viewers, given access and losing it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit
from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.accounts.notifications import send_staff_invitation
from mentorship_app.accounts.services import ensure_account, grant
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.programs.models import Program
from mentorship_app.programs.year.owners import give_up_tasks


def staff_of(session: Session, program: Program) -> Sequence[StaffGrant]:
    """The grants of a program with their people, by name."""
    return session.scalars(
        select(StaffGrant)
        .join(StaffGrant.account)
        .options(joinedload(StaffGrant.account))
        .where(StaffGrant.program_id == program.id)
        .order_by(func.lower(Account.name), StaffGrant.id)
    ).all()


def find_grant(session: Session, program: Program, grant_id: UUID) -> StaffGrant | None:
    """A grant of this program."""
    return session.scalar(select(StaffGrant).where(StaffGrant.program_id == program.id, StaffGrant.id == grant_id))


def invite(
    session: Session, program: Program, *, email: str, name: str, role: StaffRole, by: Actor, now: datetime
) -> Account:
    """Give somebody access, and mail how to begin to those without a password. Raises FieldError("email")."""
    account = ensure_account(session, email=email, name=name, locale=program.locale, now=now)
    grant(session, account, role, program_id=program.id, by=by, now=now)
    audit.record(
        session,
        "accounts.staff.invited",
        by=by,
        subject=account,
        at=now,
        program_id=program.id,
        person=account.name,
        role=role,
    )
    if account.password is None:
        send_staff_invitation(
            session, account, program_id=program.id, program_name=program.name, contact=program.contact_email, now=now
        )
    session.flush()
    return account


def revoke(session: Session, program: Program, given: StaffGrant, *, by: Actor, now: datetime) -> None:
    """Take access away and end the person's sessions. Raises Conflict for the program's last coordinator."""
    coordinators = [row for row in staff_of(session, program) if row.role is StaffRole.COORDINATOR]
    if coordinators == [given]:
        raise Conflict(N_("This is the only coordinator. Give somebody else access before you take it away."))
    account = given.account
    audit.record(
        session,
        "accounts.role.revoked",
        by=by,
        subject=account,
        at=now,
        program_id=program.id,
        person=account.name,
        role=given.role,
    )
    account.fs_uniquifier = uuid4().hex
    session.delete(given)
    session.flush()
    session.expire(account, ["roles"])
    give_up_tasks(session, program, account.id)
