"""``/pair/<pair>/agreement``: read, propose, sign, change, compare, keep a copy."""

from flask import Blueprint, Response, flash, make_response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.agreements import AgreementStatus, AgreementVersion, copies
from mentorship_app.mentoring.agreements.queries import agreement_of
from mentorship_app.mentoring.agreements.services import close_proposal, propose, sign
from mentorship_app.web.access import requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.participant.agreement.own import agreement_view, changes_between, version_view
from mentorship_app.web.participant.agreement.writing import (
    ProposalForm,
    fresh_form,
    read_page,
    writing_page,
)
from mentorship_app.web.participant.pair.acceptance import OwnPair, is_in_it, own_pair
from mentorship_app.web.questionnaires import MOVE, pressed

bp = Blueprint("agreement", __name__, url_prefix="/pair/<pairing_id>/agreement")

VERSIONS_A_PAGE = 50
NOT_SIGNED = N_("There is no agreement that both have signed.")


@bp.get("")
@requires(is_in_it, load=own_pair)
def show(own: OwnPair) -> Response:
    """What waits or holds; the form itself while there is neither."""
    view = agreement_view(own)
    return _show(own) if view.is_there else writing_page(own, fresh_form(view))


def _show(own: OwnPair, refusal: AppError | None = None, status: int = 200) -> Response:
    in_force = _in_force(own)
    return page(
        "participant/agreement/show.html",
        status,
        own=own,
        view=agreement_view(own),
        problem=message_of(refusal) if refusal else "",
        copies=copies.copies_of(db.session(), in_force) if in_force else (),
        reason=copies.reason,
        locale=current_locale(),
    )


def _in_force(own: OwnPair) -> AgreementVersion | None:
    agreement = agreement_of(db.session(), own.pairing)
    return agreement.in_force if agreement else None


@bp.get("/change")
@requires(is_in_it, load=own_pair)
def ask_change(own: OwnPair) -> Response:
    """The form, filled in with what waits or holds."""
    return writing_page(own, fresh_form(agreement_view(own)))


@bp.post("/change")
@requires(is_in_it, load=own_pair)
def change(own: OwnPair) -> Response | BaseResponse:
    """Propose what is on the page, and sign it for one's own side."""
    form, is_moving = ProposalForm(), pressed() == MOVE
    written = read_page(own, required=not is_moving)
    if is_moving or not written.is_complete:
        return writing_page(own, form, written, 422 if written.has_errors and not is_moving else 200)
    try:
        made = propose(db.session(), own.pairing, own.side, written.terms, version=form.read_version, now=clock.now())
    except FieldError as error:
        return writing_page(own, form, written, 422, refusal=error, target=error.field)
    except InvalidTransition as error:
        return writing_page(own, form, written, 422, refusal=error)
    except Conflict as error:
        form.renew(agreement_view(own).version)
        return writing_page(own, form, written, 409, refusal=error, is_stale=True)
    _say_done(own, made)
    return see_other(url_for(".show", pairing_id=own.pairing.public_id))


def _say_done(own: OwnPair, made: AgreementVersion) -> None:
    if made.status is AgreementStatus.IN_FORCE:
        flash(_("You have both signed. The agreement is in force."), "success")
    else:
        flash(_("You have signed. %(name)s is asked to sign too.", name=own.other.account.name), "success")


@bp.post("/sign")
@requires(is_in_it, load=own_pair)
def agree(own: OwnPair) -> Response | BaseResponse:
    """Sign what the other side proposed. Pressing twice signs once."""
    try:
        made = sign(db.session(), own.pairing, own.side, number=_number(), now=clock.now())
    except AppError as error:
        return _refused(own, error)
    _say_done(own, made)
    return see_other(url_for(".show", pairing_id=own.pairing.public_id))


@bp.post("/close")
@requires(is_in_it, load=own_pair)
def close(own: OwnPair) -> Response | BaseResponse:
    """Take an own proposal back, or leave what is in force as it is."""
    try:
        close_proposal(db.session(), own.pairing, own.side, number=_number(), now=clock.now())
    except AppError as error:
        return _refused(own, error)
    flash(_("Done. Nothing is proposed any more."), "success")
    return see_other(url_for(".show", pairing_id=own.pairing.public_id))


def _number() -> int:
    return request.form.get("number", 0, int)


def _refused(own: OwnPair, error: AppError) -> Response:
    """What stands there now, with what was in the way."""
    view = agreement_view(own)
    if view.is_there:
        return _show(own, error, 409)
    return writing_page(own, fresh_form(view), status=409, refusal=error)


@bp.get("/versions")
@requires(is_in_it, load=own_pair)
def versions(own: OwnPair) -> Response:
    """Every version, and what changed between two of them: ``?one=&other=``, the last two at first."""
    agreement = agreement_of(db.session(), own.pairing)
    found = {one.number: one for one in agreement.versions} if agreement else {}
    numbers = sorted(found)
    one = request.args.get("one", numbers[-2] if len(numbers) > 1 else 0, int)
    other = request.args.get("other", numbers[-1] if numbers else 0, int)
    views = [version_view(own, found[number]) for number in reversed(numbers)]
    return page(
        "participant/agreement/versions.html",
        own=own,
        found=ListPage.of(views, number=request.args.get("page", 1, int), size=VERSIONS_A_PAGE),
        numbers=numbers,
        one=one,
        other=other,
        changes=changes_between(found[one], found[other]) if one in found and other in found else None,
        statuses=AgreementStatus,
    )


@bp.post("/copy")
@requires(is_in_it, load=own_pair)
def ask_copy(own: OwnPair) -> Response | BaseResponse:
    """Have the worker draw a copy in the language of the page."""
    version = _in_force(own)
    if version is None:
        return _refused(own, InvalidTransition(NOT_SIGNED))
    copies.ask_for(db.session(), version, locale=current_locale(), now=clock.now())
    return see_other(url_for(".show", pairing_id=own.pairing.public_id) + "#copy")


@bp.get("/copy.pdf")
@requires(is_in_it, load=own_pair)
def copy(own: OwnPair) -> Response:
    """The copy as it was drawn: ``?locale=``."""
    version = _in_force(own)
    if version is None:
        raise NotFound(NOT_SIGNED)
    answer = make_response(copies.pdf_of(db.session(), version, request.args.get("locale", current_locale())))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.pdf"'
    return answer
