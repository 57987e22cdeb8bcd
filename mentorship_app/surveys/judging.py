"""What is judged together before anything is shown, and the verdicts as they go into the release ledger.

The ledger names: a scale or an own question that is a number under its key, those of them who answered an earlier
wave too under ``<key>/before``; shares under ``<key>/=<answer>``, and under ``<key>/n`` the groups of whom at least
a band and the number of people are told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.privacy.exposure import Members, Partition, small_unions
from mentorship_app.privacy.shares import SHARE_FLOOR, Answer, Earlier, suppress_family
from mentorship_app.privacy.suppression import FLOOR, Cell, hidden_complements, suppress

Groups = tuple[Members, ...]
Ledger = Mapping[str, Sequence[Groups]]
"""By name of a figure: the groups of each release, oldest first."""

EVERYBODY = "total"
_YES = "yes"
_BEFORE = "/before"


@dataclass(frozen=True)
class Mean:
    """One mean of several groups. ``before`` are those who answered an earlier wave as well.

    ``nearly_all``: the people of the upper of two possible scores, where there are but two; such a mean is a share.
    """

    name: str
    cells: tuple[Cell, ...]
    before: Cell | None = None
    nearly_all: frozenset[object] | None = None
    asked_after: str | None = None

    @property
    def floor(self) -> int:
        return FLOOR if self.nearly_all is None else SHARE_FLOOR

    def names(self) -> tuple[str, ...]:
        """Everything that is written into the ledger about it, save ``before``."""
        return (self.name,)

    def judged(self, ledger: Ledger) -> dict[str, Groups]:
        """The groups to be shown, by name. Raises ReleaseRefused."""
        earlier = ledger.get(self.name, ())
        if self.nearly_all is None:
            shown = suppress(self.cells, earlier_releases=earlier).released
        else:
            flat = tuple(members for groups in earlier for members in groups)
            answers = [frozenset[str](), frozenset({_YES})]
            seen = Earlier(people=flat, exact={_YES: flat})
            shown = suppress_family(self.cells, {_YES: self.nearly_all}, answers, earlier=seen)[_YES].released
        found = {self.name: shown}
        if self.before is not None:
            public = list(dict.fromkeys(members for groups in (*earlier, shown) for members in groups))
            found[before(self.name)] = _safe_beside(self.before, public, floor=self.floor)
        return found


@dataclass(frozen=True)
class Family:
    """Answers of one question, or limits of one scale, whose counts can be added up."""

    indicators: Mapping[str, frozenset[object]]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Shares:
    """Shares of the same people. ``counted_by`` is the mean whose groups tell how many these people are."""

    name: str
    cells: tuple[Cell, ...]
    families: tuple[Family, ...]
    counted_by: str | None = None
    asked_after: str | None = None
    floor: int = SHARE_FLOOR

    def names(self) -> tuple[str, ...]:
        return (counted(self.name), *(exact(self.name, one) for family in self.families for one in family.indicators))

    def judged(self, ledger: Ledger) -> dict[str, Groups]:
        """The groups to be shown, by name. ``ledger`` must hold what is shown of ``counted_by``."""
        found: dict[str, Groups] = {}
        for family in self.families:
            verdict = suppress_family(
                self.cells,
                family.indicators,
                family.answers,
                counted=_flat(ledger, self.counted_by),
                earlier=Earlier(
                    people=_flat(ledger, counted(self.name)),
                    exact={one: _flat(ledger, exact(self.name, one)) for one in family.indicators},
                ),
            )
            found[counted(self.name)] = verdict.people.released
            found |= {exact(self.name, one): verdict[one].released for one in family.indicators}
        return found


Figure = Mean | Shares


def before(name: str) -> str:
    """The figure of those who answered an earlier wave too."""
    return name + _BEFORE


def counted(name: str) -> str:
    """The figure of the groups whose number of people is told with shares."""
    return f"{name}/n"


def exact(name: str, answer: str) -> str:
    """The figure of the groups whose exact share of this answer is told."""
    return f"{name}/={answer}"


def judge(figures: Iterable[Figure], ledger: Ledger) -> dict[str, Groups]:
    """The groups to be shown, by name, of all figures that were never shown, or of other groups than are there now.

    Raises ReleaseRefused. Where anything of the same answers was shown before, a figure that was not shown then is not
    shown any more: all that a wave tells is told at its close.
    """
    is_first = not any(ledger.values())
    known: dict[str, Sequence[Groups]] = dict(ledger)
    found: dict[str, Groups] = {}
    for figure in figures:
        if not is_first and is_current(figure, ledger):
            continue
        if figure.asked_after is not None and not _opens(figure.asked_after, figures, known):
            continue
        shown = figure.judged(known)
        found |= shown
        known |= {name: (*known.get(name, ()), groups) for name, groups in shown.items() if groups}
    # That nobody may be shown of those who answered before is written down too: else it would look never judged.
    return {name: groups for name, groups in found.items() if groups or name.endswith(_BEFORE)}


def is_current(figure: Figure, ledger: Ledger) -> bool:
    """Whether what was last shown of the figure are groups that are still there; also where nothing was shown."""
    there = {cell.members for cell in figure.cells}
    return all(there.issuperset(ledger[name][-1]) for name in figure.names() if ledger.get(name))


def _opens(parent: str, figures: Iterable[Figure], ledger: Ledger) -> bool:
    """Whether the number of people who were asked after ``parent`` may be told: each of its answers is told exactly."""
    for figure in figures:
        if isinstance(figure, Shares) and figure.name == parent:
            everybody = figure.cells[0].members
            return all(everybody in _flat(ledger, name) for name in figure.names())
    return False


def _flat(ledger: Ledger, name: str | None) -> Groups:
    return tuple(dict.fromkeys(members for groups in ledger.get(name or "", ()) for members in groups))


def _safe_beside(cell: Cell, public: Sequence[Members], *, floor: int) -> Groups:
    """The cell alone, if it is large enough and gives nobody away beside what is public."""

    def below_floor(whole: Partition) -> list[frozenset[int]]:
        return small_unions(whole.vectors, [len(atom) for atom in whole.atoms], limit=floor)

    if cell.n < floor or hidden_complements([cell], public, below_floor):
        return ()
    return (cell.members,)
