"""What leaves this package as numbers: frozen tables in which whatever may not be shown is not there at all."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import CutOff, ScoringSource, SourcedNumber
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics.descriptive import Summary

FEWEST_FOR_EXTREMES = 10
"""Lowest, highest and middle value are single people's values, so they need more people around them than a mean."""


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
class MeasureInfo:
    """The instrument, in the version that was asked, with all that must be said about it."""

    key: str
    version: int
    title: LocalizedText
    citation: LocalizedText
    licence: LocalizedText
    """Under which terms its wording may be used."""
    validated: bool
    scoring: ScoringSource | None
    """Where its key is taken from; None for what was written for this app."""


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
    measure: MeasureInfo | None = None
    """None for scores from elsewhere and for the program's own questions."""
    cutoffs: tuple[CutOff, ...] = ()
    """Every published limit, each with population, source and whether somebody read it there."""
    constants: tuple[SourcedNumber, ...] = ()
    """The smallest change that matters and the reliabilities, likewise."""
    has_ends: bool = True
    """Whether ``low`` and ``high`` are ends that answers were held to."""


@dataclass(frozen=True)
class GroupRow:
    """One group of one table. ``summary``, and with it the number of people, is None unless ``status`` is SHOWN.

    ``floor`` is the fewest people that this figure needs.
    """

    key: str
    name: LocalizedText
    status: Visibility
    summary: Summary | None
    floor: int = FLOOR


@dataclass(frozen=True)
class GroupTable:
    """The groups of one stratum, in their natural order."""

    key: str
    title: LocalizedText
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class ShareRow:
    """How many of one group. ``share`` is None where nothing may be told; ``status`` says why, or why it is a band."""

    key: str
    name: LocalizedText
    status: Visibility
    share: ExactShare | ShareBand | None
    floor: int


@dataclass(frozen=True)
class ShareGroup:
    """The groups of one stratum, in their natural order."""

    key: str
    title: LocalizedText
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True)
class ShareTable:
    """People for whom one thing holds: everybody, then by stratum. ``cutoffs`` are all readings of one limit."""

    key: str
    name: LocalizedText
    total: ShareRow
    groups: tuple[ShareGroup, ...]
    cutoffs: tuple[CutOff, ...] = ()


@dataclass(frozen=True)
class ScaleTable:
    """One scale: everybody, then by each stratum; those who answered an earlier wave too; shares beyond each limit."""

    scale: ScaleInfo
    total: GroupRow
    groups: tuple[GroupTable, ...]
    paired: GroupRow | None = None
    limits: tuple[ShareTable, ...] = ()


@dataclass(frozen=True)
class QuestionTable:
    """One of the program's own questions: a mean, or a share for each answer. One of the two is empty."""

    key: str
    text: LocalizedText
    mean: ScaleTable | None
    options: tuple[ShareTable, ...] = ()
    takes_several: bool = False
    """Whether one person may choose several answers, so that shares add up to more than everybody."""


@dataclass(frozen=True)
class ItemTable:
    """One question of a measure, for everybody: shares of those who answered below the middle, there, and above.

    ``rows`` have the keys ``low``, ``middle`` (only where the number of answers is odd) and ``high``, lowest answers
    first, and the answers as names. Which questions are told, and which never: ``surveys.items``.
    """

    key: str
    """Id of the question in its measure."""
    number: int
    """Its place in the measure, counted from 1."""
    scale: ScaleInfo
    """The scale that it belongs to, with its measure."""
    text: LocalizedText
    """What is asked, where its wording may be shown; else what it is about, or its id."""
    better: Literal["up", "down", "neither"]
    """Which end of the answers is the better one."""
    rows: tuple[ShareRow, ...]


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
    questions: tuple[QuestionTable, ...] = ()
    """The program's own, in the order in which they were asked."""
    of_mentors: bool = False
    """Whether mentors were asked; nothing of theirs is set beside what mentees answered."""
    items: tuple[ItemTable, ...] = ()
    """Single questions of the measures, as far as they may be told; empty for what was closed before they were."""
