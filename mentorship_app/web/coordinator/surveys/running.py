"""Opening a check-in, with the mail read first, and closing it for good."""

from flask import Response, flash
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.messaging.preview import preview
from mentorship_app.surveys import WaveStatus, notifications, readiness, services
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.queries import invited_count
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, check_version, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring


def _db() -> Session:
    return db.session()


@bp.get("/<public_id>/open")
@requires(coordinates, load=wave_here)
def ask_open(here: WaveHere) -> Response | BaseResponse:
    """The mail to everybody, before anything is done."""
    if here.wave.status is not WaveStatus.DRAFT:
        return see_other(wave_url(here, here.wave))
    return _open_page(here)


def _open_page(here: WaveHere, problem: str = "", status: int = 200) -> Response:
    roster = roster_of(_db(), here.wave)
    mails = []
    for locale in sorted({enrollment.account.locale for enrollment in roster}):
        reader = next(enrollment for enrollment in roster if enrollment.account.locale == locale)
        mail = preview(
            _db(),
            notifications.INVITATION,
            to_email=reader.account.email,
            to_name=_("(name)"),
            locale=locale,
            context=notifications.invitation_context(here.wave, reader),
            base_url=current_settings().base_url,
            now=clock.now(),
        )
        mails.append((locale, mail))
    return page(
        "coordinator/surveys/open.html",
        status,
        wave=here.wave,
        asked=len(roster),
        mails=mails,
        has_help=readiness.has_help_lines(here.program, now=clock.now()),
        problem=problem,
    )


@bp.post("/<public_id>/open")
@requires(coordinates, load=wave_here)
def open_wave(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is WaveStatus.DRAFT:
        check_version(here.wave)
    try:
        services.open_wave(_db(), keyring(), here.wave, by=current_actor(), now=clock.now())
    except Conflict as error:
        return _open_page(here, _(error.message, **error.values), 409)
    flash(_("The check-in is open. The mails leave in ten minutes; until then they can be taken back in the outbox."))
    return see_other(wave_url(here, here.wave))


@bp.get("/<public_id>/close")
@requires(coordinates, load=wave_here)
def ask_close(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is not WaveStatus.OPEN:
        return see_other(wave_url(here, here.wave))
    return page(
        "coordinator/surveys/close.html",
        wave=here.wave,
        asked=invited_count(_db(), here.wave),
        count=counts_answered(_db(), [here.wave])[here.wave.id],
    )


@bp.post("/<public_id>/close")
@requires(coordinates, load=wave_here)
def close(here: WaveHere) -> Response | BaseResponse:
    """Shuffle and write the answers now; the worker destroys the key within seconds."""
    if here.wave.status is WaveStatus.OPEN:
        check_version(here.wave)
    close_wave(_db(), keyring(), here.wave, by=current_actor(), now=clock.now())
    flash(_("The check-in is closed. Its answers are shuffled, and its key is being destroyed."))
    return see_other(wave_url(here, here.wave))
