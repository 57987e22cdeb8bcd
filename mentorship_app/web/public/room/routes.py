"""Behind the code on the slide: straight to the survey for whoever is signed in, else the road to their own link.

The address is the same for everybody and says nothing of anybody. The form is that of signing in: its limits, its
private mail, and one reply whether an address is known or not. No line of the log, since the time alone would tell.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, g, session, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.mailings.links import survey_path
from mentorship_app.surveys.queries import is_invited, wave_called
from mentorship_app.web.access import LIMITED, LIMITED_PATH, anyone, current_actor, requires
from mentorship_app.web.auth.sign_in.forms import EmailForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.logging import unlogged

bp = Blueprint("room", __name__, url_prefix="/room")


@dataclass(frozen=True)
class Room:
    """A check-in that was opened."""

    wave: Wave


def room_here(public_id: str) -> Room:
    """The check-in of the address; raises NotFound for one that was never opened."""
    wave = wave_called(db.session(), public_id)
    if wave is None or wave.status is WaveStatus.DRAFT:
        raise NotFound(N_("There is no such check-in. Use the link in your mail, or ask your coordinator."))
    g.program = wave.cohort.program
    return Room(wave)


@bp.get("/<public_id>")
@requires(anyone, load=room_here)
@unlogged
def show(room: Room) -> Response | BaseResponse:
    """The survey itself for whoever may answer it; else how to get to it."""
    if _may_go_on(room.wave):
        return see_other(url_for("participant.surveys.start", public_id=room.wave.public_id))
    form = EmailForm(formdata=None, next=survey_path(room.wave))
    return page("public/room/show.html", wave=room.wave, form=form, is_closed=room.wave.status is WaveStatus.CLOSED)


def _may_go_on(wave: Wave) -> bool:
    """Whether this session opens the survey: that of its own mailed link, or of somebody whom it asks."""
    if LIMITED in session:
        return bool(current_user.is_authenticated) and session.get(LIMITED_PATH) == survey_path(wave)
    account_id = current_actor().account_id
    return account_id is not None and is_invited(db.session(), wave, account_id)
