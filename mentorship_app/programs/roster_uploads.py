"""From an uploaded list of people to the cohort: kept while somebody looks at it, applied whole or not at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment, RosterUpload
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.roster import PLACES_UNLESS_SAID, Changed, New, RosterPlan, plan_roster

UPLOAD_LIFE = timedelta(days=1)
"""A list of names and addresses is not kept longer than somebody may still be looking at it."""


def keep_upload(
    session: Session, cohort: Cohort, content: bytes, *, file_name: str, by: Actor, now: datetime
) -> RosterUpload:
    """Keep a file for its uploader's decision; their earlier one for this cohort goes. Changes nobody."""
    require_open_roster(cohort)
    drop_old_uploads(session, now=now)
    session.execute(
        delete(RosterUpload).where(RosterUpload.cohort_id == cohort.id, RosterUpload.account_id == by.account_id)
    )
    upload = RosterUpload(
        cohort_id=cohort.id, account_id=by.account_id, file_name=file_name, content=content, created_at=now
    )
    session.add(upload)
    session.flush()
    return upload


def find_upload(session: Session, cohort: Cohort, public_id: str, *, by: Actor, now: datetime) -> RosterUpload | None:
    """The upload of an address: only the uploader's own, only for a day."""
    return session.scalar(
        select(RosterUpload).where(
            RosterUpload.public_id == public_id,
            RosterUpload.cohort_id == cohort.id,
            RosterUpload.account_id == by.account_id,
            RosterUpload.created_at >= now - UPLOAD_LIFE,
        )
    )


def drop_upload(session: Session, upload: RosterUpload) -> None:
    """Forget an upload without applying it."""
    session.delete(upload)
    session.flush()


def has_old_uploads(session: Session, *, now: datetime) -> bool:
    """Whether there is any upload that nobody applied within a day."""
    return bool(session.scalar(select(exists().where(RosterUpload.created_at < now - UPLOAD_LIFE))))


def drop_old_uploads(session: Session, *, now: datetime) -> None:
    """Forget the uploads that nobody applied within a day."""
    session.execute(delete(RosterUpload).where(RosterUpload.created_at < now - UPLOAD_LIFE))


def require_open_roster(cohort: Cohort) -> None:
    """Raise InvalidTransition in a phase in which nobody is added any more."""
    if not is_open(cohort, Opening.ROSTER):
        raise InvalidTransition(N_("This cohort is closing, so nobody can be added to it."))


def apply_upload(
    session: Session, cohort: Cohort, upload: RosterUpload, *, fingerprint: str, by: Actor, now: datetime
) -> RosterPlan:
    """Carry a file out and forget it: all of it or, with an error, nothing. Gives what was done.

    Raises Conflict when a row is wrong, or when people have changed since the plan of ``fingerprint`` was shown.
    """
    require_open_roster(cohort)
    plan = plan_roster(session, cohort, upload.content, file_name=upload.file_name)
    if plan.bad:
        raise Conflict(N_("Some rows have to be corrected first, so nothing was imported."))
    if plan.fingerprint != fingerprint:
        raise Conflict(N_("People changed since this list was checked. Look at it again before you apply it."))
    _add(session, cohort, plan.new, now=now)
    for changed in plan.changed:
        _change(changed)
    session.delete(upload)
    audit.record(
        session,
        "programs.roster.imported",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        added=len(plan.new),
        changed=len(plan.changed),
    )
    session.flush()
    return plan


def _add(session: Session, cohort: Cohort, people: Sequence[New], *, now: datetime) -> None:
    """Many at once: one statement for a thousand rows, where one enrollment after the other would take a minute."""
    accounts: dict[str, Account] = {}
    for new in people:
        row = new.row
        accounts[row.email] = (
            new.account
            or accounts.get(row.email)
            or Account(email=row.email, name=row.name, locale=row.locale or cohort.program.locale, created_at=now)
        )
    session.add_all(accounts.values())
    session.flush()
    session.add_all(
        Enrollment(
            cohort_id=cohort.id,
            account_id=accounts[new.row.email].id,
            role=new.row.role,
            training_level_id=new.row.training_level.id if new.row.training_level else None,
            department=new.row.department,
            site=new.row.site,
            capacity=_places(new),
            created_at=now,
        )
        for new in people
    )
    session.flush()


def _places(new: New) -> int:
    if new.row.role is not CohortRole.MENTOR:
        return 0
    return PLACES_UNLESS_SAID if new.row.capacity is None else new.row.capacity


def _change(changed: Changed) -> None:
    row, enrollment = changed.row, changed.enrollment
    enrollment.status = EnrollmentStatus.ACTIVE
    enrollment.training_level = row.training_level or enrollment.training_level
    enrollment.department = row.department or enrollment.department
    enrollment.site = row.site or enrollment.site
    if row.capacity is not None:
        enrollment.capacity = row.capacity
    enrollment.version += 1
