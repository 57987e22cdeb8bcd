"""The further forms of a report: the archive, the workbook, the figures, and the page that says what each is for."""

from dataclasses import dataclass

from flask import Response, url_for
from sqlalchemy import func, select

from mentorship_app.core.errors import NotFound
from mentorship_app.reports import ReportFile
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.keeping import download_of
from mentorship_app.reports.models import ReportDownload
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.place import NOT_HERE
from mentorship_app.web.coordinator.reports.here import ReportHere, orm, reads_this_report, report_here
from mentorship_app.web.coordinator.reports.routes import bp, download, drawn_report, file_name
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _l

_KILOBYTE = 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileLine:
    """One form of a report in the list: what it is called and for, where it is, its size in KB."""

    name: str
    purpose: str
    address: str
    kilobytes: int


PDF = _l("PDF"), _l("To read, print and send. Tagged, so that it can be read aloud.")
CSV = _l("Table file (CSV)"), _l("Every number of the report, one a line, for any program.")
MORE = {
    DownloadKind.WORKBOOK: (_l("Workbook (Excel)"), _l("A sheet for each section, numbers as numbers.")),
    DownloadKind.FIGURES: (
        _l("Figures (ZIP)"),
        _l("Every figure as SVG and as a picture, on a page’s width and on a slide."),
    ),
    DownloadKind.ARCHIVE: (
        _l("Archive (PDF/A)"),
        _l("To be kept for years: the PDF with every table enclosed as CSV."),
    ),
}


@bp.get("/reports/<public_id>/files")
@requires(reads_this_report, load=report_here)
def files(here: ReportHere) -> Response:
    """Every form of the report with what it is for."""
    report, file = drawn_report(here, ReportFile.data_hash)
    pdf_size, csv_size = (
        orm()
        .execute(select(func.length(ReportFile.pdf), func.length(ReportFile.csv)).where(ReportFile.id == file.id))
        .one()
    )
    more = orm().execute(
        select(ReportDownload.kind, func.length(ReportDownload.content)).where(ReportDownload.file_id == file.id)
    )
    sizes = {kind: size for kind, size in more}  # noqa: C416  a result is no plain mapping
    lines = [_line(here, "pdf", PDF, pdf_size), _line(here, "csv", CSV, csv_size)]
    lines += [_line(here, kind.value, words, sizes[kind]) for kind, words in MORE.items() if kind in sizes]
    return page("coordinator/reports/downloads.html", report=report, file=file, lines=lines)


def _line(here: ReportHere, view: str, words: tuple[object, object], size: int) -> FileLine:
    address = url_for(f".{view}", program_slug=here.place.program.slug, public_id=here.public_id)
    name, purpose = words
    return FileLine(str(name), str(purpose), address, size // _KILOBYTE + 1)


@bp.get("/reports/<public_id>/archive.pdf")
@requires(reads_this_report, load=report_here)
def archive(here: ReportHere) -> Response:
    """PDF/A-3a with every table enclosed."""
    return _more(here, DownloadKind.ARCHIVE, "application/pdf", "archive.pdf")


@bp.get("/reports/<public_id>/workbook.xlsx")
@requires(reads_this_report, load=report_here)
def workbook(here: ReportHere) -> Response:
    """A sheet for each section."""
    return _more(here, DownloadKind.WORKBOOK, _XLSX, "xlsx")


@bp.get("/reports/<public_id>/figures.zip")
@requires(reads_this_report, load=report_here)
def figures(here: ReportHere) -> Response:
    """Every figure as SVG and PNG."""
    return _more(here, DownloadKind.FIGURES, "application/zip", "figures.zip")


def _more(here: ReportHere, kind: DownloadKind, media_type: str, extension: str) -> Response:
    report, file = drawn_report(here, ReportFile.data_hash)
    content = download_of(orm(), file.id, kind)
    if content is None:
        raise NotFound(NOT_HERE)
    return download(content, media_type, file_name(here.place, report, extension))
