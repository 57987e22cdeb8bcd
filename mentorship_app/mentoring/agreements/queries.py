"""Reading agreements. Staff pages may ask only whether one is signed, and since when."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from mentorship_app.mentoring.agreements.models import Agreement, AgreementStatus, AgreementVersion
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.programs import Cohort, CohortRole, Enrollment

_IDS_A_QUERY = 500
AGREEMENT_AFTER = timedelta(weeks=6)
"""So long a pair may take until somebody asks whether it has settled how it works."""


def agreement_of(session: Session, pairing: Pairing) -> Agreement | None:
    """The agreement of a pair with its versions and signatures, as the database has them now; None before the first."""
    return session.scalar(
        select(Agreement)
        .where(Agreement.pairing_id == pairing.id)
        .options(selectinload(Agreement.versions).selectinload(AgreementVersion.signatures))
        .execution_options(populate_existing=True)
    )


def newest_of(session: Session, pairing_ids: Collection[UUID]) -> Mapping[UUID, AgreementVersion]:
    """For the two people of each pair: what waits for a signature, else what is in force. One query."""
    found: dict[UUID, AgreementVersion] = {}
    rows = session.scalars(
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .options(contains_eager(AgreementVersion.agreement))
        .where(
            Agreement.pairing_id.in_(list(pairing_ids)),
            AgreementVersion.status.in_([AgreementStatus.PROPOSED, AgreementStatus.IN_FORCE]),
        )
        .order_by(AgreementVersion.number)
    )
    for version in rows:
        # A proposal is always younger than what is in force.
        found[version.agreement.pairing_id] = version
    return found


def waits_for(version: AgreementVersion, side: CohortRole) -> bool:
    """Whether this side is asked to sign it."""
    return version.status is AgreementStatus.PROPOSED and version.proposed_by is not side


def signed_at(session: Session, pairing_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Since when each pair has an agreement that both signed; pairs without one are left out. Nothing of its text."""
    ids, found = sorted(pairing_ids), {}
    for start in range(0, len(ids), _IDS_A_QUERY):
        some = Agreement.pairing_id.in_(ids[start : start + _IDS_A_QUERY])
        rows = session.execute(select(Agreement.pairing_id, Agreement.signed_at).where(some))
        found.update({pairing_id: at for pairing_id, at in rows if at is not None})
    return found


def unsigned(pairs: Select[Pairing], *, started_before: date) -> Select[Pairing]:
    """Of these pairs those that began before that day and have not signed an agreement."""
    signed = select(Agreement.pairing_id).where(Agreement.signed_at.is_not(None))
    return pairs.where(Pairing.started_on < started_before, Pairing.id.not_in(signed))


def count_unsigned(session: Session, cohort: Cohort, *, started_before: date) -> int:
    """How many running pairs that began before that day have not signed an agreement."""
    found = unsigned(running_pairs(cohort), started_before=started_before).order_by(None)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def waiting_for(session: Session, enrollment: Enrollment) -> AgreementVersion | None:
    """The oldest proposal in a running pair that this person is asked to sign. One query."""
    mine = Pairing.mentor_id if enrollment.role is CohortRole.MENTOR else Pairing.mentee_id
    return session.scalar(
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .join(Agreement.pairing)
        .where(
            mine == enrollment.id,
            Pairing.status == PairingStatus.ACTIVE,
            AgreementVersion.status == AgreementStatus.PROPOSED,
            AgreementVersion.proposed_by != enrollment.role,
        )
        .order_by(AgreementVersion.proposed_at, AgreementVersion.id)
        .limit(1)
    )
