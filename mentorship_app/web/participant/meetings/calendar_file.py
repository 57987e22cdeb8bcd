"""One meeting as a file for the reader's calendar."""

from flask import Response, url_for

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.calendars.events import Reader
from mentorship_app.mentoring.calendars.files import KIND, file_of
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.web.access import requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.meetings.circles import OwnMeeting, is_in_it, own_meeting
from mentorship_app.web.participant.meetings.routes import bp


@bp.get("/<meeting_id>/meeting.ics")
@requires(is_in_it, load=own_meeting)
def calendar_file(own: OwnMeeting) -> Response:
    """What an invitation holds too, for those who planned it themselves."""
    if own.meeting.starts_at is None:
        raise NotFound(N_("This meeting is not planned any more."))
    reader = Reader(own.circle.reader, current_locale(), own.circle.zone, current_settings().base_url)
    content = file_of(db.session(), own.meeting, reader)
    return Response(
        content,
        content_type=f"{KIND}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


def calendar_url(meeting: Meeting) -> str:
    """Where its file is; empty for a meeting that has none."""
    return url_for("participant.meetings.calendar_file", meeting_id=meeting.public_id) if meeting.starts_at else ""
