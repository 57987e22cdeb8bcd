"""From released numbers to the files of a report."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import CATALOGUES
from mentorship_app.core.limits import Limits
from mentorship_app.core.paths import STATIC, TEMPLATES
from mentorship_app.documents import Printed, PrintTask, print_here
from mentorship_app.documents.apart import print_apart
from mentorship_app.programs import Cohort
from mentorship_app.reports import context as contexts
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.files.archive import enclosures
from mentorship_app.reports.files.figure_files import pictures_of, to_draw, write_figures
from mentorship_app.reports.files.stored import stored_tables
from mentorship_app.reports.files.workbook import write_workbook
from mentorship_app.reports.outline import parts_of, usual
from mentorship_app.reports.page import draw_body, draw_page, title_of
from mentorship_app.reports.ranges import check_changes, check_ranges
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.software import software
from mentorship_app.reports.tables import write_csv

STEPS = 4
"""Steps that ``draw`` reports: sections, page and tables, PDFs, pictures."""

Progress = Callable[[int, int], None]
"""Called with the number of steps done and ``STEPS``."""


@dataclass(frozen=True)
class Gathered:
    """Everything a report will say, and the hash that it is kept under."""

    context: ReportContext
    content_hash: str


@dataclass(frozen=True)
class Drawn:
    """The files of a report: the same numbers in every form."""

    title: str
    content_hash: str
    data_hash: str
    html: str
    page: str
    """The whole document that both PDFs were drawn from."""
    pdf: bytes
    csv: bytes
    tables: list[dict[str, Any]]
    """As ``files.stored`` says."""
    downloads: Mapping[DownloadKind, bytes]
    """Empty bytes for a form that has nothing in it."""


def gather(session: Session, cohort: Cohort, locale: str, choice: Choice | None = None, *, now: datetime) -> Gathered:
    """Release and check the numbers. Short, so that it may hold the database; drawing is not.

    Raises NothingToReport, ReleaseRefused or ScoreOutOfRange.
    """
    context = contexts.collect(session, cohort, locale, choice or usual(), now=now)
    for dataset in context.datasets:
        check_ranges(dataset, context.words)
    check_changes(context.outcomes.changes, context.words)
    return hashed(cohort.id, context)


def hashed(cohort_id: UUID, context: ReportContext) -> Gathered:
    """What will be said, with the hash that its files are kept under."""
    digest = hashlib.sha256(f"{cohort_id} {context.content_hash} {_design_hash()}".encode()).hexdigest()
    return Gathered(context, digest)


def draw_sections(context: ReportContext) -> list[Section]:
    """The sections that are chosen and have something to say, their figures and tables numbered through."""
    numbering = Numbering()
    parts = parts_of(context.choice.sections or usual().sections)
    return [section for part in parts if (section := _drawn(part, context, numbering)) is not None]


def left_out(context: ReportContext) -> list[Part]:
    """The chosen parts that have nothing to say."""
    return [part for part in parts_of(context.choice.sections) if part.draw(context, Numbering()) is None]


def _drawn(part: Part, context: ReportContext, numbering: Numbering) -> Section | None:
    section = part.draw(context, numbering)
    if section is None:
        numbering.left_out.append(part)
    if section is None or not part.has_words:
        return section
    return replace(section, finding=context.said(f"{part.key}.finding"), action=context.said(f"{part.key}.action"))


def draw(
    gathered: Gathered, *, made_at: datetime, progress: Progress | None = None, limits: Limits | None = None
) -> Drawn:
    """Draw the files; takes some seconds and no database. With ``limits``, what is heavy has a process of its own.

    Raises PdfUnavailable where Pango is missing, and TooLarge beyond a limit.
    """
    report = progress or (lambda _done, _total: None)
    context = gathered.context
    title = title_of(context)
    report(0, STEPS)
    sections = draw_sections(context)
    report(1, STEPS)
    body = draw_body(sections, context)
    page = draw_page(body, context)
    csv = write_csv([(section.name, section.tables) for section in sections], context.words)
    drawings = pictures_of(sections, source=title)
    report(2, STEPS)
    task = PrintTask(page, STATIC, made_at, enclosures(sections, csv, context.words), to_draw(drawings))
    printed = _printed(task, limits, lambda done, _of: report(2 + done, STEPS))
    return Drawn(
        title=title,
        content_hash=gathered.content_hash,
        data_hash=context.data_hash,
        html=body,
        page=page,
        pdf=printed.pdf,
        csv=csv,
        tables=stored_tables(sections),
        downloads={
            DownloadKind.ARCHIVE: printed.archive,
            DownloadKind.WORKBOOK: write_workbook(sections, context, title=title, made_at=made_at),
            DownloadKind.FIGURES: write_figures(drawings, printed.pictures, context.words),
        },
    )


def _printed(task: PrintTask, limits: Limits | None, progress: Progress) -> Printed:
    return print_apart(task, limits, progress) if limits else print_here(task, progress)


@cache
def _design_hash() -> str:
    """Changes with everything of the app's own that shapes a report: after an upgrade it is drawn anew."""
    digest = hashlib.sha256(repr(software()).encode())
    package = Path(__file__).parent
    folders = (
        (package, "*.py"),
        (package.parent / "charts", "*.py"),
        (package.parent / "documents", "*.py"),
        (TEMPLATES / "reports", "*.html"),
        (STATIC / "report", "*"),
        (CATALOGUES, "*.po"),
    )
    files = [path for folder, pattern in folders for path in sorted(folder.rglob(pattern)) if path.is_file()]
    for path in (*files, STATIC / "css" / "report.css"):
        digest.update(path.read_bytes())
    return digest.hexdigest()
