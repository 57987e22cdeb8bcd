"""Who joined and who left since the run that a draft was taken from."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.models import MatchDraft
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom the run does not know yet."""

    id: str
    name: str
    role: CohortRole


@dataclass(frozen=True)
class Presence:
    """Who of the run's people still takes part (public ids), and who joined since."""

    here: frozenset[str]
    joined: tuple[Newcomer, ...]

    def left(self, facts: Facts) -> frozenset[str]:
        """Those of the run who do not take part any more."""
        return frozenset(facts.mentor.keys() | facts.mentee.keys()) - self.here


def presence(session: Session, cohort: Cohort, facts: Facts) -> Presence:
    """One query. Of other kinds than the primary one only mentors can join: who wants one is not looked at."""
    found = session.execute(
        select(Enrollment.public_id, Account.name, Enrollment.role, Enrollment.capacity)
        .join(Enrollment.account)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
        .order_by(Account.name, Enrollment.id)
    ).all()
    joined = tuple(
        Newcomer(public_id, name, role)
        for public_id, name, role, capacity in found
        if public_id not in facts.mentor and public_id not in facts.mentee and _is_wanted(facts.kind, role, capacity)
    )
    return Presence(frozenset(row.public_id for row in found), joined)


def _is_wanted(kind: PairingKind, role: CohortRole, capacity: int) -> bool:
    if role is CohortRole.MENTOR:
        return capacity > 0
    return kind is PairingKind.PRIMARY


def require_here(session: Session, draft: MatchDraft, judge: Judge, people: Iterable[str]) -> None:
    """Raises Conflict for somebody who left since the run; nobody leaves while the answer is on its way."""
    asked = [person for person in people if person]
    here = set(
        session.scalars(
            select(Enrollment.public_id)
            .where(
                Enrollment.cohort_id == draft.cohort_id,
                Enrollment.public_id.in_(asked),
                Enrollment.status == EnrollmentStatus.ACTIVE,
            )
            .order_by(Enrollment.id)
            .with_for_update()
        )
    )
    for person in asked:
        if person not in here:
            known = judge.facts.mentee.get(person) or judge.facts.mentor.get(person)
            raise Conflict(N_("%(name)s does not take part any more."), name=known.name if known else "")
