"""One's own answers: a list of check-ins, what was sent in each, files of it, and taking it back.

Only for whoever signed in properly: a survey's link opens none of these pages.
"""

import json
from collections.abc import Callable

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import Account
from mentorship_app.core.errors import InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.surveys.own_answers import OwnWave, own_wave, take_back
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.answers.own import as_record, groups_of, lines_of, state_words, waves_of
from mentorship_app.web.participant.surveys.access import Invitation, invitation, may_answer
from mentorship_app.web.participant.surveys.finished import dates_of

bp = Blueprint("answers", __name__, url_prefix="/me/answers")


@bp.after_request
def leave_nothing_behind(response: Response) -> Response:
    """On a shared computer the Back button must not bring answers up again."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _account() -> Account:
    account = db.session.get(Account, current_actor().account_id)
    if account is None:
        raise NotFound(N_("There is no such account any more."))
    return account


def _own(invited: Invitation) -> OwnWave:
    return own_wave(db.session(), keyring(), _account(), invited.wave)


@bp.get("")
@requires(signed_in)
def index() -> Response:
    """The check-ins that asked the person, and what became of the answers."""
    return page("participant/answers/index.html", waves=waves_of(_account()), state_words=state_words)


@bp.get("/<public_id>")
@requires(may_answer, load=invitation)
def show(invited: Invitation) -> Response:
    """What was sent, in words; and what can still be done with it."""
    return _page(invited)


def _page(invited: Invitation, problem: str = "", status: int = 200) -> Response:
    own = _own(invited)
    return page(
        "participant/answers/show.html",
        status,
        wave=invited.wave,
        own=own,
        groups=groups_of(own),
        state=state_words(own.state),
        problem=problem,
        **dates_of(invited.wave),
    )


@bp.get("/<public_id>/answers.json")
@requires(may_answer, load=invitation)
def as_json(invited: Invitation) -> Response | BaseResponse:
    """The answers with their questions, as JSON."""
    return _file(invited, lambda own: json.dumps(as_record(own), ensure_ascii=False, indent=2).encode() + b"\n", "json")


@bp.get("/<public_id>/answers.csv")
@requires(may_answer, load=invitation)
def as_csv(invited: Invitation) -> Response | BaseResponse:
    """The same as a table."""
    return _file(invited, _csv, "csv")


def _csv(own: OwnWave) -> bytes:
    header = (_("Page"), _("Question"), _("Answer"), _("Code"))
    rows = ((line.part, line.question, line.words, _code(line.value)) for line in lines_of(own))
    return csv_bytes([header, *rows])


def _code(value: object) -> str | int | float | bool:
    return value if isinstance(value, str | int | float | bool) else json.dumps(value, ensure_ascii=False)


def _file(invited: Invitation, write: Callable[[OwnWave], bytes], kind: str) -> Response | BaseResponse:
    own = _own(invited)
    if own.answers is None:
        flash(_("There are no answers of yours to download in this check-in."), "info")
        return see_other(url_for(".show", public_id=invited.wave.public_id))
    mimetype = {"json": "application/json", "csv": "text/csv"}[kind]
    return Response(
        write(own), mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="my-answers.{kind}"'}
    )


@bp.get("/<public_id>/take-back")
@requires(may_answer, load=invitation)
def ask_take_back(invited: Invitation) -> Response | BaseResponse:
    """What taking back means, before it is done."""
    if not _own(invited).can_be_taken_back:
        return see_other(url_for(".show", public_id=invited.wave.public_id))
    return page("participant/answers/take_back.html", wave=invited.wave, **dates_of(invited.wave))


@bp.post("/<public_id>/take-back")
@requires(may_answer, load=invitation)
def take_answers_back(invited: Invitation) -> Response | BaseResponse:
    """Delete what was sent. Pressing twice deletes once."""
    try:
        was_there = take_back(db.session(), keyring(), invited.wave, _account())
    except InvalidTransition as late:
        return _page(invited, _(late.message, **late.values), 409)
    if was_there:
        flash(_("Your answers are deleted. You can answer anew until the check-in closes."), "success")
    else:
        flash(_("There is nothing of yours to take back."), "info")
    return see_other(url_for(".show", public_id=invited.wave.public_id))
