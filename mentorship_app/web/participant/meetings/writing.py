"""Writing a meeting down and planning one: the same for who is signed in and for who comes by the mail's link."""

from dataclasses import dataclass, field, replace
from datetime import date

from flask import request

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.meetings import Meeting, notes, services
from mentorship_app.mentoring.meetings.queries import find_meeting
from mentorship_app.mentoring.meetings.services import AlreadyWritten, Held, StillToCome
from mentorship_app.mentoring.meetings.wording import Wording, wording_of
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.meetings.circles import Circle
from mentorship_app.web.participant.meetings.forms import LogForm, PlanForm


@dataclass(frozen=True)
class Outcome:
    """What became of a form: a meeting, or why not. ``present``: one of that day; ``to_come``: a day to plan for."""

    meeting: Meeting | None = None
    status: int = 200
    present: Meeting | None = None
    to_come: date | None = field(default=None)


def log_form(circle: Circle) -> LogForm:
    """The form as it begins, or as it was just sent; how people usually meet is chosen already."""
    form = LogForm()
    form.offer(wording_here(circle))
    return form


def plan_form(circle: Circle) -> PlanForm:
    """The same for a plan."""
    form = PlanForm()
    form.offer(wording_here(circle))
    return form


def wording_here(circle: Circle) -> Wording:
    """The words of the program of those who meet."""
    return wording_of(db.session(), circle.company.cohort.program_id)


def write_down(circle: Circle, form: LogForm) -> Outcome:
    """Keep a meeting with the writer's own note; what cannot be kept stands on the form."""
    now = clock.now()
    is_valid = form.validate()
    held = form.held(clock.local_date(now, circle.company.cohort.program.timezone))
    if held is None or not is_valid:
        return Outcome(status=422)
    try:
        meeting = _keep(circle, form, held)
        notes.keep(db.session(), keyring(), meeting, circle.reader, form.own_note)
    except AlreadyWritten as there:
        form.renew(there.meeting.version)
        return Outcome(status=409, present=there.meeting)
    except StillToCome as error:
        put_error(form, error)
        return Outcome(status=422, to_come=held.met_on)
    except AppError as error:
        put_error(form, error)
        return Outcome(status=422)
    return Outcome(meeting)


def _keep(circle: Circle, form: LogForm, held: Held) -> Meeting:
    session, now = db.session(), clock.now()
    present = request.form.get("add_to", "")
    if not present:
        another = bool(request.form.get("another"))
        return services.log(session, circle.company, circle.side, held, now=now, another=another)
    meeting = find_meeting(session, present)
    if meeting is None or circle.company.id not in {meeting.pairing_id, meeting.group_id}:
        raise NotFound(N_("This meeting is not on your page any more."))
    return services.add_to(session, meeting, held, version=form.read_version, now=now)


def plan_ahead(circle: Circle, form: PlanForm) -> Outcome:
    """Keep a plan; what cannot be kept stands on the form."""
    if not form.validate():
        return Outcome(status=422)
    try:
        wanted, reader = replace(form.plan, zone=circle.zone), circle.reader
        planned = services.plan(db.session(), circle.company, circle.side, wanted, now=clock.now(), by=reader)
        return Outcome(planned)
    except AppError as error:
        put_error(form, error)
        return Outcome(status=422)
