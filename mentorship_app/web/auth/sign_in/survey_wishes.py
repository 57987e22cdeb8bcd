"""Two more links in a survey's mail: *Remind me tonight* and *Not this time*. Each opens a page with one button.

Opening changes nothing, since mail scanners open every link. The button does what it says and signs in as far as the
survey's own link does. Nothing here is logged.
"""

from flask import url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import LinkPurpose, SignInLink
from mentorship_app.accounts.services import find_link
from mentorship_app.core import clock
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.queries import is_invited, wave_called
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.auth.destinations import survey_path
from mentorship_app.web.auth.sign_in.routes import PER_CLIENT, bp, enter, no_such_link
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.logging import unlogged
from mentorship_app.web.participant.surveys.reminders import (
    Change,
    carry_out,
    reminders_of,
    wish_stop,
    wish_tonight,
)


@bp.get("/l/<token>/tonight")
@requires(anyone)
@unlogged
def ask_tonight(token: str) -> BaseResponse:
    return _ask(token, "auth/sign_in/wish_tonight.html")


@bp.post("/l/<token>/tonight")
@limiter.limit(PER_CLIENT)
@requires(anyone)
@unlogged
def tonight(token: str) -> BaseResponse:
    return _wish(token, wish_tonight)


@bp.get("/l/<token>/not-this-time")
@requires(anyone)
@unlogged
def ask_not_this_time(token: str) -> BaseResponse:
    return _ask(token, "auth/sign_in/wish_stop.html")


@bp.post("/l/<token>/not-this-time")
@limiter.limit(PER_CLIENT)
@requires(anyone)
@unlogged
def not_this_time(token: str) -> BaseResponse:
    return _wish(token, wish_stop)


def _found(token: str) -> tuple[SignInLink, Wave] | None:
    """The link and the open wave of a token; None when it opens none."""
    link = find_link(db.session, token, now=clock.now())
    if link is None or link.purpose is not LinkPurpose.WAVE:
        return None
    wave = wave_called(db.session(), survey_path(link.next_path).rpartition("/")[2])
    if wave is None or wave.status is WaveStatus.DRAFT or not is_invited(db.session(), wave, link.account_id):
        return None
    return link, wave


def _ask(token: str, template: str) -> BaseResponse:
    found = _found(token)
    if found is None:
        return no_such_link(token)
    link, wave = found
    if wave.status is not WaveStatus.OPEN:
        return see_other(url_for("auth.personal_link", token=token))
    return page(template, link=link, wave=wave, token=token, reminders=reminders_of(wave, link.account))


def _wish(token: str, change: Change) -> BaseResponse:
    found = _found(token)
    if found is None:
        return no_such_link(token)
    link, wave = found
    onward = enter(link, token)
    carry_out(wave, link.account, change)
    return see_other(onward)
