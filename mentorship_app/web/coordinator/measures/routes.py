"""The list of measures and the page of each: facts, scales, limits, wording and licences. Nothing of the wording."""

from flask import Blueprint, Response, send_file

from mentorship_app.core import clock
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.binding import all_in_use, with_wording
from mentorship_app.instruments.binding.services import bound_versions
from mentorship_app.instruments.binding.template import template_of
from mentorship_app.instruments.licences import obstacles_among, standings_of
from mentorship_app.instruments.licences.standing import LicenceStanding, left_of, usable
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.measures import words
from mentorship_app.web.coordinator.measures.here import MeasureHere, measure_here, unbundled_here
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import current_locale

bp = Blueprint("measures", __name__, url_prefix="/surveys/measures")

ONE_PERSON = 1
"""Whether a measure could be asked at all; how many people a survey asks, its own page counts."""


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """Ready ones first, then those that lack something, each by title."""
    bound, standings = all_in_use(db.session(), here.program), standings_of(db.session(), here.program)
    rows = [
        _row(here, with_wording(found, bound.get((found.key, found.version)))[0], standings.get(found.key, ()))
        for found in catalogue.instruments()
    ]
    locale = current_locale()
    rows.sort(key=lambda row: (bool(row.missing), row.instrument.title.in_(locale).casefold()))
    return page("coordinator/measures/index.html", rows=rows, words=words)


def _row(here: Place, instrument: Instrument, standings: tuple[LicenceStanding, ...]) -> words.MeasureRow:
    today = clock.local_date(clock.now(), here.program.timezone)
    good = usable(standings, instrument, until=today)
    return words.MeasureRow(
        instrument=instrument,
        missing=words.said(obstacles_among(standings, instrument, people=ONE_PERSON, today=today)),
        left=left_of(good) if good else None,
    )


@bp.get("/<measure_key>")
@requires(coordinates, load=measure_here)
def show(here: MeasureHere) -> Response:
    today = clock.local_date(clock.now(), here.program.timezone)
    bound = bound_versions(db.session(), here.program, here.instrument)
    current = next((each for each in bound if each.instrument_version == here.instrument.version), None)
    standings = standings_of(db.session(), here.program, here.instrument.key).get(here.instrument.key, ())
    instrument, _wording_id = with_wording(here.instrument, current)
    return page(
        "coordinator/measures/show.html",
        row=_row(here, instrument, standings),
        instrument=instrument,
        bound=bound,
        current=current,
        licences=words.licence_rows(standings, today),
        words=words,
    )


@bp.get("/<measure_key>/template.csv")
@requires(coordinates, load=unbundled_here)
def template(here: MeasureHere) -> Response:
    return send_file(
        template_of(here.instrument, current_locale()),
        mimetype="text/csv",
        as_attachment=True,
        download_name=f"{here.instrument.key}.csv",
    )
