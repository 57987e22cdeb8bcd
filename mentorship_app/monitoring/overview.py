"""The indicators of the last years side by side, and how often pairs met month by month. No names, no small groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import dropwhile

from sqlalchemy.orm import Session

from mentorship_app.monitoring import indicators as _indicators  # noqa: F401  registers them
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import indicators
from mentorship_app.monitoring.values import Measured, NotAsked, TooFew, Value
from mentorship_app.privacy.suppression import FLOOR, Cell, suppress
from mentorship_app.programs import Cohort, Phase, Program

MOST_COHORTS = 4
MOST_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """Meetings for each running pair in a month; None where fewer than five pairs ran, or the month is not over."""

    first: date
    pairs: int
    meetings_per_pair: float | None


@dataclass(frozen=True)
class Overview:
    """Values by indicator and by the slug of the cohort, the newest cohort first."""

    cohorts: tuple[Cohort, ...]
    values: Mapping[str, Mapping[str, Value]]
    months: tuple[Month, ...]


def overview(session: Session, program: Program, chosen: Cohort, *, now: datetime) -> Overview:
    """Of the chosen cohort and those before it. A fixed number of queries for each cohort."""
    cohorts = _shown_cohorts(program, chosen)
    ordered = list(program.cohorts)
    frames = [Frame(session, cohort, now, _before(cohort, ordered)) for cohort in cohorts]
    measured = {
        name: {frame.cohort.slug: indicator.measure(frame) for frame in frames}
        for name, indicator in indicators.items()
    }
    return Overview(cohorts, {name: _told(name, cells) for name, cells in measured.items()}, _months(frames[0]))


def _shown_cohorts(program: Program, chosen: Cohort) -> tuple[Cohort, ...]:
    """The chosen one first; before it only those that began earlier and have begun at all."""
    earlier = [one for one in program.cohorts if one.starts_on < chosen.starts_on and one.phase is not Phase.SETUP]
    return (chosen, *earlier[: MOST_COHORTS - 1])


def _before(cohort: Cohort, ordered: Sequence[Cohort]) -> Cohort | None:
    return next((one for one in ordered if one.starts_on < cohort.starts_on), None)


def _told(name: str, cells: Mapping[str, Measured]) -> dict[str, Value]:
    """The values of one line; a cell that would give another one away is hidden too."""
    floor = max(FLOOR, indicators[name].floor)
    compared = [Cell(name, slug, one.members) for slug, one in cells.items() if one.members]
    verdict = suppress(compared, floor=floor) if compared else None
    told: dict[str, Value] = {}
    for slug, one in cells.items():
        is_hidden = bool(one.members) and verdict is not None and not verdict.shows(name, slug)
        told[slug] = TooFew(floor) if is_hidden and not isinstance(one.value, NotAsked) else one.value
    return told


def _months(frame: Frame) -> tuple[Month, ...]:
    """The last months that are over, from the first in which a pair ran."""
    firsts: list[date] = []
    year, month = frame.day.year, frame.day.month
    while len(firsts) < MOST_MONTHS:
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        first = date(year, month, 1)
        if first < frame.cohort.starts_on.replace(day=1):
            break
        firsts.append(first)
    found = [_month(frame, first) for first in reversed(firsts)]
    return tuple(dropwhile(lambda month: not month.pairs, found))


def _month(frame: Frame, first: date) -> Month:
    middle = first.replace(day=15)
    pairs = sum(pair.runs_on(middle) for pair in frame.pairs)
    met = frame.meetings_by_month.get((first.year, first.month), 0)
    return Month(first, pairs, met / pairs if pairs >= FLOOR else None)
