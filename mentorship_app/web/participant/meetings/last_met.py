"""When the two last met, as a line below each person of a pair."""

from flask import url_for

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings.queries import days_met
from mentorship_app.programs import Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, day
from mentorship_app.web.participant.pair.lines import Line, lines, read_at_once


@lines.register("last_met")
def last_met_line(pairing: Pairing, _reader: Enrollment) -> Line | None:
    """The way to what was logged; nothing before the first meeting."""
    met = read_at_once("last_met", pairing, lambda pairs: days_met(db.session(), [pair.id for pair in pairs]))
    days = met.get(pairing.id)
    if not days:
        return None
    return Line(_("Last met %(day)s", day=day(max(days))), url_for("participant.meetings.index") + "#history", "clock")
