"""Which sections there are, and which of them a report for somebody begins with."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mentorship_app.core.registry import Registry
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions.enums import Outline
from mentorship_app.reports.section import Part
from mentorship_app.reports.sections import (
    appendix,
    behaviour,
    comments,
    context,
    cover,
    crosswalk,
    harms,
    heard,
    learning,
    limits,
    match,
    mentors,
    methods,
    program,
    reach,
    reaction,
    recommendations,
    scores,
    summary,
    well_being,
    who_answered,
    will_do,
)

PARTS: Registry[Part] = Registry("section of a report")
"""In the order in which a report has them. The order is fixed: a reader finds things where they were last year."""

for _module in (
    cover,
    summary,
    context,
    program,
    methods,
    who_answered,
    reach,
    reaction,
    learning,
    behaviour,
    well_being,
    scores,
    match,
    mentors,
    comments,
    harms,
    limits,
    recommendations,
    crosswalk,
    appendix,
    heard,
    will_do,
):
    PARTS.add(_module.PART.key, _module.PART)

_DEAN = ("cover", "summary", "recommendations")
_ACCREDITOR = (
    "cover",
    "summary",
    "program",
    "who-answered",
    "reach",
    "well-being",
    "methods",
    "limits",
    "recommendations",
    "crosswalk",
    "appendix",
)
_PARTICIPANTS = ("heard", "will-do")
_FULL = tuple(key for key in PARTS if key not in _PARTICIPANTS)

OUTLINES: Mapping[Outline, tuple[str, ...]] = MappingProxyType(
    {
        Outline.FULL: _FULL,
        Outline.DEAN: tuple(key for key in _DEAN if key in PARTS),
        Outline.ACCREDITOR: tuple(key for key in PARTS if key in _ACCREDITOR),
        Outline.PARTICIPANTS: tuple(key for key in _PARTICIPANTS if key in PARTS),
    }
)


def parts_of(keys: Sequence[str]) -> tuple[Part, ...]:
    """The parts of these keys in the order of a report; keys of parts that are no more are passed over."""
    return tuple(PARTS[key] for key in PARTS if key in keys)


def choosable(outline: Outline) -> tuple[str, ...]:
    """Keys of the parts that a report for somebody can have: what participants get is written for them alone."""
    return OUTLINES[Outline.PARTICIPANTS if outline is Outline.PARTICIPANTS else Outline.FULL]


def usual(outline: Outline = Outline.FULL) -> Choice:
    """What an outline begins with."""
    return Choice(outline=outline, sections=OUTLINES[outline])
