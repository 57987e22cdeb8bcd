"""What is ahead of a person: the meetings they planned, and the dates of their cohort."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import url_for

from mentorship_app.core import clock
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.groups.queries import my_groups
from mentorship_app.mentoring.meetings.queries import planned_meetings
from mentorship_app.programs import Cohort
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, clock_time
from mentorship_app.web.participant.home.step import Reader
from mentorship_app.web.participant.year import ComingDate, coming_dates


def ahead_of(readers: Sequence[Reader], cohort: Cohort) -> list[ComingDate]:
    """Soonest first. One query for all pairs of a role, two for its groups."""
    found = [coming for reader in readers for coming in _meetings(reader)]
    return sorted(found + coming_dates(cohort), key=lambda coming: coming.on)


def _meetings(reader: Reader) -> list[ComingDate]:
    pairs: dict[UUID | None, str] = {pairing.id: reader.other(pairing) for pairing in reader.pairs}
    groups: dict[UUID | None, str] = {group.id: group.name for group in my_groups(db.session(), reader.enrollment)}
    zone, now, found = zone_of(reader.enrollment), clock.now(), []
    for meeting in planned_meetings(db.session(), _ids(pairs), _ids(groups)):
        if meeting.starts_at is None or meeting.starts_at <= now:
            continue
        name = (pairs | groups).get(meeting.pairing_id or meeting.group_id, "")
        title = _("Meeting with %(name)s", name=name)
        url = url_for("participant.meetings.show", meeting_id=meeting.public_id)
        note = clock_time(meeting.starts_at)
        found.append(ComingDate(clock.local_date(meeting.starts_at, zone), title, note, url))
    return found


def _ids(names: Iterable[UUID | None]) -> list[UUID]:
    return [one for one in names if one is not None]
