"""Editions of reports by their ids, and the lines that the console says about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.reports import Report, ReportFile
from mentorship_app.reports.editions import Edition, EditionStatus
from mentorship_app.reports.editions.freezing import Check, Verdict
from mentorship_app.reports.enums import ReportStatus

_NEVER = "-"


@dataclass(frozen=True)
class DrawnEdition:
    """An edition with its last drawing, if there is one."""

    edition: Edition
    drawn_on: str
    data_hash: str

    @property
    def line(self) -> str:
        """Columns between two spaces, so that a program can cut them."""
        edition = self.edition
        return "  ".join(
            [
                edition.public_id,
                f"{edition.outline.value:<12}",
                edition.locale,
                f"{edition.status.value:<6}",
                f"{self.drawn_on:<10}",
                self.data_hash,
            ]
        )


def edition_named(session: Session, public_id: str) -> Edition:
    """The edition with this id; raises Failure where there is none."""
    edition = session.scalar(select(Edition).where(Edition.public_id == public_id))
    if edition is None:
        raise Failure(
            f"There is no edition {public_id!r}.\n  See those there are: mentorship report list --cohort NAME"
        )
    return edition


def frozen_editions(session: Session) -> dict[str, UUID]:
    """Every frozen edition of the installation, oldest first, by its public id."""
    found = session.execute(
        select(Edition.public_id, Edition.id)
        .where(Edition.status == EditionStatus.FROZEN)
        .order_by(Edition.frozen_at, Edition.id)
    )
    return {name: edition_id for name, edition_id in found}  # noqa: C416  a result is no plain mapping


def drawn_editions(session: Session, cohort_id: UUID) -> list[DrawnEdition]:
    """The editions of a cohort, newest first, in one query."""
    newest = (
        select(Report.edition_id, func.max(Report.created_at).label("at"))
        .where(Report.status == ReportStatus.READY)
        .group_by(Report.edition_id)
        .subquery()
    )
    found = session.execute(
        select(Edition, ReportFile.created_at, ReportFile.data_hash)
        .outerjoin(newest, newest.c.edition_id == Edition.id)
        .outerjoin(Report, (Report.edition_id == Edition.id) & (Report.created_at == newest.c.at))
        .outerjoin(ReportFile, ReportFile.id == Report.file_id)
        .where(Edition.cohort_id == cohort_id)
        .order_by(Edition.created_at.desc(), Edition.id)
    )
    lines: dict[UUID, DrawnEdition] = {}
    for edition, at, data_hash in found:
        # Two drawings of one moment, such as the last draft and the frozen one, are one line.
        lines.setdefault(
            edition.id, DrawnEdition(edition, at.date().isoformat() if data_hash else _NEVER, data_hash or _NEVER)
        )
    return list(lines.values())


def verdict_lines(name: str, verdict: Verdict) -> Iterator[str]:
    """What was found about a frozen edition, in words."""
    yield f"{name}: {'intact' if verdict.is_intact else 'NOT INTACT'}"
    kept = {
        Check.SAME: "files: as they were frozen",
        Check.DIFFERENT: f"files: CHANGED since they were frozen ({', '.join(verdict.changed)})",
        Check.UNKNOWN: "files: the log does not say how they were frozen",
    }
    redrawn = {
        Check.SAME: "drawn again: the same PDF, byte for byte",
        Check.DIFFERENT: "drawn again: another PDF; this version of the app or its libraries draws differently",
        Check.UNKNOWN: "drawn again: not possible here",
    }
    numbers = {
        Check.SAME: "numbers: those of today",
        Check.DIFFERENT: "numbers: today's answers give others; more was imported, or a year was deleted",
        Check.UNKNOWN: "numbers: today's answers give none",
    }
    for line in (kept[verdict.kept], redrawn[verdict.redrawn], numbers[verdict.numbers]):
        yield f"  {line}"
