"""One meeting as a file for the reader's calendar."""

from flask import Response

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.calendars.events import Reader
from mentorship_app.mentoring.calendars.files import KIND, file_of
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.web.access import requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.meetings.circles import Circle, OwnMeeting, is_in_it, own_meeting
from mentorship_app.web.participant.meetings.routes import bp


@bp.get("/<meeting_id>/meeting.ics")
@requires(is_in_it, load=own_meeting)
def calendar_file(own: OwnMeeting) -> Response:
    """What an invitation holds too, for those who planned it themselves."""
    if own.meeting.starts_at is None:
        raise NotFound(N_("This meeting is not planned any more."))
    return as_file(own.meeting, own.circle)


def as_file(meeting: Meeting, circle: Circle) -> Response:
    """The file of a meeting that was planned."""
    reader = Reader(circle.reader, current_locale(), circle.zone, current_settings().base_url)
    content = file_of(db.session(), meeting, reader)
    disposition = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return Response(content, content_type=f"{KIND}; charset=utf-8", headers=disposition)
