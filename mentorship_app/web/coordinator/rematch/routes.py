"""``/p/<program>/rematch``: who asks for another pair, and what becomes of it."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.matching import drafting
from mentorship_app.mentoring.rematch import services
from mentorship_app.mentoring.rematch.confidence import told_to_coordinator
from mentorship_app.mentoring.rematch.queries import closed, pending
from mentorship_app.programs import Enrollment
from mentorship_app.questions.presentation import answer_groups
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.matching.desk import desk_of
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.coordinator.pairs.mails import rematch_ended
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.rematch.here import RequestHere, coordinates_request, request_here
from mentorship_app.web.coordinator.rematch.words import standing
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.pairing_words import KIND_NAMES
from mentorship_app.web.versioned_form import VersionedForm

bp = Blueprint("rematch", __name__, url_prefix="/rematch")

ROWS_A_PAGE = 50


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """No browser keeps a copy of these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """What waits, urgent first; below it what was settled."""
    reader = current_actor().account_id
    return page(
        "coordinator/rematch/index.html",
        waiting=db.paginate(pending(here.cohort, reader=reader), per_page=ROWS_A_PAGE, error_out=False),
        history=db.paginate(closed(here.cohort, reader=reader), page=1, per_page=ROWS_A_PAGE, error_out=False).items,
        standing=standing,
    )


@bp.get("/<public_id>")
@requires(coordinates_request, load=request_here)
def show(here: RequestHere) -> Response:
    return _show_page(here)


def _show_page(here: RequestHere, problem: str = "", status: int = 200) -> Response:
    asked = here.asked
    told = told_to_coordinator(keyring(), asked)
    groups = answer_groups(asked.form_version.questionnaire, told, current_locale())
    return page(
        "coordinator/rematch/show.html",
        status,
        asked=asked,
        is_open=here.is_open,
        rows=[row for group in groups for row in group.rows if row.lines],
        standing=standing(asked),
        kind=KIND_NAMES[asked.pairing.kind],
        problem=problem,
    )


@bp.get("/<public_id>/end")
@requires(coordinates_request, load=request_here)
def ask_end(here: RequestHere) -> Response | BaseResponse:
    """Both mails, before the pair ends."""
    if not here.is_open:
        return see_other(_own_url(here))
    pairing = here.asked.pairing
    return page("coordinator/rematch/end.html", asked=here.asked, mails=rematch_ended(pairing.mentor, pairing.mentee))


@bp.post("/<public_id>")
@requires(coordinates_request, load=request_here)
def settle(here: RequestHere) -> Response | BaseResponse:
    """One press: talk first, open it in the matching, end the pair, or close the request."""
    verb = _VERBS.get(request.form.get("action", ""))
    if verb is None:
        return _show_page(here, _("Press one of the buttons of this page."), 422)
    try:
        return verb(here, VersionedForm().read_version)
    except AppError as error:
        db.session.rollback()
        return _show_page(here, message_of(error), STATUS.get(type(error), 409))


def _seen(here: RequestHere, version: int) -> BaseResponse:
    services.mark_seen(db.session(), here.asked, version=version, by=current_actor(), now=clock.now())
    flash(_("Noted. %(name)s sees on their page that you will get in touch.", name=_name(here)), "success")
    return see_other(_own_url(here))


def _match(here: RequestHere, version: int) -> BaseResponse:
    """Open the pair in the draft and keep the two apart there; the pair itself runs until pairs are published."""
    pairing, by, now = here.asked.pairing, current_actor(), clock.now()
    services.open_in_matching(db.session(), here.asked, version=version, by=by, now=now)
    matching = MatchingHere(here.program, here.cohort, pairing.kind)
    desk = desk_of(matching)
    if desk is None:
        flash(_("There are no proposed pairs yet. Find pairs, then open this one to change."), "info")
        return see_other(matching.url("index"))
    mentee, pair = pairing.mentee.public_id, (pairing.mentee.public_id, pairing.mentor.public_id)
    if mentee not in desk.state.released:
        drafting.release(db.session(), desk.draft, desk.judge, mentee, version=desk.draft.version, by=by, now=now)
    # Read by whoever works on the draft: neither who asked, nor that anybody did.
    why = _("These two are kept apart while their pair is open to change.")
    if all(one.pair != pair for one in desk.state.forbidden):
        drafting.forbid(
            db.session(), desk.draft, desk.judge, pair, rationale=why, version=desk.draft.version, by=by, now=now
        )
    flash(_("The pair is open to change. Choose somebody else, or find pairs anew."), "success")
    return see_other(matching.url("index", at=mentee))


def _end(here: RequestHere, version: int) -> BaseResponse:
    services.end_pair(db.session(), here.asked, version=version, by=current_actor(), now=clock.now())
    flash(_("The pair has ended. Both mails leave in ten minutes; until then you can take them back."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _keep(here: RequestHere, version: int) -> BaseResponse:
    services.keep_pair(db.session(), here.asked, version=version, by=current_actor(), now=clock.now())
    flash(_("The request is closed, and %(name)s is told in ten minutes.", name=_name(here)), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


_VERBS: Mapping[str, Callable[[RequestHere, int], BaseResponse]] = {
    "seen": _seen,
    "match": _match,
    "end": _end,
    "keep": _keep,
}


def _name(here: RequestHere) -> str:
    asking: Enrollment = here.asked.enrollment
    return asking.account.name


def _own_url(here: RequestHere) -> str:
    return url_for(".show", program_slug=here.program.slug, public_id=here.asked.public_id)
