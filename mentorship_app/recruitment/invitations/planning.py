"""What inviting a list would do: who is new, who was already asked, who has applied, who takes part. Writes nothing."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.recruitment.invitations.entries import Entry
from mentorship_app.recruitment.invitations.enums import Standing
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.invitations.queries import was_taken_back
from mentorship_app.recruitment.models import Call, MentorApplication


@dataclass(frozen=True)
class PlannedEntry:
    """Somebody on the list and what would happen."""

    entry: Entry
    standing: Standing


@dataclass(frozen=True)
class InvitationPlan:
    """Every entry of a list in its order. Same list and same people give the same ``fingerprint``."""

    entries: tuple[PlannedEntry, ...]
    fingerprint: str

    @property
    def new(self) -> tuple[Entry, ...]:
        return tuple(planned.entry for planned in self.entries if planned.standing is Standing.NEW)

    @property
    def counts(self) -> Mapping[Standing, int]:
        return Counter(planned.standing for planned in self.entries)


def plan_invitations(session: Session, call: Call, entries: Sequence[Entry]) -> InvitationPlan:
    """Compare a list with the call and its cohort. Three queries, however long the list."""
    taking_part = _taking_part(session, call)
    applied = _applied(session, call)
    invited = _invited(session, call)
    seen: set[str] = set()
    planned: list[PlannedEntry] = []
    for entry in entries:
        if entry.email in seen:
            standing = Standing.REPEATED
        elif entry.email in taking_part:
            standing = Standing.TAKES_PART
        elif entry.email in applied:
            standing = Standing.APPLIED
        elif entry.email in invited:
            standing = Standing.INVITED
        else:
            standing = Standing.NEW
        seen.add(entry.email)
        planned.append(PlannedEntry(entry, standing))
    return InvitationPlan(tuple(planned), _fingerprint(planned))


def _taking_part(session: Session, call: Call) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(Account.email)
            .join(Enrollment, Enrollment.account_id == Account.id)
            .where(Enrollment.cohort_id == call.cohort_id, Enrollment.status == EnrollmentStatus.ACTIVE)
        )
    )


def _applied(session: Session, call: Call) -> frozenset[str]:
    """Who has sent an application to any call of the cohort. Drafts are nobody's business."""
    return frozenset(
        session.scalars(
            select(MentorApplication.email)
            .join(MentorApplication.call)
            .where(Call.cohort_id == call.cohort_id, MentorApplication.submitted_at.is_not(None))
        )
    )


def _invited(session: Session, call: Call) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(Invitation.email)
            .outerjoin(Invitation.message)
            .where(Invitation.call_id == call.id, ~was_taken_back())
        )
    )


def _fingerprint(planned: Iterable[PlannedEntry]) -> str:
    state = [[one.entry.email, one.standing] for one in planned]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()
