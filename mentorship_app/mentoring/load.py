"""The places that pairs take, told to programs, which lie below: for changes of places and for who comes back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.load import hindrances_to_return, loads

_IDS_A_QUERY = 500


@loads.register("mentoring.pairings")
def places_taken(session: Session, mentor_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Active pairs whose mentee takes part, by mentor, whether or not the mentor takes part now."""
    ids = sorted(mentor_ids)
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(Pairing.mentor_id, func.count())
            .join(Enrollment, Enrollment.id == Pairing.mentee_id)
            .where(
                Pairing.mentor_id.in_(ids[start : start + _IDS_A_QUERY]),
                Pairing.status == PairingStatus.ACTIVE,
                Enrollment.status == EnrollmentStatus.ACTIVE,
            )
            .group_by(Pairing.mentor_id)
        )
        found |= {row.mentor_id: row[1] for row in rows}
    return found


@hindrances_to_return.register("mentoring.place_given_away")
def place_given_away(session: Session, enrollment: Enrollment) -> Conflict | None:
    """A mentee whose place was given to somebody else while they were gone."""
    if enrollment.role is not CohortRole.MENTEE:
        return None
    mentor = aliased(Enrollment, name="mentor")
    mentors = session.scalars(
        select(mentor)
        .join(Pairing, Pairing.mentor_id == mentor.id)
        .where(
            Pairing.mentee_id == enrollment.id,
            Pairing.status == PairingStatus.ACTIVE,
            mentor.status == EnrollmentStatus.ACTIVE,
        )
        .order_by(mentor.id)
    ).all()
    taken = places_taken(session, [mentor.id for mentor in mentors])
    full = next((one for one in mentors if taken.get(one.id, 0) >= one.capacity), None)
    if full is None:
        return None
    return Conflict(
        N_("%(mentor)s has no room for %(mentee)s any more. End that pair under Pairs first, or add a place."),
        mentor=full.account.name,
        mentee=enrollment.account.name,
    )
