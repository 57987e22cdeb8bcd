"""A group's own page: who is in it, when it meets, what it could be about."""

from dataclasses import dataclass

from flask import Blueprint, Response

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.mentoring.meetings.queries import held_meetings, planned_meetings
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.participant.meetings.circles import Circle, my_circles
from mentorship_app.web.participant.meetings.shown import agenda_here, rows, zone_words

bp = Blueprint("groups", __name__, url_prefix="/groups")

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class OwnGroup:
    """The group of the address, and the reader's place in it."""

    group: MentoringGroup
    circle: Circle


def own_group(group_id: str) -> OwnGroup:
    """A running group that the reader is in; raises NotFound for any other."""
    for circle in my_circles():
        if isinstance(circle.company, MentoringGroup) and circle.company.public_id == group_id:
            return OwnGroup(circle.company, circle)
    raise NotFound(N_("This group is not on your page any more."))


def is_in_group(actor: Actor, own: OwnGroup) -> bool:
    """Those who lead it, and its members."""
    return actor.account_id == own.circle.reader.account_id


@bp.get("/<group_id>")
@requires(is_in_group, load=own_group)
def show(own: OwnGroup) -> Response:
    group, circle, now = own.group, own.circle, clock.now()
    planned = planned_meetings(db.session(), [], [group.id])
    history = db.paginate(held_meetings([], [group.id]), per_page=ROWS_A_PAGE, error_out=False)
    return page(
        "participant/groups/show.html",
        group=group,
        circle=circle,
        planned=rows(planned, [circle]),
        is_to_come=any(one.starts_at is not None and one.starts_at > now for one in planned),
        history=history,
        rows=rows(history.items, [circle]),
        agenda=agenda_here(circle),
        zone=zone_words(group.cohort.program.timezone),
    )
