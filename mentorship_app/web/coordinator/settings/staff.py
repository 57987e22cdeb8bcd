"""Who else works in the program."""

from dataclasses import dataclass

from flask import Blueprint, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import StaffGrant
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.programs import Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.staff import find_grant, invite, revoke, staff_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.row_ids import row_id
from mentorship_app.web.coordinator.settings.forms import StaffForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


@dataclass(frozen=True)
class GrantHere:
    """Somebody's access to the program in view."""

    program: Program
    given: StaffGrant


def grant_here(program_slug: str, grant_id: str) -> GrantHere:
    """The access of the address; raises NotFound for that to another program."""
    program = place(program_slug).program
    given = find_grant(db.session(), program, row_id(grant_id))
    if given is None:
        raise NotFound(NOT_HERE)
    return GrantHere(program, given)


def coordinates_grant(actor: Actor, here: GrantHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other settings."""
    bp.add_url_rule("/settings/staff", "staff", staff, methods=["GET", "POST"])
    bp.add_url_rule("/settings/staff/<grant_id>/remove", "remove_staff", remove, methods=["POST"])


@requires(coordinates, load=place)
def staff(here: Place) -> BaseResponse:
    form = StaffForm()
    if form.validate_on_submit():
        try:
            account = invite(
                db.session(),
                here.program,
                email=form.email.data,
                name=form.name.data,
                role=StaffRole(form.role.data),
                by=current_actor(),
                now=clock.now(),
            )
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("%(name)s has access now. Who has no password yet gets a mail.", name=account.name), "success")
            return see_other(url_for(".staff", program_slug=here.program.slug))
    return page(
        "coordinator/settings/staff.html",
        422 if form.errors else 200,
        form=form,
        grants=staff_of(db.session(), here.program),
    )


@requires(coordinates_grant, load=grant_here)
def remove(here: GrantHere) -> BaseResponse:
    name = here.given.account.name
    revoke(db.session(), here.program, here.given, by=current_actor(), now=clock.now())
    flash(_("%(name)s no longer has access.", name=name), "info")
    return see_other(url_for("coordinator.settings.staff", program_slug=here.program.slug))
