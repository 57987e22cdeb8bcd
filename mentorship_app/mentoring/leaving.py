"""What becomes of pairs when one of the two leaves."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring import notifications
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import ConflictOfInterest, DoNotMatch, Pairing, PairingAnswer, PairingException
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, deleted, kept


def _active(session: Session, enrollment: Enrollment) -> Sequence[Pairing]:
    return session.scalars(
        select(Pairing)
        .where(
            or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id),
            Pairing.status == PairingStatus.ACTIVE,
        )
        .order_by(Pairing.created_at, Pairing.id)
    ).all()


def _count_all(session: Session, enrollment: Enrollment) -> int:
    mine = or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id)
    return session.scalar(select(func.count()).select_from(Pairing).where(mine)) or 0


def _end(session: Session, enrollment: Enrollment, leaving: Leaving) -> None:
    for pairing in _active(session, enrollment):
        end_pairing(session, pairing, version=pairing.version, by=leaving.by, now=leaving.now)
        other = pairing.mentee if pairing.mentor_id == enrollment.id else pairing.mentor
        if other.status is EnrollmentStatus.ACTIVE:
            notifications.tell_over(session, pairing, reader=other, leaver=enrollment, now=leaving.now)


def _said(enrollment: Enrollment) -> ColumnElement[bool]:
    """What this person said to their pairs; nothing of what the others said."""
    mine = select(Pairing.id).where(or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id))
    return and_(PairingAnswer.side == enrollment.role, PairingAnswer.pairing_id.in_(mine))


def _count_said(session: Session, enrollment: Enrollment) -> int:
    found = select(func.count()).select_from(PairingAnswer).where(_said(enrollment))
    return session.scalar(found) or 0


def _forget_said(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    session.execute(delete(PairingAnswer).where(_said(enrollment)))


belongings.add(
    "mentoring.pair_answers",
    Belonging(
        Fate.DELETED,
        N_("What was answered to new pairs, with the words to the coordinator"),
        frozenset({PairingAnswer.__tablename__}),
        _count_said,
        _forget_said,
    ),
)
belongings.add(
    "mentoring.pairs",
    Belonging(
        Fate.ENDED,
        N_("Pairs: they end today. The other person is told by mail, without a reason"),
        frozenset({"pairing"}),
        lambda session, enrollment: len(_active(session, enrollment)),
        _end,
    ),
)
belongings.add(
    "mentoring.pairs_of_the_past",
    kept(
        N_("That a pair existed, and from when to when"),
        N_("It is part of the other person’s year too, and of the number of pairs in the program’s report."),
        [Pairing.__tablename__, PairingException.__tablename__],
        count=_count_all,
    ),
)
belongings.add(
    "mentoring.private_list",
    deleted(N_("The private list of people not to be matched with"), DoNotMatch, DoNotMatch.owner_id, secret=True),
)
belongings.add(
    "mentoring.conflicts",
    kept(
        N_("Conflicts of interest that were declared"),
        N_("They hold from year to year, and would keep two people apart if the person came back."),
        [ConflictOfInterest.__tablename__],
    ),
)
