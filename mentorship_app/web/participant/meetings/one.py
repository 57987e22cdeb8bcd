"""One meeting: put right, undo, confirm, move, call off, and a note for oneself."""

from dataclasses import replace

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.mentoring.meetings import Meeting, MeetingState, notes, services
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.meetings.circles import OwnMeeting, is_in_it, own_meeting, writes_it
from mentorship_app.web.participant.meetings.forms import LogForm, NoteForm, PlanForm
from mentorship_app.web.participant.meetings.routes import bp
from mentorship_app.web.participant.meetings.shown import agenda_here, rows, saved_words, zone_words
from mentorship_app.web.participant.meetings.writing import log_form, plan_form


@bp.get("/<meeting_id>")
@requires(is_in_it, load=own_meeting)
def show(own: OwnMeeting) -> Response:
    return _page(own)


def _page(
    own: OwnMeeting, status: int = 200, *, form: LogForm | PlanForm | None = None, note: NoteForm | None = None
) -> Response:
    meeting, circle, now = own.meeting, own.circle, clock.now()
    return page(
        "participant/meetings/show.html",
        status,
        meeting=meeting,
        circle=circle,
        row=rows([meeting], [circle])[0],
        form=form or (_kept(own) if circle.may_write else None),
        is_open=form is not None,
        is_stale=status == 409,
        note=note or _own_note(own),
        most=notes.LONGEST,
        may_undo=services.may_undo(meeting, circle.side, now=now),
        agenda=agenda_here(circle) if meeting.state is MeetingState.PLANNED else None,
        zone=zone_words(circle.zone),
    )


def _kept(own: OwnMeeting) -> LogForm | PlanForm | None:
    """The form filled with what is kept; None for a meeting that was called off."""
    meeting = own.meeting
    if meeting.state is MeetingState.HELD:
        form = log_form(own.circle)
        form.show(meeting)
        form.renew(meeting.version)
        return form
    if meeting.state is MeetingState.CANCELLED or meeting.starts_at is None:
        return None
    plan = plan_form(own.circle)
    plan.show(meeting, own.circle.zone)
    plan.renew(meeting.version)
    return plan


def _own_note(own: OwnMeeting) -> NoteForm:
    kept = notes.note_of(db.session(), keyring(), own.meeting, own.circle.reader)
    return NoteForm(None, note=kept.text, useful=str(kept.useful or ""))


@bp.post("/<meeting_id>")
@requires(writes_it, load=own_meeting)
def save(own: OwnMeeting) -> Response | BaseResponse:
    """Put right what is written down, or move what is planned."""
    form = log_form(own.circle) if own.meeting.state is MeetingState.HELD else plan_form(own.circle)
    if not form.validate():
        return _page(own, 422, form=form)
    try:
        is_done = _change(own.meeting, form, own)
    except (Conflict, InvalidTransition) as conflict:
        db.session.refresh(own.meeting)
        put_error(form, conflict)
        form.renew(own.meeting.version)
        return _page(own, 409, form=form)
    except AppError as error:
        put_error(form, error)
        return _page(own, 422, form=form)
    if not is_done:
        return _page(own, 422, form=form)
    flash(_("Saved."), "success")
    return _to(own.meeting)


def _change(meeting: Meeting, form: LogForm | PlanForm, own: OwnMeeting) -> bool:
    session, now = db.session(), clock.now()
    if isinstance(form, PlanForm):
        wanted = replace(form.plan, zone=own.circle.zone)
        services.move(session, meeting, wanted, version=form.read_version, now=now, by=own.circle.reader)
        return True
    held = form.held(clock.local_date(now, own.circle.company.cohort.program.timezone))
    if held is not None:
        services.correct(session, meeting, held, version=form.read_version, now=now)
    return held is not None


@bp.post("/<meeting_id>/note")
@requires(is_in_it, load=own_meeting)
def keep_note(own: OwnMeeting) -> Response | BaseResponse:
    """What one keeps for oneself."""
    form = NoteForm()
    try:
        notes.keep(db.session(), keyring(), own.meeting, own.circle.reader, form.own_note)
    except AppError as error:
        put_error(form, error)
        return _page(own, 422, note=form)
    flash(_("Saved for you alone."), "success")
    return _to(own.meeting)


@bp.post("/<meeting_id>/undo")
@requires(writes_it, load=own_meeting)
def undo(own: OwnMeeting) -> BaseResponse:
    """Forget that it was written down."""
    services.undo(db.session(), own.meeting, own.circle.side, now=clock.now())
    flash(_("Undone."), "success")
    return see_other(url_for(".index"))


@bp.post("/<meeting_id>/confirm")
@requires(writes_it, load=own_meeting)
def confirm(own: OwnMeeting) -> BaseResponse:
    """It took place as planned."""
    services.confirm(db.session(), own.meeting, now=clock.now())
    flash(saved_words(own.circle), "success")
    return _to(own.meeting)


@bp.post("/<meeting_id>/cancel")
@requires(writes_it, load=own_meeting)
def cancel(own: OwnMeeting) -> BaseResponse:
    """Call it off. The others get a mail that takes it out of their calendars."""
    services.cancel(db.session(), own.meeting, now=clock.now(), by=own.circle.reader)
    flash(_("Called off. A mail tells those you were to meet, unless they want no such mail."), "success")
    return see_other(url_for(".index"))


def _to(meeting: Meeting) -> BaseResponse:
    return see_other(url_for(".show", meeting_id=meeting.public_id))
