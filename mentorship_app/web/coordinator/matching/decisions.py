"""Decisions that want a reason: exchange two mentors, give another one, forbid, make an exception."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError
from mentorship_app.matching import drafting
from mentorship_app.matching.drafting import DraftChanged
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.matching import panels
from mentorship_app.web.coordinator.matching.desk import Desk, require_desk
from mentorship_app.web.coordinator.matching.forms import ExceptionForm, ForbidForm, MoveForm, ReasonForm, SwapForm
from mentorship_app.web.coordinator.matching.here import MenteeMatchingHere, mentee_matching_here
from mentorship_app.web.coordinator.matching.history import meanwhile
from mentorship_app.web.coordinator.matching.panels import NOBODY, Panel
from mentorship_app.web.coordinator.matching.routes import bp, done, workbench
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.errors import STATUS
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _

Draw = Callable[[Desk], Panel]
Act = Callable[[Desk, dict[str, Any]], None]


def _open(here: MenteeMatchingHere, form: ReasonForm, draw: Draw) -> Response:
    desk = require_desk(here)
    form.renew(desk.draft.version)
    return workbench(here, draw(desk), at=here.mentee)


def _settle(
    here: MenteeMatchingHere, form: ReasonForm, act: Act, draw: Draw, *, wanted: Callable[[Desk], str], said: str
) -> Response | BaseResponse:
    """Do it; or show the panel again with what was typed: wrong, not possible, or somebody else was faster."""
    desk = require_desk(here)
    settled = {
        "rationale": form.why,
        "version": form.read_version,
        "by": current_actor(),
        "now": clock.now(),
    }
    try:
        act(desk, settled)
    except DraftChanged as error:
        db.session.rollback()
        fresh = require_desk(here)
        form.renew(fresh.draft.version)
        since = meanwhile(fresh.draft, error.claimed)
        return workbench(here, draw(fresh).refused(wanted(fresh), since), 409, at=here.mentee)
    except AppError as error:
        db.session.rollback()
        fresh = require_desk(here)
        if isinstance(error, FieldError):
            put_error(form, error)
            return workbench(here, draw(fresh), 422, at=here.mentee)
        panel = draw(fresh)
        if not panel.problem:
            put_error(form, error)
        return workbench(here, panel, STATUS[type(error)], at=here.mentee)
    return done(here, said, at=here.mentee)


def _name(desk: Desk, person: str) -> str:
    known = desk.facts.mentee.get(person) or desk.facts.mentor.get(person)
    return known.name if known else ""


@bp.get("/swap/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def ask_swap(here: MenteeMatchingHere) -> Response:
    """With whom, and what it would change."""
    form = SwapForm()
    other = request.args.get("with", "")
    return _open(here, form, lambda desk: panels.swap_panel(desk, here.mentee, form, other=other))


@bp.post("/swap/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def swap(here: MenteeMatchingHere) -> Response | BaseResponse:
    form = SwapForm()
    other = str(form.other.data or "")

    def act(desk: Desk, settled: dict[str, Any]) -> None:
        drafting.swap(db.session(), desk.draft, desk.judge, here.mentee, other, **settled)

    return _settle(
        here,
        form,
        act,
        lambda desk: panels.swap_panel(desk, here.mentee, form, other=other),
        wanted=lambda desk: _(
            "Exchange the mentors of %(mentee)s and %(other)s",
            mentee=_name(desk, here.mentee),
            other=_name(desk, other),
        ),
        said=_("Their mentors are exchanged."),
    )


@bp.get("/move/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def ask_move(here: MenteeMatchingHere) -> Response:
    """Which mentor with room, and what it would change."""
    form = MoveForm()
    mentor = request.args.get("to", "")
    return _open(here, form, lambda desk: panels.move_panel(desk, here.mentee, form, mentor=mentor))


@bp.post("/move/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def move(here: MenteeMatchingHere) -> Response | BaseResponse:
    form = MoveForm()
    mentor = str(form.mentor.data or "") or NOBODY
    target = None if mentor == NOBODY else mentor

    def act(desk: Desk, settled: dict[str, Any]) -> None:
        drafting.move(db.session(), desk.draft, desk.judge, here.mentee, target, **settled)

    def wanted(desk: Desk) -> str:
        if target is None:
            return _("Leave %(mentee)s without a mentor", mentee=_name(desk, here.mentee))
        return _("Give %(mentee)s the mentor %(mentor)s", mentee=_name(desk, here.mentee), mentor=_name(desk, mentor))

    return _settle(
        here,
        form,
        act,
        lambda desk: panels.move_panel(desk, here.mentee, form, mentor=mentor),
        wanted=wanted,
        said=_("Their mentor is changed.") if target else _("They have no mentor now."),
    )


@bp.get("/forbid/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def ask_forbid(here: MenteeMatchingHere) -> Response | BaseResponse:
    """Keep a mentee and a mentor apart: the one they have, or the one that the address names."""
    form, desk = ForbidForm(), require_desk(here)
    mentor = request.args.get("mentor", "") or desk.state.mentor_of.get(here.mentee, "")
    if not mentor and here.mentee in desk.facts.mentee:
        return redirect(here.url("index", at=here.mentee), code=303)
    return _open(here, form, lambda desk: panels.forbid_panel(desk, here.mentee, form, mentor=mentor))


@bp.post("/forbid/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def forbid(here: MenteeMatchingHere) -> Response | BaseResponse:
    form = ForbidForm()
    mentor = str(form.mentor.data or "")

    def act(desk: Desk, settled: dict[str, Any]) -> None:
        drafting.forbid(db.session(), desk.draft, desk.judge, (here.mentee, mentor), **settled)

    return _settle(
        here,
        form,
        act,
        lambda desk: panels.forbid_panel(desk, here.mentee, form, mentor=mentor),
        wanted=lambda desk: _(
            "Forbid %(mentee)s with %(mentor)s", mentee=_name(desk, here.mentee), mentor=_name(desk, mentor)
        ),
        said=_("Forbidden. Every later run keeps the two apart."),
    )


@bp.get("/exception/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def ask_exception(here: MenteeMatchingHere) -> Response | BaseResponse:
    """What stands between the two, and what an exception needs."""
    form = ExceptionForm()
    mentor = request.args.get("mentor", "")
    if not mentor and here.mentee in require_desk(here).facts.mentee:
        return redirect(here.url("index", at=here.mentee), code=303)
    return _open(here, form, lambda desk: panels.exception_panel(desk, here.mentee, form, mentor=mentor))


@bp.post("/exception/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def make_exception(here: MenteeMatchingHere) -> Response | BaseResponse:
    form = ExceptionForm()
    mentor = str(form.mentor.data or "")

    def act(desk: Desk, settled: dict[str, Any]) -> None:
        drafting.make_exception(
            db.session(), desk.draft, desk.judge, (here.mentee, mentor), agreed=bool(form.agreed.data), **settled
        )

    return _settle(
        here,
        form,
        act,
        lambda desk: panels.exception_panel(desk, here.mentee, form, mentor=mentor),
        wanted=lambda desk: _(
            "Make an exception for %(mentee)s with %(mentor)s",
            mentee=_name(desk, here.mentee),
            mentor=_name(desk, mentor),
        ),
        said=_("The exception is noted. You can give them this mentor now, or run again."),
    )
