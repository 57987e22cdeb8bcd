"""The survey as its reader meets it: start, one scale a page, a last free question, done.

No script is needed. With htmx each tap is saved by sending the form to the page's own address.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts.models import Account
from mentorship_app.core import clock
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.presentation import problems, section_fields
from mentorship_app.surveys import WaveStatus
from mentorship_app.surveys.answering import draft_of, draft_owner, has_answered, own_answers, save_draft, submit
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.own import OwnScore, own_scores
from mentorship_app.surveys.questionnaire import Part, first_unanswered, minutes_of, part_after, part_before
from mentorship_app.web.access import LIMITED, requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.surveys.access import (
    Invitation,
    InvitationToPart,
    invitation,
    invitation_to_part,
    may_answer,
)

bp = Blueprint("surveys", __name__, url_prefix="/surveys")

BUTTONS = ("continue", "leave")


def _db() -> Session:
    return db.session()


def _owner(invited: Invitation) -> UUID:
    return draft_owner(invited.wave, _db().get_one(Account, invited.me))


def _draft(invited: Invitation) -> dict[str, Any]:
    return draft_of(_db(), keyring(), invited.wave, _owner(invited))


@bp.get("/<public_id>")
@requires(may_answer, load=invitation)
def start(invited: Invitation) -> Response | BaseResponse:
    """What is asked, for how long, who sees what; then Start, or Go on."""
    if (elsewhere := _elsewhere(invited)) is not None:
        return elsewhere
    draft = _draft(invited)
    contents = contents_of(_db(), invited.wave)
    following = first_unanswered(contents, draft)
    return page(
        "participant/surveys/start.html",
        wave=invited.wave,
        minutes=minutes_of(contents),
        minutes_left=following.minutes_left,
        has_begun=bool(draft),
        is_trial=_is_trial(invited),
        next_url=_part_url(invited, following),
    )


def _is_trial(invited: Invitation) -> bool:
    """Whether staff can open the link themselves, in the local mailbox: then nothing here may promise the contrary."""
    return current_settings().smtp_url is None and not invited.wave.cohort.program.is_demo


@bp.get("/<public_id>/<int:number>")
@requires(may_answer, load=invitation_to_part)
def answer(invited: InvitationToPart) -> Response | BaseResponse:
    """One page of the survey, filled with what was chosen before."""
    if (elsewhere := _elsewhere(invited)) is not None:
        return elsewhere
    return _part_page(invited, _draft(invited))


@bp.post("/<public_id>/<int:number>")
@requires(may_answer, load=invitation_to_part)
def save(invited: InvitationToPart) -> Response | BaseResponse:
    """Autosave (no button), Continue, Save and leave; on the last page Continue sends the answers."""
    if (elsewhere := _elsewhere(invited)) is not None:
        return elsewhere
    before = _draft(invited)
    parsed = parse_section(invited.part.section, request.form, answers=before, required=False)
    answers = parsed.merged_into(before)
    button = request.form.get("action")
    if parsed.errors and button in BUTTONS:
        return _part_page(invited, before, parsed=parsed)
    save_draft(_db(), keyring(), invited.wave, invited.me, answers, owner=_owner(invited))
    if button not in BUTTONS:
        return _saved(invited, parsed)
    if button == "leave":
        return see_other(url_for(".start", public_id=invited.wave.public_id))
    if _has_blanks(invited.part, answers) and "blank_ok" not in request.form:
        return _part_page(invited, answers, ask_about_blanks=True)
    return _onward(invited, answers)


def _onward(invited: InvitationToPart, answers: dict[str, Any]) -> Response | BaseResponse:
    if (following := part_after(invited.contents, invited.part, answers)) is not None:
        return see_other(_part_url(invited, following))
    if not answers:
        return _part_page(invited, answers, is_empty=True)
    submit(_db(), keyring(), invited.wave, invited.me, answers, owner=_owner(invited))
    return see_other(url_for(".done", public_id=invited.wave.public_id))


@bp.get("/<public_id>/done")
@requires(may_answer, load=invitation)
def done(invited: Invitation) -> Response | BaseResponse:
    """Thanks, what happens next, help for everybody; own scores for those who signed in themselves."""
    if invited.wave.status is WaveStatus.CLOSED:
        return _closed(invited)
    if not has_answered(_db(), keyring(), invited.wave, invited.me, owner=_owner(invited)):
        return see_other(url_for(".start", public_id=invited.wave.public_id))
    scores = _own_scores(invited)
    response = page(
        "participant/surveys/done.html",
        wave=invited.wave,
        scores=scores,
        is_hard=any(score.is_hard for score in scores or ()),
        came_by_link=LIMITED in session,
    )
    # On a shared computer the Back button must not bring the answers up again.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _own_scores(invited: Invitation) -> tuple[OwnScore, ...] | None:
    """The person's scores; None where it is not certain enough that it is the same person who looks."""
    if LIMITED in session or _owner(invited) != invited.me:
        return None
    answers = own_answers(_db(), keyring(), invited.wave, invited.me)
    instruments = contents_of(_db(), invited.wave).instruments
    return tuple(score for instrument in instruments for score in own_scores(instrument, answers))


