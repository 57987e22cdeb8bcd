"""A person's own scores over the waves, for that person's eyes: worked out when looked at, and kept nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Instrument
from mentorship_app.surveys.contents import Contents
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.own import OwnScore, own_scores


@dataclass(frozen=True)
class TrendPoint:
    """The score of one wave; its ``value`` is None where too few items were answered."""

    wave: LocalizedText
    day: date
    score: OwnScore


@dataclass(frozen=True)
class TrendLine:
    """One scale over the waves that asked it, the earliest first."""

    name: LocalizedText
    instrument_key: str
    instrument: LocalizedText
    citation: LocalizedText
    validated: bool
    low: float
    high: float
    more_is_better: bool
    points: tuple[TrendPoint, ...]

    @property
    def scored(self) -> tuple[TrendPoint, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.score.value is not None)

    @property
    def is_hard(self) -> bool:
        """Whether the last score lies towards the unwelcome end."""
        return bool(self.scored) and self.scored[-1].score.is_hard


@dataclass(frozen=True)
class Answered:
    """What the person answered in one wave."""

    wave: Wave
    contents: Contents
    answers: Mapping[str, Any]


def trend_of(answered: Iterable[Answered]) -> tuple[TrendLine, ...]:
    """A line for each scale, in the order in which scales were first asked. Raises ScoringError.

    Another range of a scale, as another version of its instrument may have, begins another line.
    """
    lines: dict[tuple[str, LocalizedText, float, float], TrendLine] = {}
    for one in sorted(answered, key=lambda one: (one.wave.opens_on, one.wave.closes_on, one.wave.id)):
        for instrument in one.contents.instruments:
            for score in own_scores(instrument, one.answers):
                key = (instrument.key, score.name, score.low, score.high)
                line = lines.get(key) or _begun(instrument, score)
                point = TrendPoint(one.wave.title, one.wave.opens_on, score)
                lines[key] = replace(line, points=(*line.points, point))
    return tuple(lines.values())


def _begun(instrument: Instrument, score: OwnScore) -> TrendLine:
    return TrendLine(
        name=score.name,
        instrument_key=instrument.key,
        instrument=instrument.title,
        citation=instrument.citation,
        validated=instrument.validated,
        low=score.low,
        high=score.high,
        more_is_better=score.more_is_better,
        points=(),
    )
