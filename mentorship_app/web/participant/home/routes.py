"""Home: the one next thing, the people, the dates."""

from flask import Blueprint, Response

from mentorship_app.matching.directory import OPEN_IN
from mentorship_app.matching.mentors_choices import is_asked
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.reports.sharing import summaries_for
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.current import my_enrollment, my_enrollments, takes_part
from mentorship_app.web.participant.home.dates import ahead_of
from mentorship_app.web.participant.home.next_step import next_step
from mentorship_app.web.participant.home.step import Reader
from mentorship_app.web.participant.pair.people import PersonCard, known_pairs, my_mentees, my_team

bp = Blueprint("home", __name__, url_prefix="/home")

DATES_SHOWN = 4


@bp.get("")
@requires(takes_part)
def index() -> Response:
    cohort = my_enrollment().cohort
    mine = [enrollment for enrollment in my_enrollments() if enrollment.cohort_id == cohort.id]
    people = {enrollment.role: _people(enrollment) for enrollment in mine}
    readers = [Reader(enrollment, people[enrollment.role], known_pairs(enrollment)) for enrollment in mine]
    return page(
        "participant/home/index.html",
        step=next_step(readers),
        team=people.get(CohortRole.MENTEE),
        mentees=people.get(CohortRole.MENTOR),
        dates=ahead_of(readers, cohort)[:DATES_SHOWN],
        mentors_are_shown=cohort.phase in OPEN_IN and CohortRole.MENTEE in people,
        may_be_named=cohort.phase in OPEN_IN and CohortRole.MENTOR in people,
        may_choose_mentees=CohortRole.MENTOR in people and is_asked(db.session(), cohort),
        summaries=summaries_for(db.session(), current_actor().account_id, current_locale()),
    )


def _people(enrollment: Enrollment) -> list[PersonCard]:
    return my_team(enrollment) if enrollment.role is CohortRole.MENTEE else my_mentees(enrollment)
