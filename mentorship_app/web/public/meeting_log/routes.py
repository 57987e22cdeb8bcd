"""The log of one pair, opened by the link in a nudge: for one of the two, without signing in.

Opening changes nothing, since mail scanners open every link. The link writes down, plans and confirms meetings of that
pair, and takes back what was just written; it reads nothing that is older, and opens no other page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, g, request, session, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.meetings import Meeting, cadence, links, services
from mentorship_app.mentoring.meetings.agenda import agenda_for
from mentorship_app.mentoring.meetings.queries import find_meeting, planned_meetings
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.auth.sign_in.routes import PER_CLIENT
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.logging import unlogged
from mentorship_app.web.participant.meetings.calendar_file import as_file
from mentorship_app.web.participant.meetings.circles import Circle
from mentorship_app.web.participant.meetings.forms import OTHER, LogForm, PlanForm
from mentorship_app.web.participant.meetings.shown import rows, zone_words
from mentorship_app.web.participant.meetings.writing import Outcome, log_form, plan_ahead, plan_form, write_down

bp = Blueprint("meeting_log", __name__, url_prefix="/m")


@dataclass(frozen=True)
class Opened:
    """What a token opens."""

    token: str
    circle: Circle


def _opened(token: str) -> Opened | None:
    found = links.find(db.session(), token, now=clock.now())
    if found is None:
        return None
    g.cohort = found.pairing.cohort
    g.program = found.pairing.cohort.program
    circle = Circle(found.pairing, found.enrollment)
    g.reader_zone = circle.zone
    return Opened(token, circle)


@contextmanager
def _in_language(opened: Opened) -> Iterator[None]:
    """The reader's language, unless another was chosen in this browser."""
    if "locale" in session:
        yield
        return
    with force_locale(opened.circle.reader.account.locale):
        yield


def _over() -> Response:
    return page("public/meeting_log/over.html", 404)


@bp.get("/<token>")
@requires(anyone)
@unlogged
def show(token: str) -> Response:
    opened = _opened(token)
    if opened is None:
        return _over()
    with _in_language(opened):
        return _log_page(opened, _begun(opened, clock.now()))


def _begun(opened: Opened, now: datetime) -> LogForm:
    """The form filled with what was planned and has passed, if anything has."""
    form = log_form(opened.circle)
    form.choose_usual()
    zone = opened.circle.company.cohort.program.timezone
    for meeting in planned_meetings(db.session(), [opened.circle.company.id]):
        if meeting.starts_at is not None and meeting.starts_at <= now:
            form.when.data, form.met_on.data = OTHER, clock.local_date(meeting.starts_at, zone)
            form.show_length(meeting.minutes)
            form.how.data = meeting.how
    return form


def _log_page(opened: Opened, form: LogForm, outcome: Outcome | None = None) -> Response:
    outcome = outcome or Outcome()
    return page(
        "public/meeting_log/log.html",
        outcome.status,
        opened=opened,
        circle=opened.circle,
        form=form,
        outcome=outcome,
        present=rows([outcome.present], [opened.circle])[0] if outcome.present else None,
        is_paused=cadence.is_paused(db.session(), opened.circle.reader),
    )


@bp.post("/<token>")
@limiter.limit(PER_CLIENT)
@requires(anyone)
@unlogged
def save(token: str) -> Response | BaseResponse:
    """One press, and it is saved."""
    opened = _opened(token)
    if opened is None:
        return _over()
    with _in_language(opened):
        form = log_form(opened.circle)
        outcome = write_down(opened.circle, form)
        if outcome.meeting is None:
            return _log_page(opened, form, outcome)
    return see_other(url_for(".saved", token=token, public_id=outcome.meeting.public_id))


@bp.get("/<token>/saved/<public_id>")
@requires(anyone)
@unlogged
def saved(token: str, public_id: str) -> Response | BaseResponse:
    """What was saved, with a way back for ten minutes; afterwards the link leads to the form again."""
    opened = _opened(token)
    if opened is None:
        return _over()
    meeting, now = _meeting(opened, public_id), clock.now()
    if now - meeting.touched_at > services.UNDO:
        return see_other(url_for(".show", token=token))
    circle = opened.circle
    with _in_language(opened):
        return page(
            "public/meeting_log/saved.html",
            opened=opened,
            meeting=meeting,
            row=rows([meeting], [circle])[0],
            zone=zone_words(circle.zone),
            may_undo=services.may_undo(meeting, circle.side, now=now),
        )


def _meeting(opened: Opened, public_id: str) -> Meeting:
    meeting = find_meeting(db.session(), public_id)
    if meeting is None or meeting.pairing_id != opened.circle.company.id:
        raise NotFound(N_("This meeting is not on your page any more."))
    return meeting


@bp.get("/<token>/saved/<public_id>/meeting.ics")
@requires(anyone)
@unlogged
def calendar_file(token: str, public_id: str) -> Response:
    """What was just planned, as a file for one's own calendar; for as long as the page before it shows."""
    opened = _opened(token)
    if opened is None:
        return _over()
    meeting = _meeting(opened, public_id)
    if meeting.starts_at is None or clock.now() - meeting.touched_at > services.UNDO:
        raise NotFound(N_("This meeting is not on your page any more."))
    with _in_language(opened):
        return as_file(meeting, opened.circle)


@bp.post("/<token>/saved/<public_id>/undo")
@limiter.limit(PER_CLIENT)
@requires(anyone)
@unlogged
def undo(token: str, public_id: str) -> Response | BaseResponse:
    opened = _opened(token)
    if opened is None:
        return _over()
    services.undo(db.session(), _meeting(opened, public_id), opened.circle.side, now=clock.now())
    return see_other(url_for(".show", token=token))


@bp.route("/<token>/plan", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
@unlogged
def plan(token: str) -> Response | BaseResponse:
    """Plan the next one of this pair."""
    opened = _opened(token)
    if opened is None:
        return _over()
    with _in_language(opened):
        form = plan_form(opened.circle)
        if request.method == "GET":
            form.choose_usual()
            return _plan_page(opened, form)
        outcome = plan_ahead(opened.circle, form)
        if outcome.meeting is None:
            return _plan_page(opened, form, outcome.status)
    return see_other(url_for(".saved", token=token, public_id=outcome.meeting.public_id))


def _plan_page(opened: Opened, form: PlanForm, status: int = 200) -> Response:
    cohort = opened.circle.company.cohort
    return page(
        "public/meeting_log/plan.html",
        status,
        opened=opened,
        circle=opened.circle,
        form=form,
        zone=zone_words(opened.circle.zone),
        agenda=agenda_for(opened.circle.held, cohort.phase),
    )


@bp.post("/<token>/reminders")
@limiter.limit(PER_CLIENT)
@requires(anyone)
@unlogged
def reminders(token: str) -> Response | BaseResponse:
    """No more of these mails to this person, or again."""
    opened = _opened(token)
    if opened is None:
        return _over()
    wanted = request.form.get("wanted") == "1"
    (cadence.resume if wanted else cadence.pause)(db.session(), opened.circle.reader)
    return see_other(url_for(".show", token=token) + "#reminders")
