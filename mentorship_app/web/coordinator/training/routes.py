"""``/p/<program>/training``: what is required, who lacks it, asking them by mail."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotAllowed
from mentorship_app.core.identity import Actor
from mentorship_app.messaging.preview import preview
from mentorship_app.programs import CohortRole
from mentorship_app.training.catalogue import module_called, modules_for
from mentorship_app.training.definition import Module
from mentorship_app.training.notifications import INVITATION, invitation_context, invite, to_invite
from mentorship_app.training.own_modules import own_modules
from mentorship_app.training.requirements import require, required_of, standings
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale, ngettext
from mentorship_app.web.list_page import ListPage

bp = Blueprint("training", __name__, url_prefix="/training")

ROWS_A_PAGE = 50
ROLE_WORDS = {CohortRole.MENTOR: _l("Mentors"), CohortRole.MENTEE: _l("Mentees")}


@dataclass(frozen=True)
class SwitchHere:
    """A module that can be required in the cohort of the page."""

    place: Place
    module: Module


def switch_here(program_slug: str, key: str) -> SwitchHere:
    """Raises NotFound, also for a module of another program."""
    here = place(program_slug)
    return SwitchHere(here, module_called(db.session(), here.program, key))


def coordinates_switch(actor: Actor, here: SwitchHere) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here.place)


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _index_page(here)


def _index_page(here: Place, problem: str = "", status: int = 200) -> Response:
    session, locale = db.session(), current_locale()
    required = required_of(session, here.cohort)
    people = standings(session, here.cohort)
    return page(
        "coordinator/training/index.html",
        status,
        modules=modules_for(session, here.program),
        required={role: {module.key for module in modules} for role, modules in required.items()},
        roles=ROLE_WORDS,
        people=ListPage.of(people, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        lacking=sum(bool(one.lacking) for one in people),
        to_ask=len(to_invite(session, here.cohort, now=clock.now())),
        own=own_modules(session, here.program),
        locale=locale,
        problem=problem,
    )


@bp.post("/<key>/require")
@requires(coordinates_switch, load=switch_here)
def switch(here: SwitchHere) -> Response | BaseResponse:
    """Require a module of a role, or no longer. Pressing twice changes nothing."""
    values = {role.value: role for role in CohortRole}
    role = values.get(request.form.get("role", ""))
    if role is None:
        return _index_page(here.place, _("Choose mentors or mentees."), 422)
    required = request.form.get("required") == "yes"
    try:
        require(
            db.session(),
            here.place.cohort,
            here.module,
            role,
            required=required,
            by=current_actor(),
            now=clock.now(),
        )
    except NotAllowed as error:
        return _index_page(here.place, message_of(error), 422)
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.place.program.slug))


@bp.get("/invite")
@requires(coordinates, load=place)
def ask_invite(here: Place) -> Response:
    """Who would be written to, and the mail of the first of them, before anything is sent."""
    people = to_invite(db.session(), here.cohort, now=clock.now())
    shown = None
    if people:
        account = people[0].enrollment.account
        shown = preview(
            db.session(),
            INVITATION,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context=invitation_context(people[0].enrollment),
            base_url=current_settings().base_url,
            now=clock.now(),
        )
    listed = ListPage.of(people, number=request.args.get("page", 1, int), size=ROWS_A_PAGE)
    first = people[0].enrollment.account if people else None
    return page("coordinator/training/invite.html", people=listed, mail=shown, first=first, locale=current_locale())


@bp.post("/invite")
@requires(coordinates, load=place)
def send_invites(here: Place) -> BaseResponse:
    """Write to them; the mails wait ten minutes in the outbox."""
    count = invite(db.session(), here.cohort, by=current_actor(), now=clock.now())
    if count:
        flash(
            ngettext(
                "%(num)s mail is in the outbox. It leaves in ten minutes; until then you can take it back there.",
                "%(num)s mails are in the outbox. They leave in ten minutes; until then you can take them back there.",
                count,
            ),
            "success",
        )
    else:
        flash(_("Nobody is to be written to now."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))
