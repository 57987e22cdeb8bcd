"""What pages say about a measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from types import MappingProxyType

from mentorship_app.core.errors import AppError
from mentorship_app.instruments.binding.found import Choices, CodeProposal, ItemProposal, Problem
from mentorship_app.instruments.binding.pairs import as_lines, codes_as_lines
from mentorship_app.instruments.definition import CutOff, Direction, Instrument, LicenceStatus, Scale
from mentorship_app.instruments.licences.standing import LicenceStanding
from mentorship_app.surveys.questionnaire import SECONDS_A_RATING
from mentorship_app.web.coordinator.measures.forms import LANGUAGES
from mentorship_app.web.errors import message_of
from mentorship_app.web.i18n import _, _l, day, number

LICENCE: Mapping[LicenceStatus, str] = MappingProxyType(
    {
        LicenceStatus.OPEN: _l("Free to use"),
        LicenceStatus.NON_COMMERCIAL: _l("Free where nobody earns from it"),
        LicenceStatus.PERMISSION: _l("With the owner’s permission"),
        LicenceStatus.PROPRIETARY: _l("Bought from the owner"),
    }
)
BETTER: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.UP: _l("Higher is better."),
        Direction.DOWN: _l("Lower is better."),
        Direction.NEITHER: _l("Neither end is better."),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "alpha": _l("Internal consistency (alpha)"),
        "omega": _l("Internal consistency (omega)"),
        "retest": _l("Agreement when asked again"),
        "change": _l("Smallest change that matters"),
    }
)
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def is_own(instrument: Instrument) -> bool:
    """Whether the measure was written for this app."""
    return instrument.licence.wording_bundled and not instrument.validated


def minutes_of(instrument: Instrument) -> int:
    """How long the measure takes alone, in full minutes."""
    return max(1, ceil(len(instrument.items) * SECONDS_A_RATING / 60))


def plain(value: float) -> str:
    """A number of a definition with as many decimals as it needs, two at most."""
    for decimals in (0, 1):
        if round(value, decimals) == round(value, 2):
            return number(value, decimals)
    return number(value, 2)


def limit_of(cutoff: CutOff) -> str:
    """``≥ 27``."""
    return f"{_SIGNS.get(cutoff.op, cutoff.op)}\u00a0{plain(cutoff.value)}"


def range_of(scale: Scale) -> str:
    """``From 0 to 54``."""
    return _("From %(low)s to %(high)s", low=plain(scale.low), high=plain(scale.high))


def languages_in_words(tags: tuple[str, ...] | list[str]) -> str:
    """``English, French``."""
    return ", ".join(str(LANGUAGES[tag]) for tag in tags)


def in_words(problem: Problem) -> str:
    """The sentence of a problem in the reader's language."""
    return _(problem.remark.message, **problem.remark.values)


@dataclass(frozen=True)
class MeasureRow:
    """A measure in the list. ``missing``: sentences on what keeps it from being asked, none when it is ready."""

    instrument: Instrument
    missing: tuple[str, ...]
    left: int | None
    """Paid administrations that are left, where they are counted."""

    @property
    def minutes(self) -> int:
        return minutes_of(self.instrument)

    @property
    def is_own(self) -> bool:
        return is_own(self.instrument)


def said(obstacles: tuple[AppError, ...]) -> tuple[str, ...]:
    """Obstacles as sentences in the reader's language."""
    return tuple(message_of(obstacle) for obstacle in obstacles)


@dataclass(frozen=True)
class LicenceRow:
    """A licence as the page of its measure shows it."""

    standing: LicenceStanding
    state: tuple[str, str]
    """Kind of tag, and its word."""


def licence_rows(standings: Iterable[LicenceStanding], today: date) -> list[LicenceRow]:
    """Those in use first, then those that are used up or over, then those that were put away."""
    rows = [licence_row(standing, today) for standing in standings]
    return sorted(rows, key=lambda row: ("success", "danger", "plain").index(row.state[0]))


def licence_row(standing: LicenceStanding, today: date) -> LicenceRow:
    """The licence with what can be said of it today."""
    record = standing.record
    if record.ended_on is not None:
        return LicenceRow(standing, ("plain", _("Put away on %(day)s", day=day(record.ended_on))))
    if standing.is_over(today):
        return LicenceRow(standing, ("danger", _("Expired")))
    if standing.left == 0:
        return LicenceRow(standing, ("danger", _("Used up")))
    return LicenceRow(standing, ("success", _("In use")))


def items_of(said: Choices) -> str:
    """The pairs of items that were said, as the form has them."""
    return as_lines(said.items)


def codes_of(said: Choices) -> str:
    """The pairs of codes that were said, as the form has them."""
    return codes_as_lines(said.codes)


def with_items(said: Choices, proposal: ItemProposal) -> str:
    """The pairs that were said, and those that are proposed."""
    return as_lines({**said.items, **{ours: theirs for ours, theirs, _text in proposal.pairs}})


def with_codes(said: Choices, proposal: CodeProposal) -> str:
    """The codes that were said, and those that are proposed for one set."""
    proposed = {theirs: ours for theirs, ours, _label in proposal.pairs}
    return codes_as_lines({**said.codes, proposal.response_set: proposed})
