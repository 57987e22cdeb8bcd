"""My pair: who, why, how to begin, and what to do when it does not fit."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response

from mentorship_app.mentoring.groups.queries import my_groups
from mentorship_app.programs import Cohort, CohortRole, Phase
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.participant.connections.asked import pairs_to_keep
from mentorship_app.web.participant.current import my_enrollment, my_enrollments, takes_part
from mentorship_app.web.participant.groups.lines import group_lines
from mentorship_app.web.participant.pair.people import known_pairs, my_mentees, my_team
from mentorship_app.web.participant.pair.places import open_places
from mentorship_app.web.participant.year import planned_start

bp = Blueprint("pair", __name__, url_prefix="/pair")

BEFORE_PAIRS = frozenset({Phase.SETUP, Phase.RECRUITMENT, Phase.INTAKE})


@dataclass(frozen=True)
class Waiting:
    """What somebody without a pair is told: whether pairs are still to be made, and the day planned for it."""

    stage: str
    planned: date | None


@bp.get("")
@requires(takes_part)
def index() -> Response:
    cohort = my_enrollment().cohort
    mine = {enrollment.role: enrollment for enrollment in my_enrollments() if enrollment.cohort_id == cohort.id}
    mentee, mentor = mine.get(CohortRole.MENTEE), mine.get(CohortRole.MENTOR)
    groups = [(group, one) for one in mine.values() for group in my_groups(db.session(), one)]
    return page(
        "participant/pair/index.html",
        team=my_team(mentee, with_identity=True) if mentee else None,
        mentees=my_mentees(mentor, with_intake=True) if mentor else None,
        gaps=open_places(mentee, known_pairs(mentee)) if mentee else None,
        groups=[group for group, _reader in groups],
        group_lines=group_lines(groups),
        to_keep=pairs_to_keep(),
        reader_ids={one.public_id for one in mine.values()},
        waiting=_waiting(cohort),
    )


def _waiting(cohort: Cohort) -> Waiting:
    if cohort.phase in BEFORE_PAIRS:
        return Waiting("before", planned_start(cohort, Phase.MATCHING))
    if cohort.phase is Phase.MATCHING:
        return Waiting("now", planned_start(cohort, Phase.ACTIVE))
    return Waiting("over" if cohort.phase in {Phase.CLOSING, Phase.CLOSED} else "later", None)
