"""Forming groups: who leads together, then who goes where. Exact, for what fits in one program.

Two steps, each solved to its optimum by HiGHS through SciPy: first mentors are set together so that most groups are led
by two departments and everybody has somebody who suits; then mentees are placed: most of them, then the best worst-off
one, then the highest total fit, with training levels mixed evenly. The second step is optimal for the leaders that the
first one chose, not over every way to choose leaders.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING, Any

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.grouping.placing import Placing, place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SEATS = 6_000
"""Mentees × groups up to which this is solved: 200 mentees in 30 groups."""


@dataclass(frozen=True)
class Wishes:
    """What a coordinator asks for. ``leaders``: public ids; groups have ``smallest`` to ``largest`` mentees."""

    leaders: tuple[str, ...]
    leaders_a_group: int = 2
    smallest: int = 3
    largest: int = 6

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`wishes_of` reads them back."""
        return {
            "leaders": list(self.leaders),
            "leaders_a_group": self.leaders_a_group,
            "smallest": self.smallest,
            "largest": self.largest,
        }


def wishes_of(stored: Mapping[str, Any]) -> Wishes:
    """The wishes that :meth:`Wishes.as_json` wrote."""
    return Wishes(tuple(stored["leaders"]), stored["leaders_a_group"], stored["smallest"], stored["largest"])


@dataclass(frozen=True)
class Leader:
    """Somebody who may lead a group."""

    id: str
    department: str


@dataclass(frozen=True)
class Seeker:
    """Somebody who is to have a group. ``level``: their training level, whatever names it."""

    id: str
    level: str


@dataclass(frozen=True, eq=False)
class Ground:
    """What is known: ``fit`` (0–1) and ``allowed`` are mentees × mentors in their order here."""

    leaders: tuple[Leader, ...]
    seekers: tuple[Seeker, ...]
    fit: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Formed:
    """The groups as (leaders, mentees), ids sorted; who found no place; or why there are none."""

    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    left_over: tuple[str, ...] = ()
    refusal: Phrase | None = None


def form(ground: Ground, wishes: Wishes) -> Formed:
    """Groups for these people. The same people give the same groups, in whatever order they are named."""
    ground = _in_order(ground)
    wanted, refusal = _number_of_groups(len(ground.seekers), len(ground.leaders), wishes)
    if refusal is not None:
        return Formed(refusal=refusal)
    if wanted * len(ground.seekers) > MOST_SEATS:
        return Formed(refusal=Phrase(N_("This is more than can be worked out at once. Choose fewer mentors to lead.")))
    led = _who_leads(ground, wanted, wishes.leaders_a_group)
    placing = _placing(ground, led, wishes)
    seats = place(placing)
    if seats is None:
        # Levels that cannot be mixed evenly are no reason to have no groups at all.
        seats = place(replace(placing, level_most={}))
    if seats is None:
        return Formed(refusal=_NOBODY_FITS)
    groups = [
        (
            tuple(sorted(ground.leaders[one].id for one in leaders)),
            tuple(sorted(ground.seekers[row].id for row, seat in seats.items() if seat == number)),
        )
        for number, leaders in enumerate(led)
    ]
    left = tuple(sorted(one.id for row, one in enumerate(ground.seekers) if row not in seats))
    return Formed(tuple(sorted(groups)), left)


_NOBODY_FITS = Phrase(
    N_("No groups of this size keep to every rule. Allow smaller groups, or let more mentors lead."),
)


