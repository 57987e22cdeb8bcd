"""The whole year on one page: the check-ins as proposed, ticked, with their days, and one button."""

from dataclasses import dataclass, replace
from datetime import date

from flask import Response, flash, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.surveys import Wave
from mentorship_app.surveys.building import Length, length_of, usual_contents
from mentorship_app.surveys.year_plan import PlannedWave, already_planned, plan_year, proposed_plan
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.components import Problem, problems_of
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.surveys.forms import KIND_NAMES, MENTEES, MENTORS, PlannedForm
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext


@dataclass(frozen=True)
class Row:
    """One proposed check-in. ``present``: the wave that is planned already, in place of a form."""

    planned: PlannedWave
    present: Wave | None
    form: PlannedForm
    measures: tuple[str, ...]
    length: Length
    is_over: bool
    """Its usual days lie in the past."""

    @property
    def kind(self) -> str:
        return str(KIND_NAMES[self.planned.kind])


@bp.get("/plan")
@requires(coordinates, load=place)
def plan(here: Place) -> Response:
    return _plan_page(here, _rows(here))


@bp.post("/plan")
@requires(coordinates, load=place)
def plan_all(here: Place) -> Response | BaseResponse:
    """Plan what is ticked, all or nothing."""
    rows = _rows(here)
    wanted = [row for row in rows if row.present is None and row.form.wanted.data]
    # Each is looked at, so that every wrong day is said at once.
    if [row for row in wanted if not row.form.validate()]:
        return _plan_page(here, rows, 422)
    waves = [replace(row.planned, opens_on=row.form.opens_on.data, closes_on=row.form.closes_on.data) for row in wanted]
    try:
        made = plan_year(db.session, here.cohort, waves, by=current_actor(), now=clock.now())
    except FieldError as error:
        name, _dash, field = error.field.rpartition("-")
        row = next(row for row in wanted if row.planned.name == name)
        put_error(row.form, FieldError(field, error.message, **error.values))
        return _plan_page(here, rows, 422)
    if not wanted:
        return _plan_page(here, rows, 422, [Problem(_("Tick at least one check-in."), None)])
    flash(
        ngettext(
            "%(num)s check-in is planned. Nobody is asked yet.",
            "%(num)s check-ins are planned. Nobody is asked yet.",
            len(made),
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


def _rows(here: Place) -> list[Row]:
    today = clock.local_date(clock.now(), here.program.timezone)
    present = already_planned(db.session, here.cohort)
    few_mentors = 0 < _mentors(here) < FLOOR
    return [
        _row(here, planned, present.get((planned.kind, planned.for_mentors)), today, few_mentors)
        for planned in proposed_plan(here.cohort)
    ]


def _row(here: Place, planned: PlannedWave, present: Wave | None, today: date, few_mentors: bool) -> Row:
    contents = usual_contents(db.session, here.program, planned.kind, for_mentors=planned.for_mentors)
    is_over = planned.closes_on < today
    is_wanted = planned.is_usual and not is_over and not (planned.for_mentors and few_mentors)
    return Row(
        planned,
        present,
        PlannedForm.of(planned, is_wanted=is_wanted),
        tuple(block.title.in_(current_locale()) for block in contents.blocks),
        length_of(contents),
        is_over,
    )


def _mentors(here: Place) -> int:
    """How many take part as mentors; 0 while nobody was accepted yet."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Enrollment)
            .where(
                Enrollment.cohort_id == here.cohort.id,
                Enrollment.role == CohortRole.MENTOR,
                Enrollment.status == EnrollmentStatus.ACTIVE,
            )
        )
        or 0
    )


def _plan_page(here: Place, rows: list[Row], status: int = 200, problems: list[Problem] | None = None) -> Response:
    return page(
        "coordinator/surveys/plan.html",
        status,
        sides=[
            (MENTEES, _("Mentees"), [row for row in rows if not row.planned.for_mentors]),
            (MENTORS, _("Mentors"), [row for row in rows if row.planned.for_mentors]),
        ],
        problems=(problems or []) + [problem for row in rows for problem in problems_of(row.form)],
        few_mentors=0 < _mentors(here) < FLOOR,
        can_plan=any(row.present is None for row in rows),
    )
