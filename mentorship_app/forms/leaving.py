"""What becomes of consents when somebody leaves, and when two entries are made one."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.forms.consents import Consent
from mentorship_app.forms.models import FormVersion
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.leaving import takes_part_otherwise
from mentorship_app.programs.merging import Merge, Mover, movers
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, kept

FORM_OF_ROLE: Mapping[CohortRole, str] = MappingProxyType(
    {CohortRole.MENTOR: "mentor_application", CohortRole.MENTEE: "mentee_intake"}
)
"""In which form people of a role agree. Who is mentor and mentee leaves one of the two alone."""


def _given(enrollment: Enrollment) -> tuple[ColumnElement[bool], ...]:
    form = select(FormVersion.id).where(FormVersion.key == FORM_OF_ROLE[enrollment.role])
    return (
        Consent.program_id == enrollment.cohort.program_id,
        or_(Consent.account_id == enrollment.account_id, Consent.email == enrollment.account.email),
        Consent.form_version_id.in_(form.scalar_subquery()),
    )


def _count(session: Session, enrollment: Enrollment, *more: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Consent).where(*_given(enrollment), *more)) or 0


def _count_holding(session: Session, enrollment: Enrollment) -> int:
    # A mentor of two years agreed for both.
    if takes_part_otherwise(session, enrollment, role=enrollment.role):
        return 0
    return _count(session, enrollment, Consent.withdrawn_at.is_(None))


def _take_back(session: Session, enrollment: Enrollment, leaving: Leaving) -> None:
    session.execute(
        update(Consent).where(*_given(enrollment), Consent.withdrawn_at.is_(None)).values(withdrawn_at=leaving.now)
    )


belongings.add(
    "forms.consents",
    Belonging(
        Fate.ENDED,
        N_("Consents: from today they count as taken back"),
        frozenset({Consent.__tablename__}),
        _count_holding,
        _take_back,
    ),
)
belongings.add(
    "forms.consents_of_the_past",
    kept(
        N_("Which statement was agreed to on which day, and when that was taken back"),
        N_("Both sides can show later what held while the person took part."),
        [Consent.__tablename__],
        count=_count,
    ),
)


def _theirs(merge: Merge) -> tuple[ColumnElement[bool], ...]:
    return (
        Consent.program_id == merge.program.id,
        or_(Consent.account_id == merge.gone.id, Consent.email == merge.gone.email),
    )


def _move(session: Session, merge: Merge) -> None:
    session.execute(update(Consent).where(*_theirs(merge)).values(account_id=merge.kept.id, email=merge.kept.email))


movers.add(
    "forms.consents",
    Mover(
        frozenset({Consent.__tablename__}),
        _move,
        words=N_("Consents"),
        count=lambda session, merge: (
            session.scalar(select(func.count()).select_from(Consent).where(*_theirs(merge))) or 0
        ),
    ),
)
