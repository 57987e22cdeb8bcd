"""Opening a check-in, with the mail read first, and closing it for good."""

from flask import Response, flash
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, Obstacles
from mentorship_app.surveys import WaveStatus, readiness, services
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.building import is_worded
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.mailings import MailingKind
from mentorship_app.surveys.mailings.schedule import InvitationTime
from mentorship_app.surveys.queries import invited_count
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.forms import GROUP_NAMES
from mentorship_app.web.coordinator.surveys.here import WaveHere, check_version, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.inviting import OpenForm, mails_of
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.coordinator.surveys.wave_page import contents_or_none, sizes_of
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.surveys.finished import dates_of


def _db() -> Session:
    return db.session()


@bp.get("/<public_id>/open")
@requires(coordinates, load=wave_here)
def ask_open(here: WaveHere) -> Response | BaseResponse:
    """The mail to everybody, before anything is done."""
    if here.wave.status is not WaveStatus.DRAFT:
        return see_other(wave_url(here, here.wave))
    return _open_page(here)


def _open_page(here: WaveHere, problem: str = "", status: int = 200, form: OpenForm | None = None) -> Response:
    roster, contents = roster_of(_db(), here.wave), contents_or_none(here.wave)
    # A mail says how many minutes it takes, which nobody knows while the wording of a measure is missing.
    can_be_read = contents is not None and bool(contents.blocks) and is_worded(contents)
    locales = sorted({enrollment.account.locale for enrollment in roster}) if can_be_read else []
    return page(
        "coordinator/surveys/open.html",
        status,
        wave=here.wave,
        asked=len(roster),
        mails=mails_of(here.wave, MailingKind.INVITATION, locales),
        form=form or OpenForm(version=here.wave.version),
        groups=[(GROUP_NAMES[group], size) for group, size in sizes_of(here, here.wave.groups)],
        lacking=[message_of(one) for one in readiness.lacking(_db(), here.wave, roster, now=clock.now())],
        **dates_of(here.wave),
        problem=problem,
    )


@bp.post("/<public_id>/open")
@requires(coordinates, load=wave_here)
def open_wave(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is WaveStatus.DRAFT:
        check_version(here.wave)
    form = OpenForm()
    if not form.validate():
        return _open_page(here, status=422, form=form)
    invite = InvitationTime(form.invite.data)
    try:
        services.open_wave(_db(), keyring(), here.wave, by=current_actor(), now=clock.now(), invite=invite)
    except (Conflict, Obstacles):
        # Everything that is missing stands on the page.
        return _open_page(here, _("It cannot open yet."), 409, form)
    flash(_("The check-in is open. What it sends, and when, is below; until it leaves, each mail can be taken back."))
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
