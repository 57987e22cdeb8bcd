"""Which strata an answer may carry. A stratum narrows down who wrote it, so small ones are merged or left out.

Arm (with a mentor or without), training level, site and how often people met. Every band, and every combination of
bands of the strata that are stamped together, has at least seven people of the roster. Where that does not hold, the
dose goes first, then training levels are merged, then sites, until the arm alone is left, or nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.searching import searchable
from mentorship_app.programs import Enrollment, TrainingLevel
from mentorship_app.surveys import doses
from mentorship_app.surveys.audience import paired_mentees
from mentorship_app.surveys.banding import SMALLEST_BAND, Band, Banding, all_large, runs, with_others
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.models import Wave

__all__ = [
    "ARM",
    "DOSE",
    "PAIRED",
    "SITE",
    "SMALLEST_BAND",
    "STRATA",
    "TRAINING_LEVEL",
    "UNPAIRED",
    "site_bandings",
    "stamped",
    "training_bandings",
]

TRAINING_LEVEL, ARM, SITE, DOSE = "training_level", "arm", "site", "dose"

STRATA: Mapping[str, LocalizedText] = {
    TRAINING_LEVEL: LocalizedText(en="Training level", fr="Niveau de formation"),
    ARM: LocalizedText(en="With or without a mentor", fr="Avec ou sans mentor"),
    SITE: LocalizedText(en="Site", fr="Lieu"),
    DOSE: LocalizedText(en="Meetings", fr="Rencontres"),
}
"""Titles of all strata, in the order of the tables."""

OTHERS = LocalizedText(en="Other sites", fr="Autres lieux")
PAIRED = Band("paired", "With a mentor", "Avec mentor")
UNPAIRED = Band("unpaired", "Without a mentor", "Sans mentor")
_MOST_WAYS = 512
"""Ways to merge that are tried for one stratum; ten training levels have as many."""


def stamped(session: Session, wave: Wave, roster: Sequence[Enrollment]) -> tuple[Banding, ...]:
    """The strata that answers of ``roster`` would carry, the finest choice in which nobody stands in a small group."""
    people = [enrollment.id for enrollment in roster]
    ways = _ways(
        arm=_arm(session, wave, roster),
        steps=_dose_bandings(doses.meetings_of(session, roster), roster),
        levels=training_bandings(roster),
        sites=site_bandings(roster),
    )
    return next((way for way in ways if all_large(people, way)), ())


def _ways(
    *, arm: Banding | None, steps: Sequence[Banding], levels: Sequence[Banding], sites: Sequence[Banding]
) -> Iterator[tuple[Banding, ...]]:
    """Combinations from the finest to the arm alone; each stratum's ways come finest first."""
    always = (arm,) if arm else ()
    for dose in steps:
        yield (*always, *levels[:1], *sites[:1], dose)
    for level in levels:
        yield (*always, level, *sites[:1])
    for site in sites[1:]:
        for level in levels:
            yield (*always, level, site)
    for level in levels:
        yield (*always, level)
    for site in sites:
        yield (*always, site)
    yield always


def _arm(session: Session, wave: Wave, roster: Sequence[Enrollment]) -> Banding | None:
    """With or without a mentor on this day; only where both are asked, and nobody of an earlier year or of mentors."""
    if set(wave.groups) != {AudienceGroup.MENTEES, AudienceGroup.UNMATCHED}:
        return None
    paired = paired_mentees(session, wave.cohort)
    arm_of = {person.id: (PAIRED if person.id in paired else UNPAIRED).key for person in roster}
    sizes = Counter(arm_of.values())
    if len(sizes) < 2 or min(sizes.values()) < SMALLEST_BAND:
        return None
    return Banding(ARM, (PAIRED, UNPAIRED), arm_of)


