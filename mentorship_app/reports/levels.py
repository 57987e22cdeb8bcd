"""Which part of a report a scale belongs to: what people thought of it, learned, how they are, how two get on."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mentorship_app.surveys.datasets import ScaleInfo


class Level(StrEnum):
    """Kirkpatrick's levels as far as questionnaires reach them, and the two that are this program's own.

    Kirkpatrick DL, Kirkpatrick JD, Evaluating Training Programs, 3rd ed., 2006.
    """

    REACTION = "reaction"
    LEARNING = "learning"
    WELL_BEING = "well-being"
    MATCH = "match"
    MENTORS = "mentors"


_BY_MEASURE: Mapping[str, Level] = MappingProxyType(
    {
        "own_satisfaction": Level.REACTION,
        "own_unmet_needs": Level.REACTION,
        "moaq_jss": Level.REACTION,
        "own_mentor_skills": Level.LEARNING,
        "own_mentor_skills_before": Level.LEARNING,
        "mca_21": Level.LEARNING,
        "mca_26": Level.LEARNING,
        "own_mentorship_mentee": Level.MATCH,
        "rc_satisfaction": Level.MATCH,
        "memeq": Level.MATCH,
        "mes": Level.MATCH,
        "met": Level.MATCH,
        "mfq_9": Level.MATCH,
        "own_mentorship_mentor": Level.MENTORS,
    }
)


def level_of(scale: ScaleInfo) -> Level:
    """Where the scores of ``scale`` stand. What is not known, and what came from elsewhere, is about well-being."""
    return _BY_MEASURE.get(scale.measure.key, Level.WELL_BEING) if scale.measure else Level.WELL_BEING


NEEDS = "own_unmet_needs"
"""The measure whose scales are single needs, each twice: how important it is, and how much support there is."""

IMPORTANCE, SUPPORT = "_importance", "_met"
"""Ends of the keys of those scales."""


def is_single_need(scale: ScaleInfo) -> bool:
    """Whether ``scale`` is about one need: such scales stand in a table and a figure of their own."""
    return scale.measure is not None and scale.measure.key == NEEDS and scale.key.endswith((IMPORTANCE, SUPPORT))
