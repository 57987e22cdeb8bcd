"""The reader's meetings: the list, writing one down, planning the next, and the wish to get no reminders."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.meetings import cadence
from mentorship_app.mentoring.meetings.queries import held_meetings, next_planned, planned_meetings
from mentorship_app.programs import Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, day
from mentorship_app.web.participant.current import my_enrollments, takes_part
from mentorship_app.web.participant.meetings.circles import Circle, circle_of, my_circles
from mentorship_app.web.participant.meetings.forms import LogForm, PlanForm
from mentorship_app.web.participant.meetings.shown import agenda_here, rows, saved_words, zone_words
from mentorship_app.web.participant.meetings.writing import Outcome, log_form, plan_ahead, plan_form, write_down
from mentorship_app.web.participant.pair.lines import Line, lines, read_at_once

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

ROWS_A_PAGE = 50


@bp.get("")
@requires(takes_part)
def index() -> Response:
    circles = my_circles()
    pairs = [circle.company.id for circle in circles if isinstance(circle.company, Pairing)]
    groups = [circle.company.id for circle in circles if not isinstance(circle.company, Pairing)]
    history = db.paginate(held_meetings(pairs, groups), per_page=ROWS_A_PAGE, error_out=False)
    mine = my_enrollments()
    return page(
        "participant/meetings/index.html",
        circles=circles,
        planned=rows(planned_meetings(db.session(), pairs, groups), circles),
        history=history,
        rows=rows(history.items, circles),
        zone=zone_words(zone_of(mine[0])),
        is_paused=bool(mine) and all(cadence.is_paused(db.session(), one) for one in mine),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(takes_part)
def new() -> Response | BaseResponse:
    """Write one down."""
    circle = _circle()
    form = log_form(circle)
    if request.method == "GET":
        form.choose_usual()
        return _log_page(circle, form)
    outcome = write_down(circle, form)
    if outcome.meeting is None:
        return _log_page(circle, form, outcome)
    flash(saved_words(circle), "success")
    return see_other(url_for(".show", meeting_id=outcome.meeting.public_id))


def _circle() -> Circle:
    circle = circle_of(request.values.get("pair") or request.values.get("group") or "")
    if not circle.may_write:
        raise NotAllowed(N_("Those who lead the group plan its meetings and log them."))
    return circle


def _log_page(circle: Circle, form: LogForm, outcome: Outcome | None = None) -> Response:
    outcome = outcome or Outcome()
    return page(
        "participant/meetings/new.html",
        outcome.status,
        circle=circle,
        form=form,
        outcome=outcome,
        present=rows([outcome.present], [circle])[0] if outcome.present else None,
        circles=[one for one in my_circles() if one.may_write],
    )


@bp.route("/plan", methods=["GET", "POST"])
@requires(takes_part)
def plan() -> Response | BaseResponse:
    """Plan the next one."""
    circle = _circle()
    form = plan_form(circle)
    if request.method == "GET":
        form.choose_usual()
        form.day.process_formdata([request.args["day"]] if "day" in request.args else [])
        return _plan_page(circle, form)
    outcome = plan_ahead(circle, form)
    if outcome.meeting is None:
        return _plan_page(circle, form, outcome.status)
    flash(_("Planned. A mail tells those you meet, unless they want no such mail."), "success")
    return see_other(url_for(".show", meeting_id=outcome.meeting.public_id))


def _plan_page(circle: Circle, form: PlanForm, status: int = 200) -> Response:
    return page(
        "participant/meetings/plan.html",
        status,
        circle=circle,
        form=form,
        zone=zone_words(circle.zone),
        agenda=agenda_here(circle),
    )


@bp.post("/reminders")
@requires(takes_part)
def reminders() -> BaseResponse:
    """No more reminders to meet, or again; nobody else is told."""
    wanted = request.form.get("wanted") == "1"
    for one in my_enrollments():
        (cadence.resume if wanted else cadence.pause)(db.session(), one)
    flash(_("You get reminders again.") if wanted else _("You get no more reminders to meet."), "success")
    return see_other(url_for(".index") + "#reminders")


def meetings_line(pairing: Pairing, reader: Enrollment) -> Line:
    """The next meeting of a pair, or the way to its meetings."""
    planned = read_at_once(
        "meetings",
        pairing,
        lambda pairs: next_planned(db.session(), [pair.id for pair in pairs], now=clock.now()),
    )
    coming = planned.get(pairing.id)
    if coming is None or coming.starts_at is None:
        return Line(_("Log or plan a meeting"), url_for("participant.meetings.index"), "calendar")
    words = _("Next meeting: %(day)s", day=day(clock.local_date(coming.starts_at, zone_of(reader))))
    return Line(words, url_for("participant.meetings.show", meeting_id=coming.public_id), "calendar")


lines.add("meetings", meetings_line)
