"""Which strata an answer may carry. A stratum narrows down who wrote it, so small ones are merged or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentorship_app.programs import Enrollment, TrainingLevel

SMALLEST_BAND = 7
"""Fewest people of the roster in any band that is stamped on answers."""

TRAINING_LEVEL = "training_level"


@dataclass(frozen=True)
class Band:
    """One value of a stratum: one training level, or neighbours that were merged because each alone is too small."""

    key: str
    name_en: str
    name_fr: str

    def as_dict(self) -> dict[str, str]:
        return {"key": self.key, "en": self.name_en, "fr": self.name_fr}


@dataclass(frozen=True)
class Strata:
    """The bands of a roster and the band of each person (by enrollment id); both empty when none is large enough."""

    bands: tuple[Band, ...]
    band_of: Mapping[UUID, str]


NO_STRATA = Strata((), {})


def training_bands(roster: Sequence[Enrollment]) -> Strata:
    """Bands of training level with at least ``SMALLEST_BAND`` people each, in the order of training.

    Neighbouring levels are merged until each band is large enough. People without a level would be a small group of
    their own, found by subtraction; so there are no strata at all while fewer than ``SMALLEST_BAND`` people, but not
    none, have no level. A single band tells nothing and is left out too.
    """
    people: dict[UUID, list[UUID]] = {}
    levels: dict[UUID, TrainingLevel] = {}
    for enrollment in roster:
        if enrollment.training_level is not None:
            levels[enrollment.training_level.id] = enrollment.training_level
            people.setdefault(enrollment.training_level.id, []).append(enrollment.id)
    without = len(roster) - sum(map(len, people.values()))
    ordered = sorted(levels.values(), key=lambda level: (level.position, level.code))
    merged = _merged(ordered, {level: len(ids) for level, ids in people.items()})
    if 0 < without < SMALLEST_BAND or len(merged) + (without > 0) < 2:
        return NO_STRATA
    band_of = {enrollment: _band(group).key for group in merged for level in group for enrollment in people[level.id]}
    return Strata(tuple(_band(group) for group in merged), band_of)


def _merged(levels: Sequence[TrainingLevel], sizes: Mapping[UUID, int]) -> list[list[TrainingLevel]]:
    """Runs of neighbouring levels, each large enough; what is left over at the end joins the last run."""
    groups: list[list[TrainingLevel]] = []
    open_group: list[TrainingLevel] = []
    for level in levels:
        open_group.append(level)
        if sum(sizes[member.id] for member in open_group) >= SMALLEST_BAND:
            groups.append(open_group)
            open_group = []
    if open_group and groups:
        groups[-1].extend(open_group)
    return groups


def _band(group: Sequence[TrainingLevel]) -> Band:
    first, last = group[0], group[-1]
    if first is last:
        return Band(first.code, first.name_en, first.name_fr)
    return Band(
        key="+".join(level.code for level in group),
        name_en=f"{first.name_en} to {last.name_en}",
        name_fr=f"{first.name_fr} à {last.name_fr}",
    )
