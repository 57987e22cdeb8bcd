"""The survey as its reader meets it: start, one scale a page, a last free question, done.

No script is needed. With htmx each tap is saved by sending the form to the page's own address.
"""

from typing import Any

import flask_babel
from flask import Blueprint, Response, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import LOCALES
from mentorship_app.questions.answers import SHOWN, parse_section
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.drafting import SEEN, PageSent, asked_now, read_seen, seen_text
from mentorship_app.surveys.questionnaire import first_unanswered, part_after
from mentorship_app.web.access import requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.participant.surveys import draft, finished, reminders
from mentorship_app.web.participant.surveys.access import (
    Invitation,
    InvitationToPart,
    invitation,
    invitation_to_part,
    may_answer,
)
from mentorship_app.web.participant.surveys.first_page import first_page
from mentorship_app.web.participant.surveys.part_page import blanks_of, part_page, part_url, saved_words
from mentorship_app.web.questionnaires import MOVE, moved_question, pressed

bp = Blueprint("surveys", __name__, url_prefix="/surveys")
finished.add_to(bp)
reminders.add_to(bp)

LEAVE = "leave"


@bp.get("/<public_id>")
@requires(may_answer, load=invitation)
def start(invited: Invitation) -> Response | BaseResponse:
    """What is asked, for how long, who sees what; then Start, or Go on."""
    if (elsewhere := finished.elsewhere(invited)) is not None:
        return elsewhere
    answers, contents = draft.draft_of(invited), contents_of(db.session(), invited.wave)
    following = first_unanswered(contents, answers)
    return page(
        "participant/surveys/start.html",
        minutes_left=following.minutes_left,
        has_begun=bool(answers),
        is_trial=_is_trial(invited),
        next_url=part_url(invited, following),
        reminders=reminders.reminders_for(invited),
        **first_page(invited.wave, contents),
    )


def _is_trial(invited: Invitation) -> bool:
    """Whether staff can open the link themselves, in the local mailbox: then nothing here may promise the contrary."""
    return current_settings().smtp_url is None and not invited.wave.cohort.program.is_demo


@bp.get("/<public_id>/<int:number>")
@requires(may_answer, load=invitation_to_part)
def answer(invited: InvitationToPart) -> Response | BaseResponse:
    """One page of the survey, filled with what was chosen before."""
    if (elsewhere := finished.elsewhere(invited)) is not None:
        return elsewhere
    return part_page(invited, draft.draft_of(invited))


@bp.post("/<public_id>/<int:number>")
@requires(may_answer, load=invitation_to_part)
def save(invited: InvitationToPart) -> Response | BaseResponse:
    """Autosave (no button), Continue, Save and leave, the other language; on the last page Continue sends."""
    sent = _page_sent(invited)
    if (too_late := finished.too_late(invited, sent.changes)) is not None:
        return too_late
    before, button = draft.draft_of(invited), pressed()
    if button in LOCALES:
        session["locale"] = button
        flask_babel.refresh()
    if sent.parsed.errors and button not in {None, MOVE}:
        return part_page(invited, before, sent=sent)
    answers = asked_now(invited.contents, sent.merged_into(before))
    draft.keep(invited, answers)
    if button is None:
        return saved_words(invited, answers, sent)
    if button == MOVE:
        return _moved(invited, answers, sent)
    if button in LOCALES:
        return see_other(part_url(invited, invited.part))
    if button == LEAVE:
        return see_other(url_for(".start", public_id=invited.wave.public_id))
    return _onward(invited, answers, sent)


def _page_sent(invited: InvitationToPart) -> PageSent:
    section, form = invited.part.section, request.form
    parsed = parse_section(section, form, answers=draft.known_answers(invited), required=False)
    return PageSent(
        section=section,
        parsed=parsed.unjudged if pressed() == MOVE else parsed,
        seen=read_seen(form.get(SEEN)),
        marked=frozenset(question.id for question in section.questions if form.get(question.id + SHOWN)),
        tapped=frozenset({request.headers.get("HX-Trigger", "")}),
    )


def _moved(invited: InvitationToPart, answers: dict[str, Any], sent: PageSent) -> Response:
    """A question drawn again after one of its own buttons, with what the page knows now."""
    moved = moved_question(invited.part.section, sent.parsed, answers, action=part_url(invited, invited.part))
    if moved is None:
        return part_page(invited, answers)
    known = render_template("participant/surveys/seen.html", seen=seen_text(sent.known_now()), is_swap=True)
    moved.set_data(moved.get_data(as_text=True) + known)
    return moved


def _onward(invited: InvitationToPart, answers: dict[str, Any], sent: PageSent) -> Response | BaseResponse:
    if shown := sent.newly_shown(answers):
        return see_other(part_url(invited, invited.part, anchor=shown[0].id))
    if blanks_of(invited.part, answers) and draft.point_out_blanks(invited, invited.part.number):
        return part_page(invited, answers, points_out_blanks=True)
    if (following := part_after(invited.contents, invited.part, answers)) is not None:
        return see_other(part_url(invited, following))
    if not answers:
        return part_page(invited, answers, is_empty=True)
    draft.send(invited, answers)
    return see_other(url_for(".done", public_id=invited.wave.public_id))
