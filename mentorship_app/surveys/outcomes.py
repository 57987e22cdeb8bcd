"""What may be told of the same people at several waves, and of several years: frozen, as everything that leaves here.

Whatever may not be shown is None, and ``status`` says why. All numbers come from people whose waves are linked by the
panel code; nobody is followed from one program to another.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import CutOff, SourcedNumber
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics import (
    AdjustedDifference,
    GroupDifference,
    MiddleChange,
    PairedChange,
    PairedShares,
    Pooled,
    Reliability,
    ShareBounds,
    SignedRank,
    Trend,
)
from mentorship_app.surveys.datasets import DatasetRef, ScaleInfo

Told = ExactShare | ShareBand | None
"""How many of the paired people, exactly, as a range, or not at all."""


@dataclass(frozen=True)
class WaveSide:
    """One wave as one end of a comparison. ``n`` people have a score on the scale; None where it is not told."""

    ref: DatasetRef
    title: LocalizedText
    collected_on: date | None
    eligible: int | None
    n: int | None


@dataclass(frozen=True)
class LimitChange:
    """How many of the paired people lie at a published limit or beyond it, before and after."""

    cutoffs: tuple[CutOff, ...]
    """Every reading of this limit."""
    before: Told
    after: Told
    status: Visibility
    paired: PairedShares | None = None
    """The four cells and McNemar's test, where they may all be told."""


@dataclass(frozen=True)
class Moves:
    """How many of the paired people changed by more than a published number."""

    kind: Literal["reliable", "matters"]
    """Beyond what the measure's own error explains, or by the smallest change that matters."""
    constant: SourcedNumber
    """The published reliability or change that the threshold rests on."""
    threshold: float
    """In points of the scale."""
    improved: Told
    same: Told
    worse: Told
    status: Visibility


@dataclass(frozen=True)
class ArmDifference:
    """Mentored and not, at the later wave."""

    mentored: LocalizedText
    others: LocalizedText
    status: Visibility
    difference: GroupDifference | None
    """First group: the mentored."""
    adjusted: AdjustedDifference | None = None
    """The same difference at equal scores before, where enough people of both groups are paired."""


@dataclass(frozen=True)
class ScaleChange:
    """How the same people's scores on one scale changed from one wave to a later one.

    ``paired`` and all that hangs on it is None unless ``status`` is SHOWN.
    """

    scale: ScaleInfo
    before: WaveSide
    after: WaveSide
    of_mentors: bool
    status: Visibility
    paired: PairedChange | None
    middle: MiddleChange | None = None
    """Hodges and Lehmann's middle of the changes."""
    signed_rank: SignedRank | None = None
    permutation_p: float | None = None
    limits: tuple[LimitChange, ...] = ()
    moves: tuple[Moves, ...] = ()
    arms: ArmDifference | None = None
    smallest: float | None = None
    """Smallest standardised change (d_z) that so many pairs would show four times in five."""
    floor: int = FLOOR


@dataclass(frozen=True)
class ScaleTrend:
    """One scale over three waves or more. ``trend`` is None unless ``status`` is SHOWN."""

    scale: ScaleInfo
    waves: tuple[WaveSide, ...]
    of_mentors: bool
    status: Visibility
    trend: Trend | None


@dataclass(frozen=True)
class ScaleReliability:
    """How well the questions of one scale hung together in one wave; None where too few answered all of them."""

    scale: ScaleInfo
    wave: WaveSide
    alpha: Reliability | None
    omega: Reliability | None


@dataclass(frozen=True)
class LostShare:
    """The share at a limit in one wave, if nobody or everybody of those who did not answer were there too."""

    scale: ScaleInfo
    wave: WaveSide
    cutoffs: tuple[CutOff, ...]
    bounds: ShareBounds


@dataclass(frozen=True)
class Attrition:
    """Who of one wave answered a later one. Counts are None where they are not told."""

    before: WaveSide
    after: WaveSide
    of_mentors: bool
    both: int | None
    only_before: int | None
    only_after: int | None
    status: Visibility
    at_first: tuple[tuple[ScaleInfo, GroupDifference], ...] = ()
    """Scores before of those who stayed (first) and those who did not, where both groups may be told."""


@dataclass(frozen=True)
class YearChange:
    """The change of one year, beside others."""

    cohort_id: UUID
    cohort: str
    starts_on: date
    status: Visibility
    paired: PairedChange | None


@dataclass(frozen=True)
class YearsOfScale:
    """One scale over the cohorts of several years, oldest first."""

    scale: ScaleInfo
    years: tuple[YearChange, ...]
    pooled: Pooled | None
    """The years' mean changes (points of the scale) brought together; None for fewer than two shown years."""
    together: PairedChange | None = None
    """Everybody's pairs in one, where single years are too small to be shown and all of them together are not."""
    together_status: Visibility = Visibility.PRIMARY
    together_of: tuple[UUID, ...] = ()
    """The cohorts in ``together``: not always all, since a single small year must not follow from two such sums."""
    of_mentors: bool = False


@dataclass(frozen=True)
class Outcomes:
    """Everything that links waves or years, in the order of waves and scales."""

    changes: tuple[ScaleChange, ...] = ()
    """From the first wave of each measure to every later one that asks it."""
    trends: tuple[ScaleTrend, ...] = ()
    reliabilities: tuple[ScaleReliability, ...] = ()
    lost: tuple[LostShare, ...] = ()
    attrition: tuple[Attrition, ...] = ()
    years: tuple[YearsOfScale, ...] = ()
