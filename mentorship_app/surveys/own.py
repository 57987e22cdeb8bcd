"""A person's own scores, for that person's eyes: nothing is stored, counted or told to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.cutoffs import reached
from mentorship_app.instruments.definition import Direction, Instrument, Scale
from mentorship_app.instruments.scoring import score
from mentorship_app.surveys.questionnaire import ratings_of

_HIGH_SHARE = 0.625
"""From this share of a scale's range towards the unwelcome end on, or from a published limit on that side, help is
shown more warmly. The share is no cut-off and has no source: it only decides how large the same help numbers are drawn
on that person's own screen."""


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
    return OwnScore(
        name=scale.name,
        value=value,
        low=scale.low,
        high=scale.high,
        nearest=None if value is None else _nearest(instrument, scale, value),
        more_is_better=scale.better is Direction.UP,
        is_hard=value is not None and _is_hard(instrument, scale, value),
    )


def _is_hard(instrument: Instrument, scale: Scale, value: float) -> bool:
    share = (value - scale.low) / (scale.high - scale.low)
    unwelcome = "<" if scale.better is Direction.UP else ">"
    return (1 - share if scale.better is Direction.UP else share) >= _HIGH_SHARE or any(
        cutoff.op.startswith(unwelcome) and reached(cutoff, value)
        for cutoff in instrument.cutoffs
        if cutoff.scale == scale.key
    )


def _nearest(instrument: Instrument, scale: Scale, value: float) -> LocalizedText | None:
    """The words of the response nearest to a score; None where scores are not in the units of the responses.

    The words are those of an item that counts as it is answered: of a reversed one they would say the opposite.
    """
    item = next((item for item in map(instrument.item, scale.items) if item.reverse is None), None)
    if item is None or not instrument.wording:
        return None
    offered = instrument.response_sets[item.response_set]
    if offered.is_typed or (offered.low, offered.high) != (scale.low, scale.high):
        return None
    position = min(range(len(offered.values)), key=lambda index: (abs(offered.values[index] - value), index))
    labels = {language: words.responses[item.response_set][position] for language, words in instrument.wording.items()}
    only = next(iter(labels.values()))
    return LocalizedText(en=labels.get("en", only), fr=labels.get("fr", only))
