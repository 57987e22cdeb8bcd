"""What becomes of intakes, choices and places on waiting lists when somebody leaves or two entries are made one."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.intake.models import MentorChoice, Profile, Waitlist
from mentorship_app.intake.queries import profile_of
from mentorship_app.programs import CohortRole
from mentorship_app.programs.merging import Merge, Mover, movers, remember, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

_NEVER = datetime.min.replace(tzinfo=UTC)
_MENTEES = frozenset({CohortRole.MENTEE})

belongings.add(
    "intake.profile",
    deleted(
        N_("The intake: what was begun and what was sent, the optional questions about oneself too"),
        Profile,
        Profile.enrollment_id,
        roles=_MENTEES,
    ),
)
belongings.add(
    "intake.choices",
    deleted(N_("The mentors chosen, with their order"), MentorChoice, MentorChoice.mentee_id, roles=_MENTEES),
)
belongings.add(
    "intake.waitlist",
    deleted(N_("Places on waiting lists"), Waitlist, Waitlist.mentee_id, Waitlist.mentor_id),
)


def _count_profiles(session: Session, merge: Merge) -> int:
    mine = Profile.enrollment_id.in_(merge.enrollment_ids_gone)
    return session.scalar(select(func.count()).select_from(Profile).where(mine)) or 0


def _move_profiles(session: Session, merge: Merge) -> None:
    """Of two intakes in one cohort the one that was sent last stays, else the one that was written last."""
    for twins in merge.twins:
        theirs, own = profile_of(session, twins.gone), profile_of(session, twins.kept)
        if theirs is None:
            continue
        if own is not None:
            drop = min((own, theirs), key=lambda row: (row.submitted_at or _NEVER, row.saved_at or _NEVER, row.id.hex))
            remember(session, merge, Profile.__tablename__, drop.id)
            session.delete(drop)
            session.flush()
            if drop is theirs:
                continue
        theirs.enrollment = twins.kept
        session.flush()


def _move_choices(session: Session, merge: Merge) -> None:
    """A twin who stays and has chosen keeps their own order; two orders cannot be laid into each other."""
    for twins in merge.twins:
        two = (twins.kept.id, twins.gone.id)
        session.execute(delete(MentorChoice).where(MentorChoice.mentee_id.in_(two), MentorChoice.mentor_id.in_(two)))
        session.execute(delete(Waitlist).where(Waitlist.mentee_id.in_(two), Waitlist.mentor_id.in_(two)))
    for mover in _choices:
        mover.move(session, merge)


_choices = (
    repointed(MentorChoice.mentee_id, alone=True),
    repointed(MentorChoice.mentor_id, within=(MentorChoice.mentee_id,)),
    repointed(Waitlist.mentee_id, within=(Waitlist.mentor_id,)),
    repointed(Waitlist.mentor_id, within=(Waitlist.mentee_id,)),
)
movers.add(
    "intake.profile",
    Mover(frozenset({Profile.__tablename__}), _move_profiles, words=N_("Intakes"), count=_count_profiles),
)
movers.add(
    "intake.choices",
    Mover(frozenset({MentorChoice.__tablename__, Waitlist.__tablename__}), _move_choices),
)