def _elsewhere(invited: Invitation) -> Response | BaseResponse | None:
    """Where somebody belongs who cannot answer (any more): closed, or already done."""
    if invited.wave.status is WaveStatus.CLOSED:
        return _closed(invited)
    if has_answered(_db(), keyring(), invited.wave, invited.me, owner=_owner(invited)):
        return see_other(url_for(".done", public_id=invited.wave.public_id))
    return None


def _closed(invited: Invitation) -> Response:
    if is_fragment_request():
        return page("participant/surveys/too_late.html", 409)
    status = 200 if request.method == "GET" else 409
    return page("participant/surveys/closed.html", status, wave=invited.wave)


def _saved(invited: InvitationToPart, parsed: ParsedAnswers) -> Response:
    """The few words beside the buttons after a tap."""
    error = next(iter(parsed.errors.values()), None)
    return page_or_block(
        "participant/surveys/part.html",
        "saved",
        422 if error else 200,
        saved_at=clock.now(),
        not_saved=error.text(current_locale()) if error else "",
        **({} if is_fragment_request() else _part_values(invited, parsed.values, parsed)),
    )


def _part_page(
    invited: InvitationToPart,
    answers: dict[str, Any],
    *,
    parsed: ParsedAnswers | None = None,
    ask_about_blanks: bool = False,
    is_empty: bool = False,
) -> Response:
    values = _part_values(invited, answers, parsed)
    return page(
        "participant/surveys/part.html",
        422 if values["problems"] or is_empty else 200,
        blanks=_blanks(invited.part, answers) if ask_about_blanks else [],
        is_empty=is_empty,
        saved_at=clock.now() if ask_about_blanks else None,
        not_saved="",
        **values,
    )


def _part_values(invited: InvitationToPart, answers: dict[str, Any], parsed: ParsedAnswers | None) -> dict[str, Any]:
    section, locale = invited.part.section, current_locale()
    fields = section_fields(section, locale, answers=answers, parsed=parsed, numbered=invited.part.counts_questions)
    return {
        "wave": invited.wave,
        "part": invited.part,
        "title": section.title.in_(locale),
        "lead": section.intro.in_(locale) if section.intro else "",
        "fields": fields,
        "problems": problems(fields),
        "action": _part_url(invited, invited.part),
        "previous_url": _previous_url(invited, answers),
        "position": _("Part %(number)s of %(of)s", number=invited.part.number, of=invited.part.of),
    }


def _blanks(part: Part, answers: dict[str, Any]) -> list[tuple[int, str]]:
    """Number and id of every rating on the page that has no answer."""
    if not part.counts_questions:
        return []
    return [
        (number, question.id)
        for number, question in enumerate(part.section.questions, start=1)
        if question.id not in answers
    ]


def _has_blanks(part: Part, answers: dict[str, Any]) -> bool:
    return bool(_blanks(part, answers))


def _previous_url(invited: InvitationToPart, answers: dict[str, Any]) -> str:
    before = part_before(invited.contents, invited.part, answers)
    if before is None:
        return url_for(".start", public_id=invited.wave.public_id)
    return _part_url(invited, before)


def _part_url(invited: Invitation, part: Part) -> str:
    return url_for(".answer", public_id=invited.wave.public_id, number=part.number)
