"""The calendar of one person, at an address that only they know.

Calendar programs ask again and again: looking changes nothing, is noted nowhere, and says nothing of who there is when
the address is none.
"""

from flask import Blueprint, Response

from mentorship_app.core import clock
from mentorship_app.mentoring.calendars import feeds
from mentorship_app.mentoring.calendars.files import KIND
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.logging import unlogged

bp = Blueprint("calendars", __name__, url_prefix="/calendar")

NOT_INDEXED = {"X-Robots-Tag": "noindex, nofollow"}


@bp.get("/<token>.ics")
@requires(anyone)
@unlogged
def show(token: str) -> Response:
    owner = feeds.owner_of(db.session(), token)
    if owner is None:
        return Response("", 404, content_type="text/plain; charset=utf-8", headers=NOT_INDEXED)
    content = feeds.calendar_of(db.session(), owner, base_url=current_settings().base_url, now=clock.now())
    return Response(content, content_type=f"{KIND}; charset=utf-8", headers=NOT_INDEXED)
