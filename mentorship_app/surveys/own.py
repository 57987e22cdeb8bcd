"""A person's own scores, for that person's eyes: nothing is stored, counted or told to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Direction, Instrument, Scale
from mentorship_app.instruments.scoring import score
from mentorship_app.surveys.questionnaire import ratings_of

_HIGH_SHARE = 0.625
"""From this share of a scale's range towards the unwelcome end on, help is shown more warmly. It is no cut-off and
has no source: it only decides how large the same help numbers are drawn on that person's own screen."""


@dataclass(frozen=True)
class OwnScore:
    """One scale in plain words. ``nearest`` is the answer that the person gave on average, as far as one can say."""

    name: LocalizedText
    value: float | None
    low: float
    high: float
    nearest: LocalizedText | None
    more_is_better: bool
    is_hard: bool


def own_scores(instrument: Instrument, answers: Mapping[str, Any]) -> tuple[OwnScore, ...]:
    """The scores of one person's answers, in the order of the scales; raises ScoringError.

    Left out: scales without a better end, which weigh other answers and say nothing about the person by themselves.
    """
    scores = score(instrument, ratings_of(instrument, answers))
    return tuple(
        _own(instrument, scale, scores[scale.key])
        for scale in instrument.scales
        if scale.better is not Direction.NEITHER
    )


def _own(instrument: Instrument, scale: Scale, value: float | None) -> OwnScore:
    more_is_better = scale.better is Direction.UP
    share = None if value is None else (value - scale.low) / (scale.high - scale.low)
    return OwnScore(
        name=scale.name,
        value=value,
        low=scale.low,
        high=scale.high,
        nearest=None if value is None else _nearest(instrument, scale, value),
        more_is_better=more_is_better,
        is_hard=share is not None and (1 - share if more_is_better else share) >= _HIGH_SHARE,
    )


def _nearest(instrument: Instrument, scale: Scale, value: float) -> LocalizedText | None:
    """The words of the response nearest to a mean; None where scores are not in the units of the responses."""
    name = instrument.item(scale.items[0]).response_set
    values = instrument.response_sets[name].values
    if min(values) != scale.low or max(values) != scale.high:
        return None
    position = min(range(len(values)), key=lambda index: (abs(values[index] - value), index))
    return LocalizedText(
        en=instrument.wording["en"].responses[name][position], fr=instrument.wording["fr"].responses[name][position]
    )
