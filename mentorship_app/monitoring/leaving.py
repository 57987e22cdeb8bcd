"""What becomes of decisions about actions when somebody leaves, and when two people are made one."""

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.programs import Enrollment
from mentorship_app.programs.merging import Merge, Mover, movers
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings

TABLES = frozenset({ActionDecision.__tablename__})


def _about(enrollment: Enrollment) -> ColumnElement[bool]:
    mine = select(Pairing.id).where(or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id))
    return or_(ActionDecision.enrollment_id == enrollment.id, ActionDecision.pairing_id.in_(mine))


def _count(session: Session, enrollment: Enrollment) -> int:
    found = select(func.count()).select_from(ActionDecision).where(_about(enrollment))
    return session.scalar(found) or 0


def _forget(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    session.execute(delete(ActionDecision).where(_about(enrollment)))


def _drop_of_twins(session: Session, merge: Merge) -> None:
    # They are named by the entry that goes; the one that stays is looked at afresh.
    for twins in merge.twins:
        session.execute(delete(ActionDecision).where(_about(twins.gone)))


belongings.add(
    "monitoring.decisions",
    Belonging(Fate.DELETED, N_("Notes of coordinators on what they put off or settled"), TABLES, _count, _forget),
)
movers.add("monitoring.decisions", Mover(TABLES, _drop_of_twins))
