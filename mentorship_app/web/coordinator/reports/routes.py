"""``/p/<program>/reports``: the list, one report as a page, its two files."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template, url_for
from jinja2_fragments.flask import render_block
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import translate
from mentorship_app.core.identity import Actor
from mentorship_app.reports import Report, ReportFile
from mentorship_app.reports import queries as reports
from mentorship_app.reports.services import request_usual
from mentorship_app.surveys.aggregates import list_datasets
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import Place, coordinates, place, reads_reports
from mentorship_app.web.coordinator.reports.forms import BuildForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, current_locale

bp = Blueprint("reports", __name__)

STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""


@dataclass(frozen=True)
class ReportHere:
    """A report's address within the cohort in view."""

    place: Place
    public_id: str


def report_here(program_slug: str, public_id: str) -> ReportHere:
    """The program first: who may not know of it learns nothing about its reports."""
    return ReportHere(place(program_slug), public_id)


def reads_this_report(actor: Actor, here: ReportHere) -> bool:
    """Coordinators and viewers of the program."""
    return reads_reports(actor, here.place)


@bp.get("/reports")
@requires(reads_reports, load=place)
def index(here: Place) -> Response:
    """The reports of the cohort, newest first; the list alone when htmx asks how far they are."""
    if not is_fragment_request():
        return page("coordinator/reports/index.html", **_listing(here, BuildForm(locale=current_locale())))
    listing = _listing(here, None)
    answer = make_response(render_block("coordinator/reports/index.html", "reports", **listing))
    if not listing["pending"]:
        answer.status_code = STOP_POLLING
    return answer


@bp.post("/reports")
@requires(coordinates, load=place)
def build(here: Place) -> BaseResponse:
    """Ask the worker for a report."""
    form = BuildForm()
    try:
        request_usual(db.session, here.cohort, locale=form.locale.data or "", by=current_actor(), now=clock.now())
    except FieldError as error:
        form.locale.errors = [translate(error.message, current_locale(), **error.values)]
        return page("coordinator/reports/index.html", 422, **_listing(here, form))
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/reports/<public_id>")
@requires(reads_this_report, load=report_here)
def show(here: ReportHere) -> Response:
    """The report as a page, in its own language."""
    report, file = reports.ready_report(db.session, here.place.cohort, here.public_id, ReportFile.html)
    # Our own templates wrote this markup and escaped what people had typed, when the report was built.
    body = Markup(file.html)  # noqa: S704
    return make_response(render_template("coordinator/reports/show.html", report=report, title=file.title, body=body))


@bp.get("/reports/<public_id>/report.pdf")
@requires(reads_this_report, load=report_here)
def pdf(here: ReportHere) -> Response:
    """The tagged PDF."""
    report, file = reports.ready_report(db.session, here.place.cohort, here.public_id, ReportFile.pdf)
    return _download(file.pdf, "application/pdf", _file_name(here.place, report, "pdf"))


@bp.get("/reports/<public_id>/report.csv")
@requires(reads_this_report, load=report_here)
def csv(here: ReportHere) -> Response:
    """Every number of the report."""
    report, file = reports.ready_report(db.session, here.place.cohort, here.public_id, ReportFile.csv)
    return _download(file.csv, "text/csv; charset=utf-8", _file_name(here.place, report, "csv"))


def _listing(here: Place, form: BuildForm | None) -> dict[str, Any]:
    lines = reports.newest_reports(db.session, here.cohort)
    return {
        "here": here,
        "form": form,
        "lines": lines,
        "pending": any(line.status.is_pending for line in lines),
        "has_results": bool(list_datasets(db.session, here.cohort)),
        "may_build": coordinates(current_actor(), here),
        "languages": LANGUAGE_NAMES,
        "reason": _reason,
        "refresh_url": url_for(".index", program_slug=here.program.slug),
    }


def _reason(line: reports.ReportLine) -> str:
    return translate(line.error, current_locale(), **line.error_values)


def _file_name(here: Place, report: Report, extension: str) -> str:
    """Slugs are lower case letters, digits and hyphens, so the name is safe on every system and in a header."""
    return f"{here.program.slug}-{here.cohort.slug}-report-{report.locale}.{extension}"


def _download(content: bytes, media_type: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
