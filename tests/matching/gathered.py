"""People of a cohort, and the facts that are read from them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.gathering import gather
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.programs import Cohort, Enrollment
from tests.factories import EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory

TODAY = date(2026, 9, 10)
NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
BY = Actor(account_id=None, name="Marisol Ondine")


def mentee(cohort: Cohort, name: str = "Juniper Vale", *, sent: bool = True, **answers: Any) -> Enrollment:
    level = answers.pop("level", None)
    enrollment: Enrollment = EnrollmentFactory(cohort=cohort, account__name=name, training_level=level)
    if sent:
        said = FULL_INTAKE | answers
        ProfileFactory(enrollment=enrollment, sent=True, answers=said, draft=said)
    return enrollment


def facts(session: Session, cohort: Cohort, kind: PairingKind = PairingKind.PRIMARY) -> Facts:
    session.flush()
    return gather(session, cohort, kind, today=TODAY)


def conflict(mentor: Enrollment, mentee: Enrollment, reason: ConflictReason, by: Declarer) -> ConflictOfInterest:
    return ConflictOfInterest(
        program_id=mentor.cohort.program_id,
        mentor=mentor.account,
        mentee=mentee.account,
        reason=reason,
        declared_by=by,
        created_at=NOW,
    )
