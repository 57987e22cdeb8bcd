"""What becomes of surveys when somebody leaves (nothing) and when two entries are made one.

A roster that was frozen when a wave opened stays as it is: its number is the denominator of results that were shown.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.programs.merging import Merge, movers, repointed
from mentorship_app.programs.withdrawal import belongings, kept
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave, WaveInvitee

belongings.add(
    "surveys.answers",
    kept(
        N_("Answers to surveys, if there are any"),
        N_(
            "Until a survey closes, the person alone can take them back. After that they count in the results without "
            "a name, and taking one person’s out would show which ones they were."
        ),
        [WaveInvitee.__tablename__],
    ),
)


def _obstacle(session: Session, merge: Merge) -> Conflict | None:
    """Whoever is asked is no secret; whether they answered is, so both cases are refused alike."""
    asked = select(Wave.id).join(WaveInvitee, WaveInvitee.wave_id == Wave.id)
    open_one = asked.where(WaveInvitee.enrollment_id.in_(merge.enrollment_ids_gone), Wave.status == WaveStatus.OPEN)
    if session.scalar(open_one.limit(1)) is not None:
        return Conflict(
            N_(
                "A survey is open that asks the address that would go. Merge the two once it is closed, or let the "
                "other address go."
            )
        )
    for twins in merge.twins:
        both = asked.where(WaveInvitee.enrollment_id == twins.gone.id).intersect(
            asked.where(WaveInvitee.enrollment_id == twins.kept.id)
        )
        if session.execute(both.limit(1)).first() is not None:
            return Conflict(
                N_(
                    "A survey of %(cohort)s asked both addresses, and its results count two people. Let the address "
                    "that is not used leave the cohort instead."
                ),
                cohort=twins.kept.cohort.name,
            )
    return None


movers.add("surveys.rosters", repointed(WaveInvitee.enrollment_id, within=(WaveInvitee.wave_id,), obstacle=_obstacle))
