"""``/p/<program>/matching``: the workbench. Each decision is one press; every page works without JavaScript."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, request
from jinja2_fragments.flask import render_block
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.matching import drafting, runs
from mentorship_app.matching.drafting import DraftChanged
from mentorship_app.matching.publishing import publication_now
from mentorship_app.matching.run_inputs import InputsGone
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.matching import words
from mentorship_app.web.coordinator.matching.desk import Desk, desk_of, require_desk
from mentorship_app.web.coordinator.matching.forms import DecideForm
from mentorship_app.web.coordinator.matching.here import MatchingHere, matching_here
from mentorship_app.web.coordinator.matching.history import meanwhile
from mentorship_app.web.coordinator.matching.panels import Panel
from mentorship_app.web.coordinator.matching.standing_runs import latest_run, run_offered
from mentorship_app.web.coordinator.matching.workbench import draft_context, links_of, ready_context, tabs_of
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page_or_block
from mentorship_app.web.i18n import _

bp = Blueprint("matching", __name__, url_prefix="/matching")

TEMPLATE = "coordinator/matching/index.html"
STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""


def _session() -> Session:
    return db.session()


@bp.get("")
@requires(coordinates, load=matching_here)
def index(here: MatchingHere) -> Response:
    if request.args.get("watch") and is_fragment_request():
        return _watched(here)
    return workbench(here)


def _watched(here: MatchingHere) -> Response:
    """How far the run is; the whole page anew once it is over."""
    latest = latest_run(here)
    if latest is None or latest.status not in runs.PENDING:
        return Response(status=200, headers={"HX-Redirect": here.url("index")})
    far = runs.how_far(_session(), [latest]).get(latest.id, runs.HowFar())
    return make_response(render_block(TEMPLATE, "progress", here=here, run=latest, far=far, stage=words.stage(far)))


def workbench(here: MatchingHere, panel: Panel | None = None, status: int = 200, **more: Any) -> Response:
    """The page, or its changing part for htmx."""
    gone, desk = "", None
    try:
        desk = desk_of(here)
    except InputsGone as error:
        gone = message_of(error)
    latest = latest_run(here)
    pending = latest if latest is not None and latest.status in runs.PENDING else None
    far = runs.how_far(_session(), [pending]).get(pending.id, runs.HowFar()) if pending else runs.HowFar()
    context = {
        "here": here,
        "desk": desk,
        "gone": gone,
        "panel": panel,
        "tabs": tabs_of(here),
        "links": links_of(here),
        "publication": publication_now(_session(), here.cohort, here.kind, now=clock.now()),
        "run": pending,
        "far": far,
        "stage": words.stage(far),
        "latest": latest,
        "offered": run_offered(latest, desk),
        "why_not": words.why_not(latest),
        "is_fragment": is_fragment_request(),
        **(draft_context(here, desk) if desk else ready_context(here)),
        **more,
    }
    return page_or_block(TEMPLATE, "board", status, **context)


@bp.post("")
@requires(coordinates, load=matching_here)
def run(here: MatchingHere) -> Response | BaseResponse:
    """Have the worker propose pairs; pressing twice gives one run."""
    try:
        runs.start_run(_session(), here.cohort, here.kind, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition) as error:
        _session().rollback()
        return workbench(here, status=STATUS[type(error)], problem=message_of(error))
    return done(here, _("The run has begun. This takes a few seconds."))


def done(here: MatchingHere, said: str, *, at: str = "") -> BaseResponse:
    """Back to the list, which says what was done; htmx follows and takes the changed part."""
    flash(said, "success")
    address = here.url("index", **({"at": at} if at else {}))
    return redirect(address, code=303)


@bp.post("/decide")
@requires(coordinates, load=matching_here)
def decide(here: MatchingHere) -> Response | BaseResponse:
    """One press of a button that asks for no reason."""
    form = DecideForm()
    verb, one, other = form.parts
    known = _VERBS.get(verb)
    if known is None:
        return workbench(here, status=422, problem=_("Press one of the buttons of this page."))
    desk = require_desk(here)
    act, said = known
    settled = {"version": form.read_version, "by": current_actor(), "now": clock.now()}
    try:
        act(desk, one, other, settled)
    except DraftChanged as error:
        return _too_late(here, form, error)
    except AppError as error:
        _session().rollback()
        return workbench(here, status=STATUS[type(error)], problem=message_of(error), at=one)
    return done(here, said(desk, one, other), at=one)


def _too_late(here: MatchingHere, form: DecideForm, error: DraftChanged) -> Response:
    """What was wanted, what was done meanwhile, what stands now, and the same button once more."""
    _session().rollback()
    desk = require_desk(here)
    verb, one, other = form.parts
    form.renew(desk.draft.version)
    panel = Panel(
        "conflict",
        one,
        form,
        wanted=words.wanted(desk, verb, one, other),
        meanwhile=tuple(meanwhile(desk.draft, error.claimed)),
        more={"now": words.stands(desk, one), "can_still": words.can_still(desk, verb, one, other)},
    )
    return workbench(here, panel, 409)


Settled = Mapping[str, Any]
Act = Callable[[Desk, str, str, Settled], None]
Said = Callable[[Desk, str, str], str]


def _lock(desk: Desk, one: str, other: str, settled: Settled) -> None:
    drafting.lock(_session(), desk.draft, desk.judge, (one, other), **settled)


def _unlock(desk: Desk, one: str, other: str, settled: Settled) -> None:
    drafting.unlock(_session(), desk.draft, desk.judge, (one, other), **settled)


def _allow(desk: Desk, one: str, other: str, settled: Settled) -> None:
    drafting.allow(_session(), desk.draft, desk.judge, (one, other), **settled)


def _release(desk: Desk, one: str, _other: str, settled: Settled) -> None:
    drafting.release(_session(), desk.draft, desk.judge, one, **settled)


def _keep(desk: Desk, one: str, _other: str, settled: Settled) -> None:
    drafting.keep(_session(), desk.draft, desk.judge, one, **settled)


def _undo(desk: Desk, _one: str, _other: str, settled: Settled) -> None:
    drafting.undo(_session(), desk.draft, **settled)


def _redo(desk: Desk, _one: str, _other: str, settled: Settled) -> None:
    drafting.redo(_session(), desk.draft, **settled)


_VERBS: Mapping[str, tuple[Act, Said]] = {
    "lock": (_lock, words.locked),
    "unlock": (_unlock, words.unlocked),
    "allow": (_allow, words.allowed),
    "release": (_release, words.released),
    "keep": (_keep, words.kept),
    "undo": (_undo, words.undone),
    "redo": (_redo, words.redone),
}


@bp.post("/take")
@requires(coordinates, load=matching_here)
def take(here: MatchingHere) -> Response | BaseResponse:
    """Take over a solved run whose pairs are not the draft's, because somebody decided something meanwhile."""
    form = DecideForm()
    if not form.parts[1]:
        return workbench(here, status=422, problem=_("Press one of the buttons of this page."))
    found = runs.run_named(_session(), here.cohort, form.parts[1])
    draft = drafting.open_draft(_session(), here.cohort, here.kind, now=clock.now())
    # Nobody had a draft when the page was read: right only as long as nobody has one now.
    version = form.read_version or (0 if draft.steps else draft.version)
    try:
        drafting.take_run(_session(), draft, found, version=version, by=current_actor(), now=clock.now())
    except AppError as error:
        _session().rollback()
        return workbench(here, status=STATUS.get(type(error), 409), problem=message_of(error))
    return done(here, _("The pairs of run %(number)s are proposed now.", number=found.number))
