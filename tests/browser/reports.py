"""Reports for the screens: two years to compare, drawn without the worker, and recommendations of both."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.reports import Report, ReportFile, ReportStatus
from mentorship_app.reports.editions import Edition, EditionStatus, EditionText
from mentorship_app.reports.files.stored import stored_tables
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.services import Entries, add
from mentorship_app.reports.section import Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from tests.factories import CohortFactory
from tests.factories.reports import ScoreImportFactory

SECTION = (
    '<section class="sheet" id="recommendations"><p class="section-name">Recommendations</p>'
    "<h1>2 things are to be done</h1><p>As it was drawn.</p></section>"
)
THINGS = (
    Entries("Give mentors two protected hours a month", "Head of the department", progress=Progress.UNDER_WAY),
    Entries("Ask about workload at midyear as well as at the end of the year, before the schedules are written"),
    Entries("Find a room near the wards", "Ottoline Marsh", progress=Progress.DROPPED, outcome="No room was free."),
)


def reports_on_stage(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> Mapping[str, str]:
    """A draft of this year that was drawn, an empty one, and last year's frozen one."""
    before = CohortFactory(
        program=cohort.program,
        name="The year before",
        starts_on=cohort.starts_on - timedelta(days=365),
        ends_on=cohort.starts_on - timedelta(days=30),
    )
    ScoreImportFactory(cohort=before)
    ScoreImportFactory(cohort=cohort)
    for year in (before, cohort):
        rows = [add(session, year, entries, by=by, now=now) for entries in THINGS]
        rows[0].due_on = now.date() - timedelta(days=3)
    drawn = _edition(session, cohort, EditionStatus.DRAFT, now=now)
    last = _edition(session, before, EditionStatus.FROZEN, now=now)
    _draw(session, drawn, _table(3.9, None), now=now)
    last.frozen_file_id = _draw(session, last, _table(4.2, 17.5), now=now).file_id
    new = Edition(cohort=cohort, locale="en", sections=["cover"], created_by=by.name, created_at=now)
    session.add(new)
    session.flush()
    return {
        "edition": drawn.public_id,
        "new_edition": new.public_id,
        "recommendation": rows[0].public_id,
    }


def _edition(session: Session, cohort: Cohort, status: EditionStatus, *, now: datetime) -> Edition:
    made = Edition(cohort=cohort, locale="en", status=status, sections=["cover", "recommendations"], created_at=now)
    made.created_by = made.frozen_by = "Isaure Brindille"
    made.frozen_at = now if status is EditionStatus.FROZEN else None
    made.texts = [EditionText(key="recommendations.finding", text="Less than we hoped for.\nMore than last year.")]
    session.add(made)
    session.flush()
    return made


def _draw(session: Session, edition: Edition, table: Table, *, now: datetime) -> Report:
    section = Section(key="scores", name="Scores", values={}, tables=(table,))
    file = ReportFile(cohort_id=edition.cohort_id, content_hash=edition.public_id, data_hash="d", title="A report")
    file.html, file.pdf, file.csv, file.tables = SECTION, b"%PDF-1.7", b"a", stored_tables([section])
    session.add(file)
    session.flush()
    report = Report(cohort=edition.cohort, edition_id=edition.id, edition_version=edition.version, locale="en")
    report.status, report.file_id, report.finished_at = ReportStatus.READY, file.id, now
    report.is_final = edition.status is EditionStatus.FROZEN
    session.add(report)
    session.flush()
    return report


def _table(strain: float, hope: float | None) -> Table:
    columns = ("Scale", "n", "Mean", "95 % interval")
    interval = Cell("3.1 to 4.7", (Number("low", 3.1, 1), Number("high", 4.7, 1)))

    def row(name: str, mean: float | None) -> Row:
        if mean is None:
            return Row(name, (Cell(), Cell(), Cell()), note="Not shown: fewer than 5 people answered.")
        number = Cell(f"{mean:.1f}", (Number("Mean", mean, 1),))
        return Row(name, (Cell("18", (Number("n", 18),)), number, interval))

    return Table(
        "Table 2. Mean scores of everybody who answered",
        tuple(Column(heading) for heading in columns),
        (row("Strain at work", strain), row("Hope", hope)),
        key="scores.all",
    )
