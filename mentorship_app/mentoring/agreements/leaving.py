"""What becomes of agreements when one of the two leaves. In a merge they come along with their pairs."""

from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.agreements.models import (
    Agreement,
    AgreementCopy,
    AgreementSignature,
    AgreementVersion,
)
from mentorship_app.mentoring.agreements.notifications import take_back
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import Enrollment
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings


def _mine(enrollment: Enrollment) -> Select[UUID]:
    return (
        select(Agreement.id)
        .join(Agreement.pairing)
        .where(or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id))
    )


def _count(session: Session, enrollment: Enrollment) -> int:
    found = select(func.count(AgreementVersion.id)).where(AgreementVersion.agreement_id.in_(_mine(enrollment)))
    return session.scalar(found) or 0


def _forget(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    pairings = select(Pairing).join(Agreement, Agreement.pairing_id == Pairing.id)
    for pairing in session.scalars(pairings.where(Agreement.id.in_(_mine(enrollment)))).all():
        take_back(session, pairing)
    session.execute(delete(AgreementVersion).where(AgreementVersion.agreement_id.in_(_mine(enrollment))))


belongings.add(
    "mentoring.agreements",
    Belonging(
        Fate.DELETED,
        N_("The text of agreements with mentors or mentees, in every version. That one was signed, and when, stays"),
        frozenset(
            {
                AgreementVersion.__tablename__,
                AgreementSignature.__tablename__,
                AgreementCopy.__tablename__,
            }
        ),
        _count,
        _forget,
    ),
)
