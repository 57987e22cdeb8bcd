"""``/p/<program>/reports``: the list, one report as a page, its two files."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from jinja2_fragments.flask import render_block
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import translate
from mentorship_app.reports import Report, ReportFile
from mentorship_app.reports import queries as reports
from mentorship_app.reports.editions import EditionStatus, policies
from mentorship_app.reports.editions.queries import editions_of, lines_of
from mentorship_app.reports.services import request_usual
from mentorship_app.surveys.aggregates import list_datasets
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import Place, coordinates, place, reads_reports
from mentorship_app.web.coordinator.reports.forms import BuildForm
from mentorship_app.web.coordinator.reports.here import ReportHere, orm, reads_this_report, report_here
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, current_locale

bp = Blueprint("reports", __name__)

STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""
ROWS_A_PAGE = 50


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
    """Ask the worker for a report with nothing chosen."""
    form = BuildForm()
    try:
        request_usual(orm(), here.cohort, locale=form.locale.data or "", by=current_actor(), now=clock.now())
    except FieldError as error:
        form.locale.errors = [translate(error.message, current_locale(), **error.values)]
        return page("coordinator/reports/index.html", 422, **_listing(here, form))
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/reports/<public_id>")
@requires(reads_this_report, load=report_here)
def show(here: ReportHere) -> Response:
    """The report as a page, in its own language."""
    report, file = drawn_report(here, ReportFile.html)
    # Our own templates wrote this markup and escaped what people had typed, when the report was built.
    body = Markup(file.html)  # noqa: S704
    return make_response(render_template("coordinator/reports/show.html", report=report, title=file.title, body=body))


@bp.get("/reports/<public_id>/report.pdf")
@requires(reads_this_report, load=report_here)
def pdf(here: ReportHere) -> Response:
    """The tagged PDF."""
    report, file = drawn_report(here, ReportFile.pdf)
    return download(file.pdf, "application/pdf", file_name(here.place, report, "pdf"))


@bp.get("/reports/<public_id>/report.csv")
@requires(reads_this_report, load=report_here)
def csv(here: ReportHere) -> Response:
    """Every number of the report."""
    report, file = drawn_report(here, ReportFile.csv)
    return download(file.csv, "text/csv; charset=utf-8", file_name(here.place, report, "csv"))


def drawn_report(here: ReportHere, column: Any) -> tuple[Report, ReportFile]:
    """The report with one of its files. Raises NotFound, for viewers also where it is a draft."""
    with_drafts = policies.can_read_drafts(current_actor(), here.place.program)
    return reports.ready_report(orm(), here.place.cohort, here.public_id, column, with_drafts=with_drafts)


def _listing(here: Place, form: BuildForm | None) -> dict[str, Any]:
    may_build = coordinates(current_actor(), here)
    listed = db.paginate(
        editions_of(here.cohort, frozen_only=not may_build),
        page=max(1, request.args.get("page", 1, int)),
        per_page=ROWS_A_PAGE,
        error_out=False,
    )
    editions = lines_of(orm(), listed.items)
    earlier = reports.reports_without_edition(orm(), here.cohort) if listed.page == 1 else []
    return {
        "here": here,
        "form": form,
        "listed": listed,
        "editions": editions,
        "earlier": earlier,
        "pending": any(line.is_pending for line in editions) or any(line.status.is_pending for line in earlier),
        "has_results": bool(list_datasets(orm(), here.cohort)),
        "may_build": may_build,
        "languages": LANGUAGE_NAMES,
        "name_of": edition_name,
        "frozen": EditionStatus.FROZEN,
        "reason": reason,
        "refresh_url": url_for(".index", program_slug=here.program.slug, page=listed.page if listed.page > 1 else None),
    }


def reason(line: reports.ReportLine) -> str:
    """Why a report was not built, in the reader's language."""
    return translate(line.error, current_locale(), **line.error_values)


def file_name(here: Place, report: Report, extension: str) -> str:
    """Slugs are lower case letters, digits and hyphens, so the name is safe on every system and in a header."""
    return f"{here.program.slug}-{here.cohort.slug}-report-{report.locale}.{extension}"


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep under ``name``."""
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
