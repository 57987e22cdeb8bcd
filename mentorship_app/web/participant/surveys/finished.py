"""Where somebody belongs who cannot answer any more: thanks and own scores after sending, a word after the close."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import GRACE, is_in_grace
from mentorship_app.surveys.own import OwnScore, own_scores
from mentorship_app.web.access import LIMITED, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.participant.surveys.access import Invitation, invitation, may_answer
from mentorship_app.web.participant.surveys.draft import is_sent, sent_answers
from mentorship_app.web.participant.surveys.reminders import reminders_for


def add_to(bp: Blueprint) -> None:
    """Put these pages beside those of the player."""
    bp.add_url_rule("/<public_id>/done", "done", done, methods=["GET"])


def dates_of(wave: Wave) -> dict[str, Any]:
    """What the pages say about the end: the day on which it closes by itself, and whether its last day is over."""
    return {
        "closes_itself_on": wave.closes_on + timedelta(days=GRACE.days),
        "in_grace": wave.status is WaveStatus.OPEN and is_in_grace(wave, now=clock.now()),
    }


@requires(may_answer, load=invitation)
def done(invited: Invitation) -> Response | BaseResponse:
    """Thanks, what happens next, help for everybody; own scores for those who signed in themselves."""
    if invited.wave.status is WaveStatus.CLOSED:
        return _closed(invited)
    if not is_sent(invited):
        return see_other(url_for("participant.surveys.start", public_id=invited.wave.public_id))
    scores = _own_scores(invited)
    response = page(
        "participant/surveys/done.html",
        wave=invited.wave,
        scores=scores,
        is_hard=any(score.is_hard for score in scores or ()),
        came_by_link=LIMITED in session,
        is_own=scores is not None,
        reminders=reminders_for(invited) if invited.wave.is_strict else None,
        **dates_of(invited.wave),
    )
    # On a shared computer the Back button must not bring the answers up again.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _own_scores(invited: Invitation) -> tuple[OwnScore, ...] | None:
    """The person's scores; None where it is not certain enough that it is the same person who looks."""
    answers = None if LIMITED in session else sent_answers(invited)
    if answers is None:
        return None
    try:
        instruments = contents_of(db.session(), invited.wave).instruments
    except Conflict:
        return ()
    return tuple(score for instrument in instruments for score in own_scores(instrument, answers))


def elsewhere(invited: Invitation) -> Response | BaseResponse | None:
    """Where somebody belongs who cannot answer (any more): closed, or already done. None for everybody else."""
    if invited.wave.status is WaveStatus.CLOSED:
        return _closed(invited)
    if not is_sent(invited):
        return None
    return see_other(url_for("participant.surveys.done", public_id=invited.wave.public_id))


def too_late(invited: Invitation, changes: Mapping[str, Any]) -> Response | BaseResponse | None:
    """The same for a page that came in: what becomes of its ``changes`` is said, unless they were sent too."""
    if invited.wave.status is WaveStatus.CLOSED:
        return _closed(invited)
    if not is_sent(invited):
        return None
    if is_fragment_request():
        return page("participant/surveys/already_sent.html", 409, wave=invited.wave)
    if not _are_part_of(changes, sent_answers(invited)):
        flash(
            _(
                "Your answers had been sent already, here or on another device. What was sent then is what counts; "
                "what you chose on this page since is not part of it."
            ),
            "info",
        )
    return see_other(url_for("participant.surveys.done", public_id=invited.wave.public_id))


def _are_part_of(changes: Mapping[str, Any], sent: Mapping[str, Any] | None) -> bool:
    """So they are when a double click sent the last page twice."""
    return not changes or (sent is not None and all(sent.get(key) == value for key, value in changes.items()))


def _closed(invited: Invitation) -> Response:
    if is_fragment_request():
        return page("participant/surveys/too_late.html", 409)
    is_page_sent = request.method != "GET"
    return page(
        "participant/surveys/closed.html",
        409 if is_page_sent else 200,
        wave=invited.wave,
        is_page_sent=is_page_sent,
        came_by_link=LIMITED in session,
    )
