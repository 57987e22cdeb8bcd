"""The links below a group on the page of the pair: the next meeting, the last one, and the group's own page."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for

from mentorship_app.core import clock
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.mentoring.meetings.queries import group_days_met, next_of_groups
from mentorship_app.programs import Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, day
from mentorship_app.web.participant.pair.lines import Line


def group_lines(groups: Sequence[tuple[MentoringGroup, Enrollment]]) -> dict[UUID, tuple[Line, ...]]:
    """Of each of these groups, for the one who reads; two queries."""
    ids = [group.id for group, _reader in groups]
    coming = next_of_groups(db.session(), ids, now=clock.now()) if ids else {}
    met = group_days_met(db.session(), ids) if ids else {}
    found = {}
    for group, reader in groups:
        own = url_for("participant.groups.show", group_id=group.public_id)
        lines = [Line(_("Open the group"), own, "people")]
        planned = coming.get(group.id)
        if planned is not None and planned.starts_at is not None:
            there = url_for("participant.meetings.show", meeting_id=planned.public_id)
            on = clock.local_date(planned.starts_at, zone_of(reader))
            lines.append(Line(_("Next meeting: %(day)s", day=day(on)), there, "calendar"))
        if met.get(group.id):
            lines.append(Line(_("Last met %(day)s", day=day(max(met[group.id]))), own + "#history", "clock"))
        found[group.id] = tuple(lines)
    return found
