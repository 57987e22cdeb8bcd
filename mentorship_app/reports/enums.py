"""Where a report stands, and in which forms it can be had."""

from enum import StrEnum


class ReportStatus(StrEnum):
    """From asked for to readable. A failed report says why and is asked for again, never repaired."""

    QUEUED = "queued"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"

    @property
    def is_pending(self) -> bool:
        """Whether the worker still has something to do."""
        return self in {ReportStatus.QUEUED, ReportStatus.BUILDING}


class DownloadKind(StrEnum):
    """Beside the page, the PDF and the CSV."""

    ARCHIVE = "archive"  # PDF/A-3a with every table attached as CSV
    WORKBOOK = "workbook"  # a sheet for each table
    FIGURES = "figures"  # a ZIP of every figure as SVG and PNG, on a page's width and on a slide
