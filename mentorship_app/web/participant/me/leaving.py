"""Leaving the program: first what is deleted, what ends and what is kept and why; then one button."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.programs import Enrollment
from mentorship_app.programs.withdrawal import what_becomes, withdraw
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.participant.current import my_enrollments


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of /me."""
    bp.add_url_rule("/leave", "ask_leave", ask_leave, methods=["GET"])
    bp.add_url_rule("/leave", "leave", leave, methods=["POST"])


def _chosen(public_id: str | None) -> tuple[Sequence[Enrollment], Enrollment | None]:
    """What the person takes part in, and which of it is meant: the one named, else the only one."""
    mine = my_enrollments()
    named = next((row for row in mine if row.public_id == public_id), None)
    return mine, named or (mine[0] if len(mine) == 1 and not public_id else None)


@requires(signed_in)
def ask_leave() -> BaseResponse:
    mine, chosen = _chosen(request.args.get("part"))
    if not mine:
        flash(_("You do not take part in anything now, so there is nothing to leave."), "info")
        return see_other(url_for(".index"))
    return page(
        "participant/me/leave.html",
        parts=mine,
        chosen=chosen,
        fates=what_becomes(db.session(), chosen) if chosen else None,
    )


@requires(signed_in)
def leave() -> Response | BaseResponse:
    _mine, chosen = _chosen(request.form.get("part"))
    if chosen is None:
        flash(_("You do not take part in that any more. Nothing changed."), "info")
        return see_other(url_for(".index"))
    withdraw(db.session(), chosen, by=current_actor(), now=clock.now())
    flash(
        _(
            "You have left %(program)s. What was said here has been done. You can still download your record.",
            program=chosen.cohort.program.name,
        ),
        "success",
    )
    return see_other(url_for(".index"))
