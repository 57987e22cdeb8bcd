"""Room mode: a slide with a code to scan and five protected minutes, for a teaching half-day.

Everybody still answers through their own link; the slide shows no count, so nobody in the room can be watched.
"""

from datetime import timedelta

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES, N_, translate
from mentorship_app.core.links import link
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES
from mentorship_app.web.qr_codes import drawn

PROTECTED = timedelta(minutes=5)
STEPS = (
    N_("Point your phone’s camera at the code, or type the address below it."),
    N_("Open the link in your own mail; each person has one of their own."),
    N_("Take your five minutes. Nobody sees who answers."),
)


def room_url(wave: Wave) -> str:
    """Where the code leads; the same address for everybody."""
    return link("room", current_settings().base_url, wave=wave.public_id)


@bp.get("/<public_id>/room")
@requires(coordinates, load=wave_here)
def room(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is not WaveStatus.OPEN:
        return see_other(wave_url(here, here.wave))
    url = room_url(here.wave)
    return page(
        "coordinator/surveys/room.html",
        wave=here.wave,
        url=url,
        code=drawn(url),
        until=clock.now() + PROTECTED,
        seconds=int(PROTECTED.total_seconds()),
        languages=[(locale, LANGUAGE_NAMES[locale], [translate(step, locale) for step in STEPS]) for locale in LOCALES],
    )
