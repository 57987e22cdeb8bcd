"""What a mentor reads of the goals of a mentee, and the links to goals below each person of a pair."""

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.goals.contents import can_be_opened
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.queries import count_open, shared_goals_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.goals.own import STATUS_WORDS, with_contents
from mentorship_app.web.participant.goals.plan_rows import rows_for_mentors
from mentorship_app.web.participant.goals.progress import drawn_progress
from mentorship_app.web.participant.goals.routes import bp
from mentorship_app.web.participant.pair.acceptance import OwnPair, is_in_it, own_pair
from mentorship_app.web.participant.pair.lines import Line, lines, read_at_once


@bp.get("/pair/<pairing_id>/goals")
@requires(is_in_it, load=own_pair)
def of_mentee(own: OwnPair) -> Response | BaseResponse:
    """The shared goals of a mentee, for any mentor of the team; the mentee comes to their own page."""
    if own.side is CohortRole.MENTEE:
        return see_other(url_for(".index"))
    is_readable = can_be_opened(keyring(), own.pairing.mentee.cohort.program_id)
    goals = with_contents(shared_goals_of(db.session(), own.pairing.mentee_id)) if is_readable else []
    shown = [
        (one, rows_for_mentors(one), drawn_progress(one.contents, f"progress-{place}"))
        for place, one in enumerate(goals, start=1)
    ]
    return page(
        "participant/goals/of_mentee.html",
        mentee=own.pairing.mentee,
        running=[entry for entry in shown if entry[0].goal.status is GoalStatus.OPEN],
        over=[entry for entry in shown if entry[0].goal.status is not GoalStatus.OPEN],
        status_words=STATUS_WORDS,
    )


@lines.register("goals")
def goals_line(pairing: Pairing, reader: Enrollment) -> Line | None:
    """A mentee's way to their goals; a mentor's to those that are shared, once there are any."""
    is_mentor = reader.role is CohortRole.MENTOR
    counted = read_at_once(
        "goals",
        pairing,
        lambda pairs: count_open(db.session(), [pair.mentee_id for pair in pairs], shared_only=is_mentor),
    )
    number = counted.get(pairing.mentee_id, 0)
    if is_mentor:
        if not number:
            return None
        words = ngettext("%(num)s shared goal", "%(num)s shared goals", number)
        return Line(words, url_for("participant.goals.of_mentee", pairing_id=pairing.public_id), "chart")
    words = ngettext("%(num)s goal", "%(num)s goals", number) if number else _("Set a first goal")
    return Line(words, url_for("participant.goals.index"), "chart")
