"""What a call looks for: places by department, site, topic, language; identity on request. Works without a script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.recruitment.targets import (
    CallTarget,
    Dimension,
    TargetEntry,
    set_targets,
    targets_of_call,
)
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications.forms import strip
from mentorship_app.web.coordinator.applications.here import CallHere, call_here
from mentorship_app.web.coordinator.calls import words
from mentorship_app.web.coordinator.calls.forms import whole_number
from mentorship_app.web.coordinator.calls.routes import bp
from mentorship_app.web.coordinator.calls.values import code_of, options_of, shown_value
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.versioned_form import VersionedForm

BLANK_ROWS = 2
MOST_OFFERED = 200


@dataclass(frozen=True)
class TargetRow:
    """One row as it stands in the form."""

    value: str = ""
    places: str = ""


@dataclass(frozen=True)
class TargetGroup:
    """The rows of one dimension and the values that are offered for it."""

    dimension: Dimension
    rows: tuple[TargetRow, ...]
    offered: tuple[str, ...]

    @property
    def has_entries(self) -> bool:
        return any(row.value or row.places for row in self.rows)


Rows = dict[Dimension, tuple[TargetRow, ...]]


@bp.get("/calls/<slug>/targets")
@requires(coordinates, load=call_here)
def targets(here: CallHere) -> Response:
    kept = targets_of_call(db.session, here.call)
    return _page(here, VersionedForm(version=str(here.call.version)), _rows_of(here.program, kept))


@bp.post("/calls/<slug>/targets")
@requires(coordinates, load=call_here)
def save_targets(here: CallHere) -> Response | BaseResponse:
    """Save, or (button “more rows”) show the same page with room for more."""
    form, rows = VersionedForm(), _typed(request.form)
    if request.form.get("action") == "more":
        return _page(here, form, rows)
    try:
        entries = list(_entries(here.program, rows))
        set_targets(db.session, here.call, entries, version=form.read_version, by=current_actor(), now=clock.now())
    except Conflict as error:
        db.session.rollback()
        fresh = call_here(here.program.slug, here.call.slug)
        put_error(form, error)
        form.renew(fresh.call.version)
        return _page(fresh, form, rows, 409, theirs=_compared(fresh, rows))
    except AppError as error:
        put_error(form, error)
        return _page(here, form, rows, 422)
    flash(_("The targets are saved."), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, slug=here.call.slug))


def _page(
    here: CallHere,
    form: VersionedForm,
    rows: Rows,
    status: int = 200,
    *,
    theirs: list[dict[str, str]] | None = None,
) -> Response:
    groups = [
        TargetGroup(
            dimension,
            (*rows.get(dimension, ()), *(TargetRow() for _number in range(BLANK_ROWS))),
            _offered(here.program, here.cohort, dimension),
        )
        for dimension in Dimension
    ]
    return page(
        "coordinator/calls/targets.html",
        status,
        call=here.call,
        form=form,
        groups=groups,
        theirs=theirs,
        words=words,
        action=url_for(".save_targets", program_slug=here.program.slug, slug=here.call.slug),
    )


def _typed(form: MultiDict[str, str]) -> Rows:
    """What stands in the form, without the rows that are blank."""
    rows: Rows = {}
    for dimension in Dimension:
        values = form.getlist(f"{dimension}-value")
        places = form.getlist(f"{dimension}-places")
        pairs = [TargetRow(strip(value), strip(number)) for value, number in zip(values, places, strict=False)]
        rows[dimension] = tuple(row for row in pairs if row.value or row.places)
    return rows


def _entries(program: Program, rows: Rows) -> Iterator[TargetEntry]:
    for dimension, typed in rows.items():
        for row in typed:
            yield TargetEntry(dimension, code_of(program, dimension, row.value), whole_number(row.places))


def _rows_of(program: Program, kept: Iterable[CallTarget]) -> Rows:
    rows: Rows = {}
    for target in kept:
        row = TargetRow(shown_value(program, target), str(target.places_wanted))
        rows[target.dimension] = (*rows.get(target.dimension, ()), row)
    return rows


def _compared(here: CallHere, typed: Rows) -> list[dict[str, str]]:
    """What stands there now beside what was typed, a line for each dimension that differs."""
    kept = _rows_of(here.program, targets_of_call(db.session, here.call))
    lines = []
    for dimension in Dimension:
        now, mine = (_listed(rows.get(dimension, ())) for rows in (kept, typed))
        if now != mine:
            lines.append({"field": str(words.DIMENSION[dimension]), "theirs": now, "yours": mine})
    return lines


def _listed(rows: Iterable[TargetRow]) -> str:
    return ", ".join(f"{row.value} ({row.places})" for row in rows) or "–"


def _offered(program: Program, cohort: Cohort, dimension: Dimension) -> tuple[str, ...]:
    """Values to pick from: the options of the form, or what stands on the rosters of the program's cohorts."""
    options = options_of(program, dimension)
    if options:
        return tuple(option.label.in_(current_locale()) for option in options)
    column = {Dimension.DEPARTMENT: Enrollment.department, Dimension.SITE: Enrollment.site}.get(dimension)
    if column is None:
        return ()
    cohorts = [known.id for known in cohort.program.cohorts]
    found = select(column).where(Enrollment.cohort_id.in_(cohorts), column != "").distinct().limit(MOST_OFFERED)
    return tuple(sorted(db.session.scalars(found), key=str.casefold))
