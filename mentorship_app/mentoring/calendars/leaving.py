"""What becomes of a calendar's address when somebody leaves, and when two people are made one."""

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.calendars.models import CalendarFeed, InvitationPause
from mentorship_app.programs.enums import EnrollmentStatus
from mentorship_app.programs.merging import Merge, Mover, movers, repointed
from mentorship_app.programs.models import Enrollment
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, deleted


def _takes_part_elsewhere(session: Session, enrollment: Enrollment) -> bool:
    elsewhere = exists().where(
        Enrollment.account_id == enrollment.account_id,
        Enrollment.id != enrollment.id,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
    return bool(session.scalar(select(elsewhere)))


def _count(session: Session, enrollment: Enrollment) -> int:
    """An address that shows another cohort too is not this cohort's to take away: of this one it shows nothing."""
    if _takes_part_elsewhere(session, enrollment):
        return 0
    mine = CalendarFeed.account_id == enrollment.account_id
    return session.scalar(select(func.count()).select_from(CalendarFeed).where(mine)) or 0


def _end(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == enrollment.account_id))


def _drop(session: Session, merge: Merge) -> None:
    """The address of the account that goes opens nothing any more; the person makes a new one."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == merge.gone.id))


belongings.add(
    "calendars.address",
    Belonging(
        Fate.DELETED,
        N_("The private address of the calendar"),
        frozenset({CalendarFeed.__tablename__}),
        _count,
        _end,
        secret=True,
    ),
)
belongings.add(
    "calendars.pauses",
    deleted(
        N_("The wish to get no invitations to meetings by mail"),
        InvitationPause,
        InvitationPause.enrollment_id,
        secret=True,
    ),
)
movers.add("calendars.address", Mover(frozenset({CalendarFeed.__tablename__}), _drop))
movers.add("calendars.pauses", repointed(InvitationPause.enrollment_id, alone=True))
