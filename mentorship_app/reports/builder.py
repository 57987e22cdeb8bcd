"""From released numbers to the files of a report."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import CATALOGUES
from mentorship_app.core.paths import STATIC, TEMPLATES
from mentorship_app.documents import render_both
from mentorship_app.programs import Cohort
from mentorship_app.reports import context as contexts
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.files.archive import enclosures
from mentorship_app.reports.files.figure_files import write_figures
from mentorship_app.reports.files.stored import stored_tables
from mentorship_app.reports.files.workbook import write_workbook
from mentorship_app.reports.outline import parts_of, usual
from mentorship_app.reports.page import draw_body, draw_page, title_of
from mentorship_app.reports.ranges import check_changes, check_ranges
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.software import software
from mentorship_app.reports.tables import write_csv

STEPS = 5
"""Steps that ``draw`` reports: sections, page and tables, PDF and archive, workbook, figures."""

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

    def files(self) -> dict[str, bytes]:
        """Everything as bytes by name, to be handed from one process to another."""
        words = {name: getattr(self, name).encode() for name in _WORDS}
        more = {kind.value: content for kind, content in self.downloads.items()}
        return {**words, "pdf": self.pdf, "csv": self.csv, "tables": json.dumps(self.tables).encode(), **more}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> "Drawn":
        """What ``files`` gave."""
        words = {name: files[name].decode() for name in _WORDS}
        more = {kind: files[kind.value] for kind in DownloadKind}
        return cls(**words, pdf=files["pdf"], csv=files["csv"], tables=json.loads(files["tables"]), downloads=more)


_WORDS = ("title", "content_hash", "data_hash", "html", "page")


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


def draw(gathered: Gathered, *, made_at: datetime, progress: Progress | None = None) -> Drawn:
    """Draw the files; takes some seconds and no database. Raises PdfUnavailable where Pango is missing."""
    report = progress or (lambda _done, _total: None)
    context = gathered.context
    title = title_of(context)
    report(0, STEPS)
    sections = draw_sections(context)
    report(1, STEPS)
    body = draw_body(sections, context)
    page = draw_page(body, context)
    csv = write_csv([(section.name, section.tables) for section in sections], context.words)
    report(2, STEPS)
    enclosed = enclosures(sections, csv, context.words)
    pdf, archive = render_both(page, base=STATIC, made_at=made_at, enclosed=enclosed)
    report(3, STEPS)
    workbook = write_workbook(sections, context, title=title, made_at=made_at)
    report(4, STEPS)
    figures = write_figures(sections, context.words, source=title)
    report(5, STEPS)
    return Drawn(
        title=title,
        content_hash=gathered.content_hash,
        data_hash=context.data_hash,
        html=body,
        page=page,
        pdf=pdf,
        csv=csv,
        tables=stored_tables(sections),
        downloads={
            DownloadKind.ARCHIVE: archive,
            DownloadKind.WORKBOOK: workbook,
            DownloadKind.FIGURES: figures,
        },
    )


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