def _number_of_groups(seekers: int, leaders: int, wishes: Wishes) -> tuple[int, Phrase | None]:
    """As many groups as make them nearest to the middle size, and as the mentors allow."""
    if seekers < wishes.smallest:
        few = Phrase(
            N_("There are %(mentees)s mentees without a group. A group needs at least %(smallest)s."),
            {"mentees": seekers, "smallest": wishes.smallest},
        )
        return 0, few
    least, most = ceil(seekers / wishes.largest), seekers // wishes.smallest
    if least > leaders:
        short = Phrase(
            N_(
                "%(mentees)s mentees make at least %(groups)s groups of %(largest)s, and %(leaders)s mentors are to "
                "lead. Choose more mentors, or allow larger groups."
            ),
            {"mentees": seekers, "groups": least, "largest": wishes.largest, "leaders": leaders},
        )
        return 0, short
    if least > most:
        uneven = Phrase(
            N_("%(mentees)s mentees cannot be divided into groups of %(smallest)s to %(largest)s."),
            {"mentees": seekers, "smallest": wishes.smallest, "largest": wishes.largest},
        )
        return 0, uneven
    middle = round(2 * seekers / (wishes.smallest + wishes.largest))
    enough = max(least, leaders // wishes.leaders_a_group)
    return min(max(middle, least), most, enough, leaders), None


def _in_order(ground: Ground) -> Ground:
    rows = sorted(range(len(ground.seekers)), key=lambda row: ground.seekers[row].id)
    columns = sorted(range(len(ground.leaders)), key=lambda column: ground.leaders[column].id)
    return Ground(
        tuple(ground.leaders[column] for column in columns),
        tuple(ground.seekers[row] for row in rows),
        ground.fit[rows][:, columns],
        ground.allowed[rows][:, columns],
        ground.together,
        ground.apart,
    )


def _who_leads(ground: Ground, groups: int, a_group: int) -> list[tuple[int, ...]]:
    """Who leads each group, as columns: two of different departments where there are enough, else one."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  as above

    columns = range(len(ground.leaders))
    teams: list[tuple[int, ...]] = [(one,) for one in columns]
    pairs_wanted = max(0, min(groups, len(ground.leaders) - groups)) if a_group > 1 else 0
    if pairs_wanted:
        teams += list(combinations(columns, 2))
    worth = np.array([_worth(ground, team) for team in teams])
    once = np.array([[column in team for team in teams] for column in columns], dtype=float)
    size = np.array([len(team) for team in teams], dtype=float)
    rules = [
        LinearConstraint(once, 0, 1),
        LinearConstraint(np.ones((1, len(teams))), groups, groups),
        LinearConstraint((size == 2.0)[None, :].astype(float), pairs_wanted, pairs_wanted),
    ]
    found = milp(-worth, constraints=rules, integrality=np.ones(len(teams)), bounds=Bounds(0, 1))
    return sorted(team for team, taken in zip(teams, found.x, strict=True) if taken > 0.5)


def _worth(ground: Ground, team: Sequence[int]) -> float:
    """Two departments before anything else, then how well everybody could be served, then a fixed order."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it

    departments = {ground.leaders[one].department.casefold() for one in team} - {""}
    open_to = ground.allowed[:, list(team)].all(axis=1)
    served = float(np.where(open_to, ground.fit[:, list(team)].max(axis=1), 0.0).mean()) if len(ground.seekers) else 0.0
    return 10.0 * (len(departments) > 1) + served - 1e-6 * sum(team)


def _placing(ground: Ground, led: Sequence[Sequence[int]], wishes: Wishes) -> Placing:
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it

    fit = np.stack([ground.fit[:, list(team)].max(axis=1) for team in led], axis=1)
    allowed = np.stack([ground.allowed[:, list(team)].all(axis=1) for team in led], axis=1)
    row = {one.id: place for place, one in enumerate(ground.seekers)}
    levels = {level: [row[one.id] for one in ground.seekers if one.level == level] for level in _levels(ground)}
    return Placing(
        fit=np.rint(fit * 1000),
        allowed=allowed,
        smallest=wishes.smallest,
        largest=min(wishes.largest, ceil(len(ground.seekers) / len(led))),
        level_most={tuple(rows): ceil(len(rows) / len(led)) for rows in levels.values()},
        together=_rows(ground.together, row),
        apart=_rows(ground.apart, row),
    )


def _levels(ground: Ground) -> list[str]:
    return sorted({one.level for one in ground.seekers})


def _rows(pairs: Collection[tuple[str, str]], row: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((row[one], row[other]) for one, other in pairs if one in row and other in row))
