"""Groups of a cohort: asking for them, changing a proposal, beginning them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.grouping import services
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.mentoring.groups import services as groups
from mentorship_app.mentoring.groups.queries import find_group, groups_of
from mentorship_app.mentoring.meetings.cadence import group_cadence_of
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_groups.forms import GroupsForm, MoveForm, NameForm
from mentorship_app.web.coordinator.pairs.rhythm import group_rhythms
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.versioned_form import VersionedForm

bp = Blueprint("match_groups", __name__, url_prefix="/matching/groups")

STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""
TEMPLATE = "coordinator/match_groups/index.html"


@dataclass(frozen=True)
class GroupHere:
    """A group of the cohort in view."""

    program: Program
    cohort: Cohort
    group: MentoringGroup


def group_here(program_slug: str, public_id: str) -> GroupHere:
    """The group of the address; raises NotFound, also for one of another cohort or program."""
    here = place(program_slug)
    group = find_group(db.session(), here.cohort, public_id)
    if group is None:
        raise NotFound(NOT_HERE)
    return GroupHere(here.program, here.cohort, group)


def coordinates_group(actor: Actor, here: GroupHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """The groups there are, and the proposal for more."""
    answer = _page(here)
    if is_fragment_request():
        proposal = services.proposal_of(db.session(), here.cohort)
        if proposal is None or proposal.status is not RunStatus.QUEUED:
            answer = make_response(answer)
            answer.status_code = STOP_POLLING
            answer.headers["HX-Refresh"] = "true"
    return answer


def _page(here: Place, form: GroupsForm | None = None, status: int = 200, problem: str = "") -> Response:
    session = db.session()
    proposal, running = services.proposal_of(session, here.cohort), groups_of(session, here.cohort)
    leaders, seeking = services.may_lead(session, here.cohort), services.without_group(session, here.cohort)
    return page(
        TEMPLATE,
        status,
        form=form or _filled(proposal, leaders),
        problem=problem,
        running=running,
        rhythms=group_rhythms(running, today=clock.local_date(clock.now(), here.program.timezone)),
        weeks=group_cadence_of(session, here.cohort)[0],
        leaders=leaders,
        seeking=seeking,
        may_begin=is_open(here.cohort, Opening.PAIRING),
        **_proposed(proposal),
    )


def _filled(proposal: GroupProposal | None, leaders: list[Enrollment]) -> GroupsForm:
    wishes = services.wishes_now(proposal, leaders)
    form = GroupsForm(
        leaders=list(wishes.leaders),
        leaders_a_group=str(wishes.leaders_a_group),
        smallest=wishes.smallest,
        largest=wishes.largest,
    )
    form.offer(leaders)
    return form


def _proposed(proposal: GroupProposal | None) -> dict[str, Any]:
    if proposal is None:
        return {"proposal": None, "proposed": [], "left_over": [], "refusal": "", "may_take_back": False}
    found, left = services.proposed_groups(db.session(), proposal)
    return {
        "proposal": proposal,
        "proposed": found,
        "left_over": left,
        "refusal": Phrase.of_json(proposal.error).in_(current_locale()) if proposal.error else "",
        "may_take_back": services.may_take_back(proposal, now=clock.now()),
    }


@bp.post("")
@requires(coordinates, load=place)
def ask(here: Place) -> Response | BaseResponse:
    """Ask the worker for groups."""
    form = GroupsForm()
    form.offer(services.may_lead(db.session(), here.cohort))
    if not form.validate():
        return _page(here, form, 422)
    try:
        services.propose(db.session(), here.cohort, form.wishes, by=current_actor(), now=clock.now())
    except AppError as refusal:
        put_error(form, refusal)
        return _page(here, form, 422)
    return _back(here)


@bp.post("/move")
@requires(coordinates, load=place)
def move(here: Place) -> Response | BaseResponse:
    """Seat a mentee in another group of the proposal."""
    form, proposal = MoveForm(), _proposal(here)
    mentee = find_enrollment(db.session(), here.cohort, form.mentee.data or "")
    if mentee is None or mentee.role is not CohortRole.MENTEE:
        raise NotFound(NOT_HERE)
    chosen = form.to.data or ""
    to = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 4 else None
    try:
        services.move(
            db.session(), proposal, mentee, to=to, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except AppError as refusal:
        db.session.rollback()
        return _page(here, status=409, problem=message_of(refusal))
    return _back(here)


@bp.post("/names")
@requires(coordinates, load=place)
def rename(here: Place) -> Response | BaseResponse:
    """Give a group of the proposal another name."""
    form, proposal = NameForm(), _proposal(here)
    number = form.number.data or ""
    if not (number.isascii() and number.isdecimal() and len(number) < 4):
        raise NotFound(NOT_HERE)
    try:
        services.rename(
            db.session(),
            proposal,
            int(number),
            form.name.data or "",
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except AppError as refusal:
        db.session.rollback()
        return _page(here, status=422, problem=message_of(refusal))
    return _back(here)


@bp.post("/begin")
@requires(coordinates, load=place)
def begin(here: Place) -> Response | BaseResponse:
    """Begin the proposed groups; everybody in them gets a mail after ten minutes."""
    proposal = _proposal(here)
    try:
        begun = services.begin(
            db.session(), proposal, version=VersionedForm().read_version, by=current_actor(), now=clock.now()
        )
    except AppError as refusal:
        db.session.rollback()
        return _page(here, status=409, problem=message_of(refusal))
    flash(
        ngettext(
            "%(num)s group has begun. The mails leave in ten minutes; until then you can take everything back.",
            "%(num)s groups have begun. The mails leave in ten minutes; until then you can take everything back.",
            begun,
        ),
        "success",
    )
    return _back(here)


@bp.post("/take-back")
@requires(coordinates, load=place)
def take_back(here: Place) -> Response | BaseResponse:
    """Undo the beginning while no mail has left."""
    proposal = _proposal(here)
    try:
        services.take_back(
            db.session(), proposal, version=VersionedForm().read_version, by=current_actor(), now=clock.now()
        )
    except AppError as refusal:
        db.session.rollback()
        return _page(here, status=409, problem=message_of(refusal))
    flash(_("The groups are taken back, and nobody was told. The proposal stands as it was."), "success")
    return _back(here)


@bp.get("/<public_id>/end")
@requires(coordinates_group, load=group_here)
def ask_end(here: GroupHere) -> Response | BaseResponse:
    """What ending a group means, before it is done."""
    if here.group.ended_on is not None:
        return see_other(url_for(".index", program_slug=here.program.slug))
    return page("coordinator/match_groups/end.html", group=here.group)


@bp.post("/<public_id>/end")
@requires(coordinates_group, load=group_here)
def end(here: GroupHere) -> BaseResponse:
    groups.end_group(
        db.session(), here.group, version=VersionedForm().read_version, by=current_actor(), now=clock.now()
    )
    flash(_("%(group)s is ended. No mail goes out about it.", group=here.group.name), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _proposal(here: Place) -> GroupProposal:
    proposal = services.proposal_of(db.session(), here.cohort)
    if proposal is None:
        raise InvalidTransition(N_("There is no proposal of groups. Ask for one first."))
    return proposal


def _back(here: Place) -> BaseResponse:
    return see_other(url_for(".index", program_slug=here.program.slug))