def training_bandings(roster: Sequence[Enrollment]) -> list[Banding]:
    """Bands of neighbouring training levels, finest first.

    People without a level would be a small group of their own, found by subtraction; so there are none at all while
    fewer than ``SMALLEST_BAND`` people, but not none, have no level. A single band tells nothing and is left out too.
    """
    of_person = {person.id: person.training_level for person in roster if person.training_level is not None}
    levels = sorted(
        {level.id: level for level in of_person.values()}.values(), key=lambda each: (each.position, each.code)
    )
    place = {level.id: position for position, level in enumerate(levels)}
    values = {person: place[level.id] for person, level in of_person.items()}
    cuts = runs(_sizes(values, len(levels)), fewest=1 if len(values) < len(roster) else 2)
    return _bandings(TRAINING_LEVEL, values, len(roster), cuts, lambda run: _level_band([levels[at] for at in run]))


def site_bandings(roster: Sequence[Enrollment]) -> list[Banding]:
    """Bands of sites, finest first: the large ones by themselves, the others together.

    Spellings of one name that differ in case, accents or spaces are one site, called as most write it. People without
    a site are treated as those without a training level.
    """
    of_person = {person.id: folded for person in roster if (folded := searchable(person.site or ""))}
    counts = Counter(of_person.values())
    sites = sorted(counts, key=lambda folded: (-counts[folded], folded))
    place = {folded: position for position, folded in enumerate(sites)}
    values = {person: place[folded] for person, folded in of_person.items()}
    names = _names_of_sites(roster)

    def band(run: range) -> Band:
        keys = [sites[at] for at in run]
        name = LocalizedText(en=names[keys[0]], fr=names[keys[0]]) if len(keys) == 1 else OTHERS
        return Band("+".join(keys), name.en, name.fr)

    return _bandings(SITE, values, len(roster), with_others(_sizes(values, len(sites))), band)


def _names_of_sites(roster: Sequence[Enrollment]) -> dict[str, str]:
    """Each site by its folded name, spelled as most people's entries are."""
    spellings: dict[str, Counter[str]] = {}
    for person in roster:
        spellings.setdefault(searchable(person.site or ""), Counter())[" ".join((person.site or "").split())] += 1
    return {
        folded: min(found.items(), key=lambda entry: (-entry[1], entry[0]))[0] for folded, found in spellings.items()
    }


def _dose_bandings(meetings: Mapping[UUID, int], roster: Sequence[Enrollment]) -> list[Banding]:
    """Steps of meetings that lie side by side, finest first."""
    here = {person.id for person in roster}
    values = {person: doses.step_of(count) for person, count in meetings.items() if person in here}

    def band(run: range) -> Band:
        first, last = doses.STEPS[run[0]][0], doses.STEPS[run[-1]][1]
        name = doses.name_of(first, last)
        return Band("+".join(doses.STEPS[at][2] for at in run), name.en, name.fr)

    cuts = runs(_sizes(values, len(doses.STEPS)), fewest=1 if len(values) < len(roster) else 2)
    return _bandings(DOSE, values, len(roster), cuts, band)


def _sizes(values: Mapping[UUID, int], places: int) -> list[int]:
    counted = Counter(values.values())
    return [counted[place] for place in range(places)]


def _bandings(
    stratum: str,
    values: Mapping[UUID, int],
    people: int,
    cuts: Iterator[tuple[range, ...]],
    band: Callable[[range], Band],
) -> list[Banding]:
    """The cuts as bandings; none where a few people, but not nobody, have no value."""
    if not values or 0 < people - len(values) < SMALLEST_BAND:
        return []
    return [
        Banding(
            stratum,
            tuple(band(run) for run in cut),
            {person: band(run).key for person, place in values.items() for run in cut if place in run},
        )
        for cut in islice(cuts, _MOST_WAYS)
    ]


def _level_band(group: Sequence[TrainingLevel]) -> Band:
    first, last = group[0], group[-1]
    if first is last:
        return Band(first.code, first.name_en, first.name_fr)
    return Band(
        key="+".join(level.code for level in group),
        name_en=f"{first.name_en} to {last.name_en}",
        name_fr=f"{first.name_fr} à {last.name_fr}",
    )
