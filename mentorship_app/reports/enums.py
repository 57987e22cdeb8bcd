"""Where a report stands."""

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
