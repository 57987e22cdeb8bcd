"""What leaves this package as numbers: frozen tables in which whatever may not be shown is not there at all."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.statistics.descriptive import Summary


@dataclass(frozen=True)
class DatasetRef:
    """Which set of answers: a closed wave or an import."""

    kind: Literal["wave", "import"]
    id: UUID

    @property
    def subject(self) -> str:
        """Its name in the release ledger."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class ScaleInfo:
    """A scale with everything that must stand beside its numbers."""

    key: str
    name: LocalizedText
    low: float
    high: float
    better: Literal["up", "down", "neither"]
    validated: bool
    source: LocalizedText | None
    """Who published the scale, or that it was written for this app; None when not known."""


@dataclass(frozen=True)
class GroupRow:
    """One group of one table. ``summary``, and with it the number of people, is None unless ``status`` is SHOWN."""

    key: str
    name: LocalizedText
    status: Visibility
    summary: Summary | None


@dataclass(frozen=True)
class GroupTable:
    """The groups of one stratum, in their natural order."""

    key: str
    title: LocalizedText
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class ScaleTable:
    """One scale: everybody, then by each stratum."""

    scale: ScaleInfo
    total: GroupRow
    groups: tuple[GroupTable, ...]


@dataclass(frozen=True)
class Dataset:
    """One set of answers as it may be shown. ``eligible`` is None where nobody knows how many were asked."""

    ref: DatasetRef
    title: LocalizedText
    collected_on: date | None
    eligible: int | None
    answered: int
    scales: tuple[ScaleTable, ...]
    source: LocalizedText
    notes: tuple[LocalizedText, ...]
